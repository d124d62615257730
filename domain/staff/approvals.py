"""What did a member ask another to agree to, who may, and what has become of it? (row S14)

Nothing changes before another member agrees, and who asked is never that one. What is to be changed lies sealed in the
row until it is decided, for three days at most; the verbs themselves stand in wizards/staff/decisions.py.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from domain.accounts import audit_log
from domain.staff.audit_trail import Whom
from domain.staff.cases import Case
from infra.encryption import Keyring, Purpose
from models import Account, CallerCheck, StaffApproval, StaffCase, StaffMember
from rules.japanese.times import UtcDateTime
from rules.states import ApprovalState

WAITS_FOR = timedelta(days=3)
KEPT_FOR = timedelta(days=90)
MOST_LISTED = 100
STATES: Mapping[str, str] = {
    ApprovalState.WAITING: "承認待ち",
    ApprovalState.APPROVED: "承認済み",
    ApprovalState.REFUSED: "差し戻し",
    ApprovalState.LAPSED: "失効",
    ApprovalState.TAKEN_BACK: "取り下げ",
}


class Kind(StrEnum):
    """What can be asked for."""

    CORRECTION = "correction"
    RECOVERY = "recovery"
    REOPENING = "reopening"


KINDS: Mapping[str, str] = {
    Kind.CORRECTION: "お名前・フリガナ・生年月日の訂正",
    Kind.RECOVERY: "メールアドレスの変更（以前のアドレスを使えないとき）",
    Kind.REOPENING: "ウェブでのお手続きの再開",
}


class Listed(NamedTuple):
    """What was asked, and by what name who asked and who decided are shown."""

    asked: StaffApproval
    by: str
    decided_by: str | None

    @property
    def what(self) -> str:
        """What it is, in words."""
        return KINDS[self.asked.kind]

    @property
    def became(self) -> str:
        """What has become of it, in words."""
        return STATES[self.asked.state]


class Checked(NamedTuple):
    """Who was on the telephone: who they said, when they were found to be so, and of how many questions how many
    answers were what we have."""

    caller: str
    verified_at: UtcDateTime | None
    asked: int
    matched: int


class TooLate(Exception):
    """It was decided, taken back, or has lapsed meanwhile, or is not for this member to decide."""


def is_waiting(session: Session, kind: Kind, whom: Whom, now: UtcDateTime) -> bool:
    """Whether somebody has asked for this already, for the same customer."""
    theirs = (
        StaffApproval.account_id == whom.account_id
        if whom.account_id is not None
        else StaffApproval.contract_id == whom.contract_id
    )
    asked = select(StaffApproval.id).where(StaffApproval.kind == kind, *_waiting(now), theirs)
    return session.scalar(asked.limit(1)) is not None


def ask(session: Session, kind: Kind, case: Case, now: UtcDateTime, *, reason: str, contents: Mapping[str, Any]) -> str:
    """Ask for it, in the transaction that wrote the reason down; give its id. `contents` is what is to be changed, fit
    for JSON. The account, or the contract, is locked and nothing of this kind is waiting."""
    made, own = secrets.token_urlsafe(16), case.whom._asdict()
    sealed = _keyring().encrypt(Purpose.APPROVAL, made, json.dumps(contents, ensure_ascii=False).encode())
    times = {"asked_at": now, "expires_at": now + WAITS_FOR}
    told = {"id": made, "kind": kind, "asked_by": case.member_id, "reason": reason, "sealed": sealed}
    session.add(StaffApproval(**told, **own, **times))
    session.flush()
    return made


def find(session: Session, approval_id: str) -> Listed | None:
    """What was asked under this id, None where there is none."""
    return next(iter(_listed(session, StaffApproval.id == approval_id)), None)


def contents_of(asked: StaffApproval) -> dict[str, Any] | None:
    """What is to be changed; None once it is decided. Raise DecryptionFailed."""
    if asked.sealed is None:
        return None
    found: dict[str, Any] = json.loads(_keyring().decrypt(Purpose.APPROVAL, asked.id, asked.sealed))
    return found


def checked(session: Session, asked: StaffApproval) -> Checked | None:
    """What was found out of the caller; None once the case is erased."""
    case = session.get(StaffCase, asked.case_id)
    if case is None:
        return None
    counted = select(func.count(), func.count().filter(CallerCheck.matched)).where(CallerCheck.case_id == case.id)
    return Checked(case.caller, case.verified_at, *session.execute(counted).one())


def waiting_for(session: Session, member_id: int, now: UtcDateTime) -> int:
    """How many wait for a decision by this member."""
    asked = select(func.count()).select_from(StaffApproval).where(*_waiting(now), StaffApproval.asked_by != member_id)
    return session.scalar(asked) or 0


def listed(session: Session, member_id: int, now: UtcDateTime, *, all_waiting: bool) -> Sequence[Listed]:
    """What a member asked and, with `all_waiting`, all that waits: what waits first, then the newest."""
    mine: ColumnElement[bool] = StaffApproval.asked_by == member_id
    return _listed(session, or_(mine, and_(*_waiting(now))) if all_waiting else mine)


def _listed(session: Session, which: ColumnElement[bool]) -> list[Listed]:
    names = {row.id: row.shown_name for row in session.execute(select(StaffMember.id, StaffMember.shown_name))}
    in_order = (StaffApproval.state != ApprovalState.WAITING, StaffApproval.asked_at.desc(), StaffApproval.id)
    rows = session.scalars(select(StaffApproval).where(which).order_by(*in_order).limit(MOST_LISTED))
    return [Listed(row, names[row.asked_by], names.get(row.decided_by or 0)) for row in rows]


def decide(
    session: Session, approval_id: str, state: ApprovalState, *, member_id: int, answer: str, now: UtcDateTime
) -> None:
    """Decide what waits, once: the statement that does so looks whether it still waits and whose it is. To take it back
    is for who asked, and all else for everybody but them. What was to be changed is erased. Raise TooLate."""
    own = StaffApproval.asked_by == member_id
    whose = own if state == ApprovalState.TAKEN_BACK else ~own
    done = session.execute(
        update(StaffApproval)
        .where(StaffApproval.id == approval_id, *_waiting(now), whose)
        .values(state=state, decided_by=member_id, decided_at=now, answer=answer, sealed=None)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise TooLate


def lapse_meanwhile(session: Session, approval_id: str) -> None:
    """What was agreed to just now, in this transaction, cannot be done: what it was to change is not as it was."""
    session.execute(update(StaffApproval).where(StaffApproval.id == approval_id).values(state=ApprovalState.LAPSED))


def lapse(session: Session, now: UtcDateTime) -> int:
    """End what nobody decided in time, and tell its customer; give how many."""
    due = (StaffApproval.state == ApprovalState.WAITING, StaffApproval.expires_at <= now)
    ended = update(StaffApproval).where(*due).values(state=ApprovalState.LAPSED, decided_at=now, sealed=None)
    rows = session.execute(
        ended.returning(StaffApproval.account_id), execution_options={"synchronize_session": False}
    ).all()
    for (account_id,) in rows:
        tell_in_vain(session, account_id, None, now)
    return len(rows)


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase what was decided long ago; give how many. The trail stays."""
    old = (StaffApproval.state != ApprovalState.WAITING, StaffApproval.asked_at <= now - KEPT_FOR)
    done = session.execute(delete(StaffApproval).where(*old))
    return int(done.rowcount)  # type: ignore[attr-defined]


def tell_in_vain(session: Session, account_id: int | None, member_id: int | None, now: UtcDateTime) -> None:
    """The customer is told that nothing came of it; `member_id` is who decided so."""
    if account_id is not None:
        portal = session.get_one(Account, account_id).portal
        kind = audit_log.Kind.NOT_APPROVED
        audit_log.record(session, portal, kind, now, account_id=account_id, staff_id=member_id)


def _waiting(now: UtcDateTime) -> tuple[ColumnElement[bool], ...]:
    return (StaffApproval.state == ApprovalState.WAITING, StaffApproval.expires_at > now)


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
