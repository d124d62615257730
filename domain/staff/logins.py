"""Which member of staff is logged in, for how long, and how does that end?

A login is a row; the cookie holds its secret name alone. 15 minutes idle, eight hours in all.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session

from domain.staff import audit_trail
from domain.staff.audit_trail import Act
from infra.database import read, write
from models import StaffLogin, StaffMember, StaffPasskey
from rules.japanese.times import UtcDateTime

IDLE, WHOLE = timedelta(minutes=15), timedelta(hours=8)
SEEN_EVERY = timedelta(seconds=60)
REMEMBERED_FOR = timedelta(days=7)


class LoggedIn(NamedTuple):
    """A member at work in one browser; `token` is what its cookie holds."""

    token: str
    login: StaffLogin
    member: StaffMember


class Over(StrEnum):
    """What a login ended by that nobody ended."""

    IDLE = "idle"
    WHOLE = "whole"


class NotAnyMore(Exception):
    """The code was used meanwhile, or the key, or the member was closed or has another password now."""


def begin(member: StaffMember, step: int, device: str, now: UtcDateTime) -> LoggedIn:
    """Log in a member, as they were when their password was found right, and use up the code of this step. Raise
    NotAnyMore."""
    with write() as session:
        use_up(session, member, step)
        return _made(session, member, device, now, Act.LOGGED_IN)


def use_up(session: Session, member: StaffMember, step: int) -> None:
    """Use up the code of this step, of a member who is as they were when their password was found right. Raise
    NotAnyMore."""
    own = (StaffMember.id == member.id, StaffMember.password == member.password, StaffMember.totp == member.totp)
    good = (StaffMember.last_step < step, StaffMember.closed_at.is_(None))
    used = session.execute(update(StaffMember).where(*own, *good).values(last_step=step))
    if not used.rowcount:  # type: ignore[attr-defined]
        raise NotAnyMore


def begin_by_key(member: StaffMember, key: StaffPasskey, count: int, device: str, now: UtcDateTime) -> LoggedIn:
    """Log in a member by a key, as it was when its signature was found right; it has signed `count` times now. Raise
    NotAnyMore."""
    as_it_was = (StaffPasskey.id == key.id, StaffPasskey.sign_count == key.sign_count)
    there = exists().where(StaffMember.id == StaffPasskey.member_id, StaffMember.closed_at.is_(None))
    with write() as session:
        used = update(StaffPasskey).where(*as_it_was, there).values(sign_count=count, used_at=now)
        if not session.execute(used).rowcount:  # type: ignore[attr-defined]
            raise NotAnyMore
        return _made(session, member, device, now, Act.LOGGED_IN_BY_PASSKEY, by_passkey=True)


def begin_anew(session: Session, member: StaffMember, before: StaffLogin, now: UtcDateTime) -> LoggedIn:
    """End all logins of a member and begin one in place of the one that they are at."""
    end_of(session, member.id, now)
    return _begun(session, member, before.device, now, before.by_passkey)


def _made(
    session: Session, member: StaffMember, device: str, now: UtcDateTime, act: Act, *, by_passkey: bool = False
) -> LoggedIn:
    made = _begun(session, member, device, now, by_passkey)
    audit_trail.record(session, act, member.id, now, about=device)
    return made


def _begun(session: Session, member: StaffMember, device: str, now: UtcDateTime, by_passkey: bool) -> LoggedIn:
    token = secrets.token_urlsafe(32)
    told = {"device": device, "by_passkey": by_passkey, "created_at": now, "seen_at": now}
    login = StaffLogin(id=_name_of(token), member_id=member.id, **told)
    session.add(login)
    session.flush()
    return LoggedIn(token, login, member)


def find(token: str, now: UtcDateTime) -> LoggedIn | None:
    """The login whose cookie holds `token`, None where it has ended or its member was closed."""
    wanted = (StaffLogin.id == _name_of(token), StaffLogin.ended_at.is_(None), StaffMember.closed_at.is_(None))
    joined = select(StaffLogin, StaffMember).join(StaffMember, StaffMember.id == StaffLogin.member_id)
    with read() as session:
        row = session.execute(joined.where(*wanted)).first()
    if row is None or _over(row.StaffLogin, now):
        return None
    return LoggedIn(token, row.StaffLogin, row.StaffMember)


def why_over(token: str, now: UtcDateTime) -> Over | None:
    """What the login whose cookie holds `token` ended by, None where it goes on, somebody ended it, or it never was."""
    with read() as session:
        login = session.get(StaffLogin, _name_of(token))
    return _over(login, now) if login and login.ended_at is None else None


def going_on(now: UtcDateTime) -> Sequence[ColumnElement[bool]]:
    """What a database asks of logins that go on."""
    not_over = (StaffLogin.seen_at > now - IDLE, StaffLogin.created_at > now - WHOLE)
    return (StaffLogin.ended_at.is_(None), *not_over)


def _over(login: StaffLogin, now: UtcDateTime) -> Over | None:
    if now - login.created_at >= WHOLE:
        return Over.WHOLE
    return Over.IDLE if now - login.seen_at >= IDLE else None


def under_way(session: Session, member_id: int, now: UtcDateTime) -> Sequence[StaffLogin]:
    """The logins of a member that go on, the newest first."""
    mine, newest_first = StaffLogin.member_id == member_id, (StaffLogin.created_at.desc(), StaffLogin.id)
    return session.scalars(select(StaffLogin).where(mine, *going_on(now)).order_by(*newest_first)).all()


def seen(login: StaffLogin, now: UtcDateTime) -> None:
    """The member is still there; written at most once a minute."""
    if now - login.seen_at >= SEEN_EVERY:
        login.seen_at = now
        with write() as session:
            session.execute(update(StaffLogin).where(StaffLogin.id == login.id).values(seen_at=now))


def came_by_key(session: Session, login: StaffLogin) -> bool:
    """Let a login count as one by a key, since its member has just used one; give whether it goes on."""
    own = (StaffLogin.id == login.id, StaffLogin.ended_at.is_(None))
    done = session.execute(update(StaffLogin).where(*own).values(by_passkey=True))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def end(login: StaffLogin, now: UtcDateTime, act: Act = Act.LOGGED_OUT) -> None:
    """End a login on the server, once."""
    with write() as session:
        if end_own(session, login.member_id, login.id, now):
            audit_trail.record(session, act, login.member_id, now, about=login.device)


def end_own(session: Session, member_id: int, login_id: str, now: UtcDateTime) -> bool:
    """End the login of this name, if it is this member's and goes on; give whether it was."""
    mine = (StaffLogin.id == login_id, StaffLogin.member_id == member_id, StaffLogin.ended_at.is_(None))
    done = session.execute(update(StaffLogin).where(*mine).values(ended_at=now))
    return bool(done.rowcount)  # type: ignore[attr-defined]


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
