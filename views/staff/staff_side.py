"""What is the staff's side of a wizard: whose runs are they, in which case, and what stands around their pages?"""

import hmac
import secrets
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from domain.staff import audit_trail, cases, in_hand
from domain.staff.audit_trail import Act
from domain.staff.cases import Case
from infra import clock
from infra.database import read, write
from models import Account, Contract
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from views.shared import web_session
from views.shared.screens import Screen
from views.staff import frame, guard, presence
from views.wizard import current_run
from views.wizard.current_run import RUN_ID, RunGone
from views.wizard.wizard_request import WalkedRequest, WizardRequest
from wizards.engine import runs
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Wizard
from wizards.engine.mistakes import Mistake
from wizards.engine.receipt import AtWork, Origin, Receipt
from wizards.engine.runs import Owner, Run
from wizards.staff.case import OVER, CaseVisit, TakenOver

LIMIT = "staff act"
BUSY = "ほかの操作と重なったため、受け付けられませんでした。もう一度お試しください。"


class StaffSide:
    """Wizards as members of staff walk them."""

    folder = "staff/"

    def url(self, asked: WizardRequest, slug: str, **more: Any) -> str:
        """As Side has it."""
        run, act = asked.run, asked.wizard.name
        return url_for("staff_procedures.show", case_id=run.subject, act=act, run_id=run.id, slug=slug, **more)

    def begin_url(self, asked: WizardRequest) -> str:
        """As Side has it."""
        return url_for("staff_procedures.begin", case_id=asked.run.subject, act=asked.wizard.name)

    def found(self, asked: WizardRequest) -> WizardRequest:
        """As Side has it. Raise RunGone, or AccessDenied."""
        return found(asked.run.subject or "", asked.wizard, asked.run.id)

    def enter(self, asked: WizardRequest) -> WalkedRequest:
        """As Side has it. Raise AccessDenied, TakenOver while another member has the customer in hand."""
        case, entrance = present_case(asked.run.subject or ""), asked.wizard.enter
        holder = presence.standing(case).holder
        if holder:
            raise TakenOver(holder)
        walked = self.walk(asked)
        if entrance.reveals:
            _tell_of_look(case, asked.wizard.first.number, entrance.reveals, asked.now)
        return walked

    def walk(self, asked: WizardRequest) -> WalkedRequest:
        """How far a run has come, in whoever's hand the customer is, without a look at it. Raise AccessDenied."""
        case = present_case(asked.run.subject or "")
        asked.run.about = asked.wizard.enter(CaseVisit(asked.portal, case, asked.now))
        return current_run.walk(asked)

    def page(self, asked: WizardRequest, template: str, screen: Screen, **content: Any) -> str:
        """With the number of the staff's screen; what is None in `content` stays as the frame has it."""
        case_id = asked.run.subject or ""
        own = {"case_url": record_url(case_id), "number": screen.number, "screen": screen}
        own |= presence.shown(present_case(case_id), acting=True)
        known = {name: value for name, value in content.items() if value is not None}
        name = template.removeprefix(self.folder).removesuffix(".html")
        return frame.draw(name, screen.title, **{**own, **known})

    def until(self, asked: WizardRequest, slug: str) -> dict[str, Any]:
        """Nothing: the login ends before."""
        return {}

    def limit(self, asked: WizardRequest) -> str:
        """As Side has it."""
        return LIMIT

    def whose(self, account_id: int | None) -> list[str]:
        """For the member: all of them come from one source."""
        return [f"member {guard.present().id}"]

    def origin(self) -> Origin:
        """As Side has it."""
        logged_in = guard.current()
        assert logged_in is not None
        case_id = (request.view_args or {})["case_id"]
        return Origin(device=None, at_work=AtWork(logged_in.member.id, logged_in.login.id, case_id))

    def refused(self, asked: WizardRequest, found: Sequence[Mistake]) -> None:
        """Nothing: what members mistype says nothing of customers."""

    def committed(self, asked: WizardRequest, receipt: Receipt) -> None:
        """Nothing."""

    def repeated(self, asked: WizardRequest, slug: str) -> None:
        """Nothing."""

    def busy(self) -> ResponseReturnValue:
        """As Side has it."""
        return frame.problem("受け付けられませんでした", BUSY, 503)


STAFF = StaffSide()


def fresh(case_id: str, wizard: Wizard) -> WizardRequest:
    """A run that is not kept yet, under the id that its first page chose. Raise AccessDenied where the case is over."""
    asked = request.form.get("run", "")
    chosen = asked if RUN_ID.fullmatch(asked) else secrets.token_urlsafe(16)
    run = Run(chosen, wizard.name, _owner(case_id), subject=case_id)
    return WizardRequest(_portal_of(present_case(case_id)), wizard, run, clock.now(), STAFF)


def find(case_id: str, wizard: Wizard, run_id: str) -> WizardRequest | None:
    """The run of this member, in this login and this case. Raise AccessDenied where the case is over."""
    now, portal = clock.now(), _portal_of(present_case(case_id))
    run = runs.find(run_id, portal, wizard.name, _owner(case_id), now)
    return WizardRequest(portal, wizard, run, now, STAFF) if run else None


def found(case_id: str, wizard: Wizard, run_id: str) -> WizardRequest:
    """As `find`. Raise AccessDenied, or RunGone where there is none."""
    asked = find(case_id, wizard, run_id)
    if asked is None:
        raise RunGone
    return asked


def present_case(case_id: str) -> Case:
    """The case, open to who is logged in here. Raise AccessDenied where it is over."""
    logged_in = guard.current()
    assert logged_in is not None
    with read() as session:
        case = cases.find(session, case_id, logged_in.login.id, logged_in.member.id, clock.now())
    if case is None:
        raise AccessDenied(Reason.CLOSED, texts=[OVER])
    in_hand.seen(case, clock.now())
    return case


def _tell_of_look(case: Case, screen: int, what: str, now: UtcDateTime) -> None:
    """What a sequence has to show in full to its member, it shows for the reason of the case."""
    with write() as session:
        audit_trail.record(
            session, Act.REVEALED, case.member_id, now, whom=case.whom, screen=screen, reason=case.reason, about=what
        )


def record_url(case_id: str) -> str:
    """Where the customer's record stands."""
    return url_for("staff_record.show", case_id=case_id)


def _portal_of(case: Case) -> Portal:
    with read() as session:
        if case.account_id is not None:
            name = session.get_one(Account, case.account_id).portal
        else:
            name = session.get_one(Contract, case.contract_id).portal
    portal: Portal = current_app.extensions["portals"][name]
    return portal


def _owner(case_id: str) -> Owner:
    """Marked by login and case; the half of the key is drawn from what the cookie of the login holds."""
    token = (web_session.staff_token() or "").encode()
    mark = sha256(b"staff" + token + case_id.encode()).hexdigest()
    return Owner(mark, lambda run_id: hmac.digest(token, run_id.encode(), "sha256"))
