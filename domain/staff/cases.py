"""Which conversation with a customer is open, whose data may its member look at, and when is that over?

A case is good in the login that opened it and for its member alone, for an hour, until it is closed; whatever shows or
changes a customer's data asks `find` first.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain.accounts import audit_log
from domain.contracts import ownership
from domain.staff import audit_trail
from domain.staff.audit_trail import Act, Whom
from models import Account, Contract, Event, Holding, StaffCase
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime

OPEN_FOR = timedelta(minutes=60)
KEPT_FOR = timedelta(days=90)
WHY = "理由"


class Caller(StrEnum):
    """Who called."""

    SELF = "self"
    FAMILY = "family"
    AGENCY = "agency"
    OTHER = "other"


CALLERS: Mapping[str, str] = {
    Caller.SELF: "ご本人",
    Caller.FAMILY: "ご家族・代理の方",
    Caller.AGENCY: "代理店",
    Caller.OTHER: "そのほか",
}


class Case(NamedTuple):
    """An open case: of an account or, where nobody has one, of the holder of a contract. `verified_at` is when the
    caller answered as who they say they are would, `seen_at` when a page of it was last looked at, `in_hand_at` since
    when the customer is in the hand of its member (domain/staff/in_hand.py)."""

    id: str
    member_id: int
    account_id: int | None
    contract_id: int | None
    caller: Caller
    reason: str
    ticket: str
    opened_at: UtcDateTime
    ends_at: UtcDateTime
    verified_at: UtcDateTime | None
    seen_at: UtcDateTime
    in_hand_at: UtcDateTime | None

    @property
    def verified(self) -> bool:
        """Whether the customer themselves is on the telephone, and was asked. Nothing is shown in full before, and
        never to whoever calls for them."""
        return self.caller is Caller.SELF and self.verified_at is not None

    @property
    def whom(self) -> Whom:
        """Whom the trail names."""
        return Whom(self.account_id, self.contract_id, self.id)


class Opening(NamedTuple):
    """What a member says of a call: who calls about which account or contract, why, and under which number of another
    system, if any; `whose` is the mark of the customer (in_hand.mark_of)."""

    caller: Caller
    reason: str
    ticket: str = ""
    account_id: int | None = None
    contract_id: int | None = None
    whose: str | None = None


def begin(
    session: Session,
    opening: Opening,
    *,
    member_id: int,
    login_id: str,
    now: UtcDateTime,
    case_id: str | None = None,
) -> str:
    """Open a case in the login of a member, under the id that its page chose; give that. The customer sees it in 714,
    the trail says why. Raise sqlalchemy.exc.IntegrityError where there is one of that id already (a double click), or
    no such account or contract."""
    ids = {"id": case_id or new_id(), "member_id": member_id, "login_id": login_id}
    times = {"opened_at": now, "seen_at": now, "ends_at": now + OPEN_FOR}
    case = StaffCase(**opening._asdict(), **ids, **times)
    session.add(case)
    session.flush()
    if opening.account_id is not None:
        _tell_customer(session, session.get_one(Account, opening.account_id), opening.caller, member_id, now)
    audit_trail.record(
        session,
        Act.OPENED_CASE,
        member_id,
        now,
        whom=of(case).whom,
        reason=opening.reason,
        about=CALLERS[opening.caller],
        ticket=opening.ticket,
    )
    return case.id


def new_id() -> str:
    """An id for a case, which nobody guesses."""
    return secrets.token_urlsafe(16)


def find(session: Session, case_id: str, login_id: str, member_id: int, now: UtcDateTime) -> Case | None:
    """The open case of this id, None where there is none, it has ended, or it is another member's or another login's.
    That the login itself stands, who calls this knows."""
    mine = (StaffCase.id == case_id, StaffCase.login_id == login_id, StaffCase.member_id == member_id)
    row = session.scalar(select(StaffCase).where(*mine, StaffCase.closed_at.is_(None), StaffCase.ends_at > now))
    # An account that ran out before it was used takes its case along.
    return of(row) if row and (row.account_id or row.contract_id) else None


def was_theirs(session: Session, case_id: str, member_id: int) -> bool:
    """Whether a case was opened by this member, whatever has become of it."""
    mine = (StaffCase.id == case_id, StaffCase.member_id == member_id)
    return session.scalar(select(StaffCase.id).where(*mine)) is not None


def open_of(session: Session, login_id: str, member_id: int, now: UtcDateTime) -> list[Case]:
    """What a member has open in a login, the newest first."""
    mine = (StaffCase.login_id == login_id, StaffCase.member_id == member_id)
    still = (StaffCase.closed_at.is_(None), StaffCase.ends_at > now)
    rows = session.scalars(select(StaffCase).where(*mine, *still).order_by(StaffCase.opened_at.desc(), StaffCase.id))
    return [of(row) for row in rows if row.account_id or row.contract_id]


def close(session: Session, case: Case, now: UtcDateTime) -> None:
    """End a case."""
    own = update(StaffCase).where(StaffCase.id == case.id, StaffCase.closed_at.is_(None))
    session.execute(own.values(closed_at=now))
    audit_trail.record(session, Act.CLOSED_CASE, case.member_id, now, whom=case.whom)


def holder_account(session: Session, contract: Contract) -> int | None:
    """The account whose owner holds a contract, None where its holder has none: who has one is opened by it, and sees
    so in 714."""
    joined = select(Account).join(Holding, Holding.account_id == Account.id)
    held = joined.where(Holding.contract_id == contract.id, Account.portal == contract.portal).order_by(Account.id)
    holder = ownership.holder_of(contract)
    owners = (each.id for each in session.scalars(held) if ownership.is_same(ownership.owner_of(each), holder))
    return next(owners, None)


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase old cases with what was asked and shown in them; give how many. The trail stays."""
    done = session.execute(delete(StaffCase).where(StaffCase.opened_at <= now - KEPT_FOR))
    return int(done.rowcount)  # type: ignore[attr-defined]


def of(row: Any) -> Case:
    """A row as a case."""
    kept = {name: getattr(row, name) for name in Case._fields}
    return Case(**{**kept, "caller": Caller(row.caller)})


def _tell_customer(session: Session, account: Account, caller: Caller, member_id: int, now: UtcDateTime) -> None:
    """Once a day for each member and each kind of caller: else one long call with its pauses would push out of 714 what
    the customer did themselves. Of the reason they see its kind, never the member's own words."""
    kind, changes = audit_log.Kind.STAFF_OPENED, ((WHY, "", f"お電話でのお問い合わせ（{CALLERS[caller]}）"),)
    midnight = datetime.combine(now.astimezone(JST), time(), JST)
    same = (Event.account_id == account.id, Event.staff_id == member_id, Event.kind == kind, Event.at >= midnight)
    if session.scalar(select(Event.id).where(*same, Event.changes == audit_log.kept(changes)).limit(1)) is None:
        own: dict[str, Any] = {"account_id": account.id, "staff_id": member_id, "changes": changes}
        audit_log.record(session, account.portal, kind, now, **own)
