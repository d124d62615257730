"""Is this a member of staff? Counted before it is known, and the same work for every name, real or invented.

Five wrong tries in a row lock a name, real or not, for 15 minutes (domain/accounts/attempts.py, PASSING); nobody is
told whether it was the name, the password, the code or the lock.
"""

from flask import current_app
from sqlalchemy.orm import Session

from domain.accounts import attempts, password_hashing
from domain.staff import logins, members
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
    with write() as session:
        number = attempts.count_wrong(session, _keyring(), Purpose.STAFF_LOGIN, key, now)
    found = _begun(key, password, code, device, now, heard=number <= attempts.LIMIT)
    if found is None:
        rate_limits.record(LIMIT_NAME, None)
        return None
    with write() as session:
        unlock(session, key)
    return found


def unlock(session: Session, name: str) -> None:
    """Lift the lock of a name; none of the wrong tries before counts any more."""
    attempts.forget(session, _keyring(), Purpose.STAFF_LOGIN, members.folded(name))


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
