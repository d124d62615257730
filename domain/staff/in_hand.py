"""Who else has this customer open, and in whose hand are they? Looking is free to all, acting to one (rows S7, S8).

Of all open cases of a customer one has them in hand: the first, until it ends or another member takes over, which is
said by a press of their own. What the one before has typed stays as it is, and is there again if they take over anew.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from domain.staff import audit_trail, customers, logins, same_customer
from domain.staff.audit_trail import Act
from domain.staff.cases import Case
from domain.staff.customers import Customer
from infra.database import queue_up, write
from infra.encryption import Keyring
from models import StaffCase, StaffLogin, StaffMember
from rules.japanese.times import UtcDateTime

# Who has shown no sign for so long is not at the page just now; a sign is written down at most so often.
HERE_FOR, SEEN_EVERY = timedelta(seconds=30), timedelta(seconds=10)


class Other(NamedTuple):
    """Another member with an open case of the same customer: since when, when they were last at a page of it, whether
    that is now, and since when they have the customer in hand (None where they do not)."""

    case_id: str
    name: str
    opened_at: UtcDateTime
    seen_at: UtcDateTime
    here: bool
    in_hand_at: UtcDateTime | None


class Standing(NamedTuple):
    """Who else has the customer open, and whether this case may act."""

    others: Sequence[Other]

    @property
    def holder(self) -> Other | None:
        """Who else has them in hand, None where nobody else does."""
        return next((each for each in self.others if each.in_hand_at), None)


class InOtherHands(Exception):
    """Another member has the customer in hand: `by`."""

    def __init__(self, by: Other) -> None:
        super().__init__(by.case_id)
        self.by = by


def of(session: Session, case: Case, now: UtcDateTime) -> Standing:
    """Who else has the customer of a case open. Raise customers.Gone."""
    return _of(session, customers.of_case(session, case), case.member_id, now)


def of_customer(session: Session, customer: Customer, member_id: int, now: UtcDateTime) -> Standing:
    """Who but a member has a customer open."""
    return _of(session, customer, member_id, now)


def mark_of(customer: Customer) -> str:
    """Under which mark a case of a customer is opened."""
    return same_customer.mark_of(_keyring(), customer)


def seen(case: Case, now: UtcDateTime) -> None:
    """The case stands open on a page that is looked at."""
    own = update(StaffCase).where(StaffCase.id == case.id, StaffCase.seen_at <= now - SEEN_EVERY)
    if case.seen_at <= now - SEEN_EVERY:
        with write() as session:
            session.execute(own.values(seen_at=now))


def take(session: Session, case: Case, now: UtcDateTime) -> None:
    """Take the customer in hand where nobody has them: the first thing of a transaction that acts for them, in which
    nobody takes them over. Raise InOtherHands where another member has them, or customers.Gone."""
    customer = customers.of_case(session, case)
    holder = _waited_for(session, customer, case, now).holder
    if holder:
        raise InOtherHands(holder)
    _put_into(session, case, now)


def take_over(session: Session, case: Case, holder_case: str, now: UtcDateTime) -> Other | None:
    """Take the customer over from the case of another member; give whose it was, None where nobody has them any more.
    Raise InOtherHands where they are in yet another hand by now, which the member has not seen, or customers.Gone."""
    customer = customers.of_case(session, case)
    standing = _waited_for(session, customer, case, now)
    holder = standing.holder
    if holder and holder.case_id != holder_case:
        raise InOtherHands(holder)
    # Two cases of one member are one hand.
    theirs = [each.case_id for each in standing.others]
    session.execute(update(StaffCase).where(StaffCase.id.in_(theirs)).values(in_hand_at=None))
    _put_into(session, case, now)
    if holder:
        audit_trail.record(session, Act.TOOK_OVER, case.member_id, now, whom=case.whom, about=f"{holder.name}から")
    return holder


def _waited_for(session: Session, customer: Customer, case: Case, now: UtcDateTime) -> Standing:
    """As it stands once everybody before has done with this customer."""
    queue_up(session, f"in hand {mark_of(customer)}")
    return _of(session, customer, case.member_id, now)


def _put_into(session: Session, case: Case, now: UtcDateTime) -> None:
    """Since when it was in hand already stays as it is."""
    own = update(StaffCase).where(StaffCase.id == case.id, StaffCase.in_hand_at.is_(None))
    session.execute(own.values(in_hand_at=now))


def _of(session: Session, customer: Customer, member_id: int, now: UtcDateTime) -> Standing:
    theirs = same_customer.theirs(StaffCase, _keyring(), customer)
    joined = select(StaffCase, StaffMember.shown_name).join(StaffMember, StaffMember.id == StaffCase.member_id)
    found = joined.join(StaffLogin, StaffLogin.id == StaffCase.login_id).where(theirs, *_open(now))
    in_order = (StaffCase.in_hand_at.desc().nulls_last(), StaffCase.opened_at, StaffCase.id)
    rows = session.execute(found.where(StaffCase.member_id != member_id).order_by(*in_order)).all()
    return Standing([_other(kept, name, now) for kept, name in rows])


def _open(now: UtcDateTime) -> Sequence[ColumnElement[bool]]:
    still = (StaffCase.closed_at.is_(None), StaffCase.ends_at > now, StaffMember.closed_at.is_(None))
    return (*still, *logins.going_on(now))


def _other(kept: StaffCase, name: str, now: UtcDateTime) -> Other:
    here = now - kept.seen_at < HERE_FOR
    return Other(kept.id, name, kept.opened_at, kept.seen_at, here, kept.in_hand_at)


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
