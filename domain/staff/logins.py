"""Which member of staff is logged in, for how long, and how does that end?

A login is a row; the cookie holds its secret name alone. 15 minutes idle, eight hours in all.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain.staff import audit_trail
from domain.staff.audit_trail import Act
from infra.database import read, write
from models import StaffLogin, StaffMember
from rules.japanese.times import UtcDateTime

IDLE, WHOLE = timedelta(minutes=15), timedelta(hours=8)
SEEN_EVERY = timedelta(seconds=60)
REMEMBERED_FOR = timedelta(days=7)


class LoggedIn(NamedTuple):
    """A member at work in one browser; `token` is what its cookie holds."""

    token: str
    login: StaffLogin
    member: StaffMember


class NotAnyMore(Exception):
    """The code was used meanwhile, or the member was closed or has another password now."""


def begin(member: StaffMember, step: int, device: str, now: UtcDateTime) -> LoggedIn:
    """Log in a member, as they were when their password was found right, and use up the code of this step. Raise
    NotAnyMore."""
    with write() as session:
        own = (StaffMember.id == member.id, StaffMember.password == member.password, StaffMember.totp == member.totp)
        good = (StaffMember.last_step < step, StaffMember.closed_at.is_(None))
        used = session.execute(update(StaffMember).where(*own, *good).values(last_step=step))
        if not used.rowcount:  # type: ignore[attr-defined]
            raise NotAnyMore
        token = secrets.token_urlsafe(32)
        login = StaffLogin(id=_name_of(token), member_id=member.id, created_at=now, seen_at=now)
        session.add(login)
        session.flush()
        audit_trail.record(session, Act.LOGGED_IN, member.id, now, about=device)
    return LoggedIn(token, login, member)


def find(token: str, now: UtcDateTime) -> LoggedIn | None:
    """The login whose cookie holds `token`, None where it has ended or its member was closed."""
    wanted = (StaffLogin.id == _name_of(token), StaffLogin.ended_at.is_(None), StaffMember.closed_at.is_(None))
    joined = select(StaffLogin, StaffMember).join(StaffMember, StaffMember.id == StaffLogin.member_id)
    with read() as session:
        row = session.execute(joined.where(*wanted)).first()
    if row is None or now - row.StaffLogin.seen_at >= IDLE or now - row.StaffLogin.created_at >= WHOLE:
        return None
    return LoggedIn(token, row.StaffLogin, row.StaffMember)


def seen(login: StaffLogin, now: UtcDateTime) -> None:
    """The member is still there; written at most once a minute."""
    if now - login.seen_at >= SEEN_EVERY:
        login.seen_at = now
        with write() as session:
            session.execute(update(StaffLogin).where(StaffLogin.id == login.id).values(seen_at=now))


def end(login: StaffLogin, now: UtcDateTime) -> None:
    """End a login on the server."""
    with write() as session:
        session.execute(update(StaffLogin).where(StaffLogin.id == login.id).values(ended_at=now))


def end_of(session: Session, member_id: int, now: UtcDateTime) -> None:
    """End all logins of a member."""
    mine = (StaffLogin.member_id == member_id, StaffLogin.ended_at.is_(None))
    session.execute(update(StaffLogin).where(*mine).values(ended_at=now))


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase logins that nobody can come back to; give how many."""
    done = session.execute(delete(StaffLogin).where(StaffLogin.seen_at <= now - REMEMBERED_FOR))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _name_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
