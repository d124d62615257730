"""Is this the customer's password? Counted before it is known, and the same work for every ID, real or invented.

Wherever a password is asked for, its tries are counted together: at the fifth wrong one in a row no password opens
any more, until the lock is lifted (rows A1, A2, A4, A13, decision 16).
"""

from collections.abc import Callable
from typing import NamedTuple

from flask import current_app
from sqlalchemy.orm import Session

import models
from domain.accounts import attempts, audit_log, credentials, directory, password_hashing
from infra import rate_limits
from infra.database import read, write
from infra.encryption import Purpose
from rules.japanese.times import UtcDateTime
from rules.portals import Portal


class Press(NamedTuple):
    """One press of a form that asks for the password as it is and sets another: sent twenty times at once it is one
    try, and once it `was_taken` the password is not that one any more."""

    form: str
    was_taken: Callable[[], bool]


class Repeated(Exception):
    """An equal press was quicker, and is done."""


class Locked(Exception):
    """Not the password, or not heard any more: this ID, real or not, was tried wrongly five times in a row."""


class Asker(NamedTuple):
    """Who tries: the device as it names itself, and the mark of the browser."""

    device: str = ""
    browser: str = ""


def prove(
    portal: Portal, user_id: str, password: str, now: UtcDateTime, asker: Asker, *, press: Press | None = None
) -> models.Account | None:
    """The account of this ID, None where this is not its password. A right one counts for the ID alone, a wrong one for
    its source too (decision 37). `press` is given where the form sets another password. Raise Locked, Repeated,
    RateLimited or HashingOverloaded."""
    whose = _as_counted(portal, user_id)
    rate_limits.test("login", portal)
    rate_limits.test("login of one ID", portal, whose)
    tried = _Try(portal, user_id, press and f"{press.form}\0{password}", now)
    with read() as session:
        found = directory.find(session, portal, user_id)
    try:
        right = _is_right(found, password, now, asker.browser)
    except password_hashing.HashingOverloaded:
        tried.take_back()
        raise
    rate_limits.record("login of one ID", portal, whose)
    if found and right and tried.number <= attempts.LIMIT:
        tried.forget()
        credentials.keep_up(found, password)
        return found
    if press and press.was_taken():
        tried.take_back()
        raise Repeated
    rate_limits.record("login", portal)
    tried.was_wrong(found.id if found else None, asker.device)
    if tried.number >= attempts.LIMIT:
        raise Locked
    return None


def _as_counted(portal: Portal, user_id: str) -> str:
    """An ID, real or invented, as it may stand in the store of the counts."""
    keyring = current_app.extensions["keyring"]
    return f"ID {keyring.fingerprint(Purpose.LOGIN, directory.tries_key(portal.name, user_id))}"


class _Try:
    """One try at an ID, counted at once. What is sent a second time while it is looked at is not counted again; after
    that it would be."""

    def __init__(self, portal: Portal, user_id: str, press: str | None, now: UtcDateTime) -> None:
        self._portal, self._now, self._keyring = portal.name, now, current_app.extensions["keyring"]
        self._key = directory.tries_key(portal.name, user_id)
        self._press = press and f"{self._key}\0{press}"
        with write() as session:
            self._counted = not self._press or attempts.is_new(session, self._keyring, Purpose.PRESS, self._press, now)
            if self._counted:
                self.number = attempts.count_wrong(session, self._keyring, Purpose.LOGIN, self._key, now)
            else:
                self.number = attempts.so_far(session, self._keyring, Purpose.LOGIN, self._key)

    def take_back(self) -> None:
        """It was never judged, or is no try."""
        with write() as session:
            if self._counted:
                attempts.take_back(session, self._keyring, Purpose.LOGIN, self._key)
            self._over(session)

    def forget(self) -> None:
        """It was right: the row of wrong ones is over."""
        with write() as session:
            attempts.forget(session, self._keyring, Purpose.LOGIN, self._key)
            self._over(session)

    def was_wrong(self, account_id: int | None, device: str) -> None:
        """It stays counted, and is written down, whosever ID it was."""
        kind = audit_log.Kind.LOGIN_LOCKED if self.number == attempts.LIMIT else audit_log.Kind.LOGIN_FAILED
        with write() as session:
            audit_log.record(session, self._portal, kind, self._now, account_id=account_id, device=device)
            self._over(session)

    def _over(self, session: Session) -> None:
        if self._press and self._counted:
            attempts.forget(session, self._keyring, Purpose.PRESS, self._press)


def _is_right(account: models.Account | None, password: str, now: UtcDateTime, browser: str) -> bool:
    """Their own password or the one issued to them; both are looked at in any case."""
    own = password_hashing.hasher().check(account.password if account else None, password)
    given = credentials.is_issued(current_app.extensions["keyring"], account, password, now, browser)
    return own or given
