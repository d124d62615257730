"""What has a member begun to write about a customer and not left yet? One text for each member and customer, which
outlives the page, the case and the login (row S8).

What is kept last says which page it came from and how often that page had sent by then: what a page sends after its own
never clashes with it, what comes late changes nothing, and what another page changed meanwhile is not written over.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from domain.staff import customers, same_customer
from domain.staff.cases import Case
from domain.staff.customers import Customer
from infra.database import queue_up, write
from infra.encryption import DecryptionFailed, Keyring, Purpose
from models import StaffDraft, StaffMember, StaffNote
from rules.japanese import normalize
from rules.japanese.times import UtcDateTime

KEPT_FOR = timedelta(days=90)
LONGEST = 2000
NONE = 0
# A draft begins with any number below, so that one which was erased and begun anew is not taken for the one before.
FIRST = 2**30


class Written(NamedTuple):
    """What stands in the box of a page: `page` is the name of the note that it would become, `version` is that of the
    draft that the page knows, `turn` counts what the page has sent."""

    text: str
    page: str
    version: int = NONE
    turn: int = 0


class Draft(NamedTuple):
    """What is kept: `text` is None where its key is gone."""

    author: str
    text: str | None
    version: int
    kept_at: UtcDateTime


class TooLong(Exception):
    """More than LONGEST characters."""


class Changed(Exception):
    """Another page changed the draft, or its note was left, since this page read it. Nothing was written."""


def judged(typed: str) -> str:
    """What was typed, as it is kept. Raise TooLong."""
    text = normalize.lines(typed)
    if len(text) > LONGEST:
        raise TooLong
    return text


def keep(case: Case, written: Written, now: UtcDateTime) -> int:
    """Keep what a member has written by now, or erase it where nothing is left of it; give the version of it, NONE
    where it is erased. Raise TooLong, Changed, or customers.Gone where the customer is gone."""
    text = judged(written.text)
    with write() as session:
        customer = customers.of_case(session, case)
        rows = held(session, case.member_id, customer)
        last, version = _last(rows)
        if last["page"] == written.page:
            if written.turn < last["turn"]:
                return version
        elif session.get(StaffNote, written.page) or (version != written.version and last["text"] != text):
            raise Changed
        erase(session, case.member_id, rows)
        if not text:
            return NONE
        version = version + 1 if version else 1 + secrets.randbelow(FIRST)
        _add(session, case.member_id, customer, written._replace(text=text, version=version), now)
    return version


def draft_of(session: Session, member_id: int, customer: Customer) -> Draft | None:
    """What a member has begun about a customer, None where nothing."""
    found = _found(session, customer, StaffDraft.member_id == member_id)
    return found[0] if found else None


def others_drafts(session: Session, customer: Customer, but: int) -> Sequence[Draft]:
    """What all members but one have begun about a customer, the newest first."""
    return _found(session, customer, StaffDraft.member_id != but)


def held(session: Session, member_id: int, customer: Customer) -> Sequence[StaffDraft]:
    """The rows of a member's draft, the newest first, while no other page of theirs writes."""
    queue_up(session, f"staff draft {member_id}")
    own = (StaffDraft.member_id == member_id, same_customer.theirs(StaffDraft, _keyring(), customer))
    return session.scalars(select(StaffDraft).where(*own).order_by(StaffDraft.kept_at.desc())).all()


def erase(session: Session, member_id: int, rows: Sequence[StaffDraft]) -> None:
    """Erase what `held` gave."""
    marks = [each.whose for each in rows]
    session.execute(delete(StaffDraft).where(StaffDraft.member_id == member_id, StaffDraft.whose.in_(marks)))


def is_of(rows: Sequence[StaffDraft], written: Written, text: str) -> bool:
    """Whether what is kept is what a page knows: nothing of another page's would be lost with it."""
    last, version = _last(rows)
    return written.page == last["page"] or version == written.version or last["text"] == text


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase the drafts that nobody went on with for long; give how many."""
    done = session.execute(delete(StaffDraft).where(StaffDraft.kept_at <= now - KEPT_FOR))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _add(session: Session, member_id: int, customer: Customer, written: Written, now: UtcDateTime) -> None:
    """Under who the customer is now: what was kept under another mark went with `erase`."""
    whose = same_customer.mark_of(_keyring(), customer)
    said = {"text": written.text, "page": written.page, "turn": written.turn}
    sealed = _keyring().encrypt(Purpose.STAFF_NOTE, _row(member_id, whose), json.dumps(said).encode())
    account_id = customer.account.id if customer.account else None
    own = {"member_id": member_id, "whose": whose, "account_id": account_id}
    session.execute(insert(StaffDraft).values(**own, sealed=sealed, version=written.version, kept_at=now))


def _found(session: Session, customer: Customer, whose: Any) -> Sequence[Draft]:
    """One of each member: what was kept under two marks of one customer is written as one again."""
    theirs = (same_customer.theirs(StaffDraft, _keyring(), customer), whose)
    joined = select(StaffDraft, StaffMember.shown_name).join(StaffMember, StaffMember.id == StaffDraft.member_id)
    rows = session.execute(joined.where(*theirs).order_by(StaffDraft.kept_at, StaffDraft.member_id)).all()
    newest = {row.member_id: Draft(name, _opened(row)["text"], row.version, row.kept_at) for row, name in rows}
    return sorted(newest.values(), key=lambda draft: draft.kept_at, reverse=True)


def _last(rows: Sequence[StaffDraft]) -> tuple[dict[str, Any], int]:
    return (_opened(rows[0]), rows[0].version) if rows else ({"text": None, "page": None, "turn": 0}, NONE)


def _opened(row: StaffDraft) -> dict[str, Any]:
    try:
        clear = _keyring().decrypt(Purpose.STAFF_NOTE, _row(row.member_id, row.whose), row.sealed)
    except DecryptionFailed:
        return {"text": None, "page": None, "turn": 0}
    said: dict[str, Any] = json.loads(clear)
    return said


def _row(member_id: int, whose: str) -> str:
    return f"draft {member_id} {whose}"


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
