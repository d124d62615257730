"""How does a shared screen lie in the database, and when is it over? (decision 27)

What of it is asked for at every page and every second is asked by statements of its own.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, bindparam, literal_column, null, select, update

from domain.staff import logins
from infra.database import core
from infra.encryption import DecryptionFailed, Keyring, Purpose
from infra.statements import Statement
from models import SharedScreen, StaffLogin
from rules.japanese.times import UtcDateTime

# Without a request of the customer's for so long, or after so long in all, it is over.
IDLE, WHOLE = timedelta(minutes=30), timedelta(minutes=60)
# That the customer is there is written so often where their screen is as it was.
SEEN_EVERY = timedelta(seconds=60)
ENDED = "ended"
ONE: ColumnElement[int] = literal_column("1")
SCREENS, LOGINS = core(SharedScreen), core(StaffLogin)


def _finding(*columns: Any) -> Statement:
    """With the login of who sees it: where that ends, the sharing does."""
    with_login = SCREENS.outerjoin(LOGINS, LOGINS.c.id == SCREENS.c.login_id)
    of_login = (LOGINS.c.ended_at, LOGINS.c.seen_at.label("login_seen_at"))
    return Statement(select(*columns, *of_login).select_from(with_login).where(SCREENS.c.id == bindparam("name")))


FIND = _finding(SCREENS)
# What is asked for hundreds of times a second.
LOOK = _finding(*(SCREENS.c[name] for name in ("state", "turn", "pointed", "seen_at", "created_at", "login_id")))
SHOW = Statement(
    update(SCREENS)
    .where(SCREENS.c.id == bindparam("name"), SCREENS.c.state == bindparam("was"))
    .values(view=bindparam("sealed_view"), seen_at=bindparam("now"), turn=SCREENS.c.turn + ONE, pointed=null())
)
SEEN = Statement(update(SCREENS).where(SCREENS.c.id == bindparam("name")).values(seen_at=bindparam("now")))


class Kept(NamedTuple):
    """What is sealed in a row: the six digits, as long as they are to be read out, and what the operator sees."""

    code: str
    view: Mapping[str, Any]


def sealed(name: str, kept: Kept) -> bytes:
    """As it lies in the row of this name."""
    return keyring().encrypt(Purpose.SHARED_VIEW, name, json.dumps(kept, ensure_ascii=False).encode())


def opened(row: Any) -> Kept:
    """What is sealed in a row; nothing where nothing is, or where none of our keys opens it."""
    try:
        return Kept(*json.loads(keyring().decrypt(Purpose.SHARED_VIEW, row.id, row.view or b"")))
    except DecryptionFailed:
        return Kept("", {})


def found(name: str, now: UtcDateTime) -> Any:
    """The row of a sharing that is under way, with the times of the login of who sees it; None where there is none."""
    row = FIND.first(name=name)
    return None if row is None or _is_over(row, now) else row


def word_of(name: str, now: UtcDateTime) -> str:
    """The word of the sharing of this name, as it is now."""
    row = LOOK.first(name=name)
    return word(None if row is None or _is_over(row, now) else row)


def word(told: Any) -> str:
    """What tells one moment of a sharing from the next: its state, turn and field; ENDED where it is None."""
    return ENDED if told is None else f"{told.state} {told.turn} {told.pointed or 0}"


def keyring() -> Keyring:
    """What seals them."""
    own: Keyring = current_app.extensions["keyring"]
    return own


def _is_over(row: Any, now: UtcDateTime) -> bool:
    late = now - row.seen_at >= IDLE or now - row.created_at >= WHOLE
    gone = row.login_id is not None and (row.ended_at is not None or now - row.login_seen_at >= logins.IDLE)
    return bool(late or gone)
