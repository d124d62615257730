"""What does a member of staff have open in tests, and how do they walk a sequence of theirs?"""

from factories import NOW
from staffing import NAME, at_work
from ways import at_once

from domain.staff import cases, members
from domain.staff.cases import Caller, Opening
from infra import clock
from infra.database import read, write
from models import AuditEntry, StaffCase, StaffLogin

REASON = "ご本人からお電話"


def open_case(app, account_id=None, contract_id=None, *, name=NAME, caller=Caller.SELF, verified=True):
    """A case of a member in their newest login; gives its id."""
    opening = Opening(caller, REASON, account_id=account_id, contract_id=contract_id)
    with app.app_context(), write() as session:
        member = members.find(session, name)
        login = session.query(StaffLogin).filter_by(member_id=member.id).order_by(StaffLogin.created_at.desc()).first()
        case_id = cases.begin(session, opening, member_id=member.id, login_id=login.id, now=clock.now())
        if verified:
            session.get_one(StaffCase, case_id).verified_at = NOW
    return case_id


class Work:
    """A member at a browser, with a case open, in one sequence."""

    def __init__(self, app, act, account_id=None, contract_id=None, *, name=NAME, **case):
        self.app, self.act, self.desk = app, act, at_work(app, name)
        self.case_id = open_case(app, account_id, contract_id, name=name, **case)
        self.path = f"/staff/cases/{self.case_id}/do/{act}/"

    def begin(self, status=200):
        """At the first screen."""
        self.desk.open(self.path, status)
        return self

    def send(self, status=200, **answers):
        """An answer, led on."""
        self.desk.send(answers, status)
        return self

    def press_at_once(self, times=20):
        """The button of the confirm screen, from as many windows at the same moment; gives where they were led."""
        data, path = self.desk.standing(self.desk.form), self.desk.url
        cookie = self.desk.client.get_cookie("madoguchi-staff").value

        def press():
            client = self.app.test_client()
            client.set_cookie("madoguchi-staff", cookie)
            answer = client.post(path, data=data)
            return answer.status_code, (answer.location or "").rpartition("/")[2]

        return set(at_once([press] * times))

    @property
    def number(self):
        """The number of the staff's screen."""
        return int(self.desk.page.select_one(".staff-where .num").get_text())


def trail(app, *columns):
    """What the trail says, row by row, in these columns."""
    with app.app_context(), read() as session:
        asked = [getattr(AuditEntry, name) for name in columns]
        return [tuple(row) for row in session.query(*asked).order_by(AuditEntry.id)]
