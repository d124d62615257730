"""What did members leave about a customer for whoever speaks with them next? (row S8)

A note is never changed: who wrote it can only take it back, and that it was there stays to be seen.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain.staff import audit_trail, customers, note_drafts, same_customer
from domain.staff.audit_trail import Act
from domain.staff.cases import Case
from domain.staff.customers import Customer
from domain.staff.note_drafts import Written
from infra.database import write
from infra.encryption import DecryptionFailed, Keyring, Purpose
from models import StaffMember, StaffNote
from rules.japanese.times import UtcDateTime

KEPT_FOR = timedelta(days=90)
MOST_SHOWN = 20


class Note(NamedTuple):
    """What was left: `text` is None where it was withdrawn, or its key is gone."""

    id: str
    member_id: int
    author: str
    text: str | None
    written_at: UtcDateTime
    withdrawn: bool


class Blank(Exception):
    """There is nothing to be left."""


class LeftAlready(Exception):
    """The page left another text before: what is to be left now needs a name of its own."""


class NotTheirs(Exception):
    """There is no such note about this customer, or another member wrote it."""


def leave(case: Case, written: Written, now: UtcDateTime) -> None:
    """Leave what a page wrote, once, however often it is sent; what was a draft of it is none any more. Raise Blank,
    note_drafts.TooLong, LeftAlready, or customers.Gone where the customer is gone."""
    text = note_drafts.judged(written.text)
    if not text:
        raise Blank
    with write() as session:
        customer = customers.of_case(session, case)
        rows = note_drafts.held(session, case.member_id, customer)
        before = session.get(StaffNote, written.page)
        if before:
            if before.member_id != case.member_id or _opened(before) != text:
                raise LeftAlready
            return
        session.add(_made(case, customer, written.page, text, now))
        session.flush()
        if note_drafts.is_of(rows, written, text):
            note_drafts.erase(session, case.member_id, rows)
        audit_trail.record(session, Act.WROTE_NOTE, case.member_id, now, whom=case.whom, about=written.page)


def withdraw(case: Case, note_id: str, now: UtcDateTime) -> None:
    """Take a note of one's own back: its text is erased, that there was one stays. Raise NotTheirs, or customers.Gone
    where the customer is gone."""
    with write() as session:
        theirs = same_customer.theirs(StaffNote, _keyring(), customers.of_case(session, case))
        own = (StaffNote.id == note_id, StaffNote.member_id == case.member_id, theirs)
        if session.scalar(select(StaffNote.id).where(*own)) is None:
            raise NotTheirs
        still = update(StaffNote).where(*own, StaffNote.withdrawn_at.is_(None))
        done = session.execute(still.values(sealed=None, withdrawn_at=now))
        if done.rowcount:  # type: ignore[attr-defined]
            audit_trail.record(session, Act.WITHDREW_NOTE, case.member_id, now, whom=case.whom, about=note_id)


def of(session: Session, customer: Customer, now: UtcDateTime) -> Sequence[Note]:
    """The newest notes about a customer, so many as are shown, the newest first."""
    theirs = (same_customer.theirs(StaffNote, _keyring(), customer), StaffNote.written_at > now - KEPT_FOR)
    joined = select(StaffNote, StaffMember.shown_name).join(StaffMember, StaffMember.id == StaffNote.member_id)
    newest = joined.where(*theirs).order_by(StaffNote.written_at.desc(), StaffNote.id).limit(MOST_SHOWN)
    return [
        Note(row.id, row.member_id, name, _opened(row), row.written_at, row.withdrawn_at is not None)
        for row, name in session.execute(newest)
    ]


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase old notes; give how many. The trail stays."""
    done = session.execute(delete(StaffNote).where(StaffNote.written_at <= now - KEPT_FOR))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _made(case: Case, customer: Customer, note_id: str, text: str, now: UtcDateTime) -> StaffNote:
    keyring, account_id = _keyring(), customer.account.id if customer.account else None
    sealed = keyring.encrypt(Purpose.STAFF_NOTE, _row(note_id), text.encode())
    whose = same_customer.mark_of(keyring, customer)
    own = {"id": note_id, "account_id": account_id, "whose": whose, "member_id": case.member_id}
    return StaffNote(**own, sealed=sealed, written_at=now)


def _opened(row: StaffNote) -> str | None:
    try:
        return _keyring().decrypt(Purpose.STAFF_NOTE, _row(row.id), row.sealed).decode() if row.sealed else None
    except DecryptionFailed:
        return None


def _row(note_id: str) -> str:
    return f"note {note_id}"


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
