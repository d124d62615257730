"""Is this the customer's password? Counted before it is known, and the same work for every ID, real or invented.

Wherever a password is asked for, its tries are counted together: at the fifth wrong one in a row no password opens
any more, until the lock is lifted (rows A1, A2, A4, A13, decision 16).
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from flask import current_app

import accounts
import attempts
import events
import models
import passwords
from database import read, write
from portals import Portal


class Press(NamedTuple):
    """One press of a form that asks for the password as it is and sets another: sent twenty times it is one try, and
    once it `was_taken` the password is not that one any more."""

    form: str
    was_taken: Callable[[], bool]


class Repeated(Exception):
    """An equal press was quicker, and is done."""


class Locked(Exception):
    """Not the password, or not heard any more: this ID, real or not, was tried wrongly five times in a row."""


def prove(
    portal: Portal, user_id: str, password: str, now: datetime, device: str, *, press: Press | None = None
) -> models.Account | None:
    """The account of this ID, None where this is not its password. Raise Locked, Repeated or passwords.TooBusy."""
    keyring, key = current_app.extensions["keyring"], accounts.tries_key(portal.name, user_id)
    with write() as session:
        if press is None or attempts.is_new(session, keyring, "press", f"{press.form}\0{password}", now):
            tries = attempts.count_wrong(session, keyring, "login", key, now)
        else:
            tries = attempts.so_far(session, keyring, "login", key)
    with read() as session:
        found = accounts.find(session, portal, user_id)
    try:
        right = _is_right(found, password, now)
    except passwords.TooBusy:
        with write() as session:
            attempts.take_back(session, keyring, "login", key)
        raise
    if found and right and tries <= attempts.LIMIT:
        with write() as session:
            attempts.forget(session, keyring, "login", key)
            if not found.password:
                accounts.spend(session.get_one(models.Account, found.id))
        return found
    if press and press.was_taken():
        raise Repeated
    kind = "login locked" if tries == attempts.LIMIT else "login failed"
    with write() as session:
        events.record(session, portal.name, kind, now, account_id=found.id if found else None, device=device)
    if tries >= attempts.LIMIT:
        raise Locked
    return None


def _is_right(account: models.Account | None, password: str, now: datetime) -> bool:
    """Their own password or the one issued to them; both are looked at in any case."""
    own = passwords.hasher().check(account.password if account else None, password)
    given = accounts.is_issued(current_app.extensions["keyring"], account, password, now)
    return own or given
