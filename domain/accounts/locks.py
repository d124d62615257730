"""What of a customer's can be locked by wrong tries, which of it is, and how is it opened? (decisions 16 and 36)

Under which key each is counted is said here once, for the command (ops/unlock.py) and for members of staff
(wizards/staff/unlock.py). No lock has an end of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.accounts import attempts, directory, issued_passwords
from domain.accounts.attempts import Tries
from infra.encryption import Keyring, Purpose


class Lock(NamedTuple):
    """What may be locked: what is guessed at there, and the key under which wrong tries are counted."""

    purpose: Purpose
    key: str


def of_login(portal: str, user_id: str) -> Lock:
    """The login of a user ID, whether or not it exists."""
    return Lock(Purpose.LOGIN, directory.tries_key(portal, user_id))


def of_easy(portal: str, number: str) -> Lock:
    """簡単登録 (202) with a 証券番号."""
    return Lock(Purpose.EASY, issued_passwords.tries_key(portal, number))


def of_contract(portal: str, number: str) -> Lock:
    """A 証券番号 on 721, whoever tries it."""
    return Lock(Purpose.ADDITION, f"{portal}\0number {number}")


def of_additions(portal: str, account_id: int | None) -> Lock:
    """An account on 721, whatever it tries."""
    return Lock(Purpose.ADDITION, f"{portal}\0account {account_id}")


def standing(session: Session, keyring: Keyring, locks: Sequence[Lock]) -> Mapping[Lock, Tries]:
    """Which of these are locked now, with how many wrong tries."""
    counted = attempts.at_each(session, keyring, locks)
    return {lock: tries for lock, tries in counted.items() if tries.number >= attempts.LIMIT}


def lift(session: Session, keyring: Keyring, locks: Iterable[Lock]) -> None:
    """Forget the wrong tries counted at these."""
    for purpose, key in locks:
        attempts.forget(session, keyring, purpose, key)
