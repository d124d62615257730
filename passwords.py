"""How are passwords kept, and how many may be hashed at once?

argon2id (OWASP's parameters unless the settings say otherwise). Each hash takes tens of milliseconds and 19 MiB, so
that a flood of logins could starve the machine: at most `ARGON2_AT_ONCE` run together, and whoever waits too long is
told to come back (row O13).
"""

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from forms import reading


class TooBusy(Exception):
    """Every place for hashing is taken; try again in a moment."""


class Hasher:
    """Hashes and checks passwords, so many at once and no more."""

    def __init__(self, *, memory_kib: int, time_cost: int, parallelism: int, at_once: int, wait_seconds: float) -> None:
        self._argon2 = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism)
        self._places = threading.BoundedSemaphore(at_once)
        self._wait = wait_seconds
        self._nobodys = self._argon2.hash(secrets.token_hex())

    def hash(self, password: str) -> str:
        """Give the hash of a password as typed (NFKC; decision 31). Raise TooBusy."""
        with self._place():
            return self._argon2.hash(reading.password(password))

    def check(self, kept: str | None, password: str) -> bool:
        """Whether this is the password. Where nobody's is kept the same work is done (row A2). Raise TooBusy."""
        with self._place():
            try:
                return self._argon2.verify(kept or self._nobodys, reading.password(password)) and bool(kept)
            except (VerificationError, InvalidHashError):
                return False

    def _place(self) -> "Place":
        return Place(self._places, self._wait)


class Place:
    """One of the places for hashing, taken for a while."""

    def __init__(self, places: threading.BoundedSemaphore, wait_seconds: float) -> None:
        self._places, self._wait = places, wait_seconds

    def __enter__(self) -> None:
        if not self._places.acquire(timeout=self._wait):
            raise TooBusy

    def __exit__(self, *_: object) -> None:
        self._places.release()


def hasher() -> Hasher:
    """The application's own."""
    own: Hasher = current_app.extensions["hasher"]
    return own
