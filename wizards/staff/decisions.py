"""What happens when another member agrees, or does not, to what was asked? Once, wholly, and as it was asked (row S14).

One transaction: lock the account, decide what waits by one statement, do the verb, post its letters, write the event
and both names into the trail. Of twenty presses, and of two who decide at once, one changes the row.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import current_app
from sqlalchemy.orm import Session

from domain.accounts import audit_log, lifecycle
from domain.contracts.requests import Change
from domain.messages import letters, outbox
from domain.staff import approvals, audit_trail
from domain.staff.approvals import TooLate
from domain.staff.audit_trail import Act, Whom
from infra.database import write
from models import Account, Contract, StaffApproval
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from rules.states import ApprovalState
from wizards.engine.receipt import CommitContext, Conflict, new_number
from wizards.staff import correction, recovery, web_access
from wizards.staff.second_person import Approvable, Granted

LIST, SHOWN, DECIDED = 1191, 1192, 1193
APPROVABLE: Mapping[str, Approvable] = {
    each.kind: each for each in (correction.approvable, recovery.approvable, web_access.approvable)
}


class Decision(NamedTuple):
    """Who decides, why, and when."""

    member_id: int
    reason: str
    now: UtcDateTime


def words_of(asked: StaffApproval) -> str:
    """What was asked for."""
    return approvals.KINDS[asked.kind]


def shown(asked: StaffApproval) -> Sequence[Change]:
    """What is to be changed, before and after, in full; nothing once it is decided. Raise DecryptionFailed."""
    contents = approvals.contents_of(asked)
    return APPROVABLE[asked.kind].shown(contents) if contents else []


def approve(approval_id: str, by: Decision) -> ApprovalState:
    """Agree to it and do it; give what has become of it: LAPSED where what it was to change is not as it was. Raise
    TooLate, Refused where it cannot be done now and still waits, or DecryptionFailed."""
    with write() as session:
        asked = _asked(session, approval_id)
        contents = approvals.contents_of(asked)
        _decide(session, asked, ApprovalState.APPROVED, by)
        act = _act(session, asked, by.now)
        try:
            with session.begin_nested():
                granted = APPROVABLE[asked.kind].grant(act, asked, contents or {})
        except Conflict:
            approvals.lapse_meanwhile(session, approval_id)
            approvals.tell_in_vain(session, asked.account_id, by.member_id, by.now)
            _record(session, Act.FOUND_LAPSED, asked, by)
            return ApprovalState.LAPSED
        _leave(act, asked, granted, by)
        _record(session, Act.APPROVED, asked, by)
    outbox.wake(current_app)
    return ApprovalState.APPROVED


def refuse(approval_id: str, by: Decision) -> None:
    """Give it back to who asked; the customer is told that nothing came of it. Raise TooLate."""
    _end(approval_id, ApprovalState.REFUSED, Act.NOT_APPROVED, by)


def take_back(approval_id: str, by: Decision) -> None:
    """Who asked wants it no more. Raise TooLate."""
    _end(approval_id, ApprovalState.TAKEN_BACK, Act.TOOK_BACK, by)


def note_look(asked: StaffApproval, by: Decision) -> None:
    """Write down that a member saw what is to be changed."""
    with write() as session:
        _record(session, Act.SAW_APPROVAL, asked, by)


def _asked(session: Session, approval_id: str) -> StaffApproval:
    found = session.get(StaffApproval, approval_id)
    # Whose account ran out before it was used took it along.
    if found is None or (found.account_id is None and found.contract_id is None):
        raise TooLate
    lifecycle.lock(session, found.account_id)
    return found


def _decide(session: Session, asked: StaffApproval, state: ApprovalState, by: Decision) -> None:
    approvals.decide(session, asked.id, state, member_id=by.member_id, answer=by.reason, now=by.now)


def _end(approval_id: str, state: ApprovalState, kind: Act, by: Decision) -> None:
    with write() as session:
        asked = _asked(session, approval_id)
        _decide(session, asked, state, by)
        approvals.tell_in_vain(session, asked.account_id, by.member_id, by.now)
        _record(session, kind, asked, by)


def _leave(act: CommitContext, asked: StaffApproval, granted: Granted, by: Decision) -> None:
    """The letters, the customer's event, and the row of who did it with who agreed."""
    for place, letter in enumerate(granted.letters, 1):
        letters.post(act.session, act.keyring, letter, key=f"approval:{asked.id}:{place}", now=act.now)
    audit_log.record(
        act.session,
        act.portal.name,
        granted.event,
        act.now,
        account_id=asked.account_id,
        screen=DECIDED,
        changes=granted.changes,
        staff_id=asked.asked_by,
    )
    audit_trail.record(
        act.session,
        granted.act,
        asked.asked_by,
        act.now,
        whom=_whom(asked),
        second_id=by.member_id,
        screen=DECIDED,
        reason=asked.reason,
        about=granted.about,
    )


def _record(session: Session, kind: Act, asked: StaffApproval, by: Decision) -> None:
    audit_trail.record(
        session,
        kind,
        by.member_id,
        by.now,
        whom=_whom(asked),
        second_id=asked.asked_by,
        screen=SHOWN if kind is Act.SAW_APPROVAL else DECIDED,
        reason=by.reason,
        about=words_of(asked),
    )


def _whom(asked: StaffApproval) -> Whom:
    return Whom(asked.account_id, asked.contract_id, asked.case_id)


def _act(session: Session, asked: StaffApproval, now: UtcDateTime) -> CommitContext:
    return CommitContext(
        session=session,
        keyring=current_app.extensions["keyring"],
        portal=_portal_of(session, asked),
        base_url=current_app.config["BASE_URL"],
        staff_url=current_app.config["STAFF_URL"],
        signing_key=current_app.config["SECRET_KEYS"][0],
        now=now,
        number=new_number(),
        account_id=asked.account_id,
    )


def _portal_of(session: Session, asked: StaffApproval) -> Portal:
    if asked.account_id is not None:
        name = session.get_one(Account, asked.account_id).portal
    else:
        name = session.get_one(Contract, asked.contract_id).portal
    portal: Portal = current_app.extensions["portals"][name]
    return portal
