"""Whose is a run of the staff's side, and what may be kept of it? The rest of it is walked in test_procedures.py."""

import pytest
from casework import open_case
from factories import account, agency, contract
from staffing import at_work, hire

from infra import rate_limits
from models import StaffLogin
from views.staff import staff_side
from views.staff.staff_side import STAFF
from wizards.engine.access import AccessDenied
from wizards.staff.registry import STAFF_WIZARDS

WIZARD = STAFF_WIZARDS["end_logins"]


@pytest.fixture
def desk(app):
    hire(app)
    return at_work(app)


@pytest.fixture
def case_id(app, desk):
    with app.app_context():
        account_id = account(app).id
    return open_case(app, account_id)


@pytest.fixture
def asked(app, desk, case_id):
    """A request of the member's own browser."""
    with app.test_request_context(headers={"Cookie": f"madoguchi-staff={cookie(desk)}"}, path="/staff/"):
        yield


def cookie(desk):
    return desk.client.get_cookie("madoguchi-staff").value


def test_a_run_bears_no_account_and_opens_with_the_cookie_alone(asked, case_id):
    one, two = staff_side.fresh(case_id, WIZARD).run, staff_side.fresh(case_id, WIZARD).run
    assert one.account_id is None and one.subject == case_id and one.id != two.id
    assert len(one.half) == 32 and one.half != two.half
    assert one.owner.mark == two.owner.mark


def test_two_cases_of_one_login_do_not_share_runs(app, asked, case_id):
    other = open_case(app, 1)
    assert staff_side.fresh(case_id, WIZARD).run.owner.mark != staff_side.fresh(other, WIZARD).run.owner.mark


def test_it_stands_in_the_portal_of_its_customer(app, asked, case_id):
    assert staff_side.fresh(case_id, WIZARD).portal.name == "okyakusama"
    with app.app_context():
        agency()
        held = contract(portal="keiyakusha", number="H900000004").id
    other = open_case(app, contract_id=held)
    assert staff_side.fresh(other, WIZARD).portal.name == "keiyakusha"


def test_a_case_that_is_nobodys_is_closed(asked):
    with pytest.raises(AccessDenied):
        staff_side.present_case("no such case")


def test_what_a_member_does_is_counted_for_them(asked, case_id):
    assert STAFF.whose(None) == STAFF.whose(7) == ["member 1"]
    assert STAFF.limit(staff_side.fresh(case_id, WIZARD)) in rate_limits.LIMITS


def test_a_commit_says_who_in_which_case_and_nothing_of_their_browser(app, desk, case_id):
    path = f"/staff/cases/{case_id}/do/end_logins/"
    with app.test_request_context(path, headers={"Cookie": f"madoguchi-staff={cookie(desk)}"}):
        app.preprocess_request()
        origin = STAFF.origin()
    with app.app_context():
        from_rows = app.extensions["engines"].plain
        with from_rows.connect() as connection:
            [login] = connection.execute(StaffLogin.__table__.select()).all()
    assert origin.device is None and origin.source == ""
    assert origin.at_work == (1, login.id, case_id)
