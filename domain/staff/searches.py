"""What did a member search for last? Kept for an hour, so that the way back from a record leads to what was found.

What was typed is personal data: it stands sealed in a row, and the address of the page holds the name of the row alone.
"""

import json
import secrets
from datetime import date, timedelta
from typing import NamedTuple

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from infra.database import write
from infra.encryption import DecryptionFailed, Keyring, Purpose
from models import StaffSearch
from rules.japanese.times import UtcDateTime

KEPT_FOR = timedelta(hours=1)


class Wanted(NamedTuple):
    """What was typed into the box, and a birth date by which what is found is narrowed."""

    typed: str
    born: date | None = None


def keep(wanted: Wanted, member_id: int, now: UtcDateTime) -> str:
    """Keep a search of a member's; give its name."""
    search_id = secrets.token_urlsafe(16)
    clear = json.dumps([wanted.typed, wanted.born.isoformat() if wanted.born else None]).encode()
    sealed = _keyring().encrypt(Purpose.STAFF_SEARCH, search_id, clear)
    with write() as session:
        session.add(StaffSearch(id=search_id, member_id=member_id, sealed=sealed, made_at=now))
    return search_id


def find(session: Session, search_id: str, member_id: int, now: UtcDateTime) -> Wanted | None:
    """What a member searched for; None where it is another's, its hour is over or its key is gone."""
    mine = (StaffSearch.id == search_id, StaffSearch.member_id == member_id, StaffSearch.made_at > now - KEPT_FOR)
    sealed = session.scalar(select(StaffSearch.sealed).where(*mine))
    if sealed is None:
        return None
    try:
        typed, born = json.loads(_keyring().decrypt(Purpose.STAFF_SEARCH, search_id, sealed))
    except DecryptionFailed:
        return None
    return Wanted(typed, date.fromisoformat(born) if born else None)


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase the searches whose hour is over; give how many."""
    done = session.execute(delete(StaffSearch).where(StaffSearch.made_at <= now - KEPT_FOR))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
