"""Is this a member of staff? Counted before it is known, and the same work for every name, real or invented.

Five wrong tries in a row lock a name, real or not, for 15 minutes (domain/accounts/attempts.py, PASSING); nobody is
told whether it was the name, the password, the code or the lock. A real one's lock stands in the trail.
"""

from flask import current_app
from sqlalchemy.orm import Session

from domain.accounts import attempts, password_hashing
from domain.staff import audit_trail, logins, members
from domain.staff.audit_trail import Act
from infra import rate_limits
from infra.database import read, write
from infra.encryption import Keyring, Purpose
from models import StaffMember
from rules.japanese.times import UtcDateTime

LIMIT_NAME = "staff login"


def log_in(name: str, password: str, code: str, device: str, now: UtcDateTime) -> logins.LoggedIn | None:
    """Log in who gives the name of a member, their password and the code that their telephone shows; None where
    anything of it is wrong, was used before, or the name is locked. `device` is how the browser names itself. Raise
    RateLimited or HashingOverloaded."""
    rate_limits.test(LIMIT_NAME, None)
    key = members.folded(name)
    number = _count(key, now)
    found = _begun(key, password, code, device, now, heard=number <= attempts.LIMIT)
    if found is None:
        _refused(key, number, now)
        return None
    with write() as session:
        unlock(session, key)
    return found


def prove(member: StaffMember, password: str, code: str | None, now: UtcDateTime) -> bool:
    """Whether a member who is logged in gives their password, and the code that their telephone shows, which is used
    up; None for a code that is not asked for. Tries are counted with those of the login. Raise RateLimited or
    HashingOverloaded."""
    rate_limits.test(LIMIT_NAME, None)
    number = _count(member.name, now)
    right = _is_right(member, member.name, password) and number <= attempts.LIMIT
    if not right or not _used_up(member, code, now):
        _refused(member.name, number, now)
        return False
    with write() as session:
        unlock(session, member.name)
    return True


def unlock(session: Session, name: str) -> None:
    """Lift the lock of a name; none of the wrong tries before counts any more."""
    attempts.forget(session, _keyring(), Purpose.STAFF_LOGIN, members.folded(name))


def _count(key: str, now: UtcDateTime) -> int:
    with write() as session:
        return attempts.count_wrong(session, _keyring(), Purpose.STAFF_LOGIN, key, now)


def _begun(key: str, password: str, code: str, device: str, now: UtcDateTime, *, heard: bool) -> logins.LoggedIn | None:
    with read() as session:
        member = members.find(session, key)
    right = _is_right(member, key, password)
    step = members.step_of(member, code, now)
    if member is None or not right or step is None or not heard:
        return None
    try:
        return logins.begin(member, step, device, now)
    except logins.NotAnyMore:
        return None


def _used_up(member: StaffMember, code: str | None, now: UtcDateTime) -> bool:
    if code is None:
        return True
    step = members.step_of(member, code, now)
    if step is None:
        return False
    try:
        with write() as session:
            logins.use_up(session, member, step)
    except logins.NotAnyMore:
        return False
    return True


def _refused(key: str, number: int, now: UtcDateTime) -> None:
    rate_limits.record(LIMIT_NAME, None)
    if number != attempts.LIMIT:
        return
    # Of an invented name nothing stays, but for it the same is done.
    with write() as session:
        member = members.find(session, key)
        kept = session.begin_nested()
        audit_trail.record(session, Act.NAME_LOCKED, member.id if member else None, now)
        if member is None:
            kept.rollback()
        else:
            kept.commit()


def _is_right(member: StaffMember | None, key: str, password: str) -> bool:
    try:
        return password_hashing.hasher().check(member.password if member else None, password)
    except password_hashing.HashingOverloaded:
        # What was counted and never judged is no try.
        with write() as session:
            attempts.take_back(session, _keyring(), Purpose.STAFF_LOGIN, key)
        raise


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
