"""How are passwords kept, and how many may be hashed at once?

argon2id (OWASP's parameters unless the settings say otherwise). Each hash takes tens of milliseconds and 19 MiB, so
that a flood of logins could starve the machine: at most `ARGON2_AT_ONCE` run together, and whoever waits too long is
told to come back (row O13). A hash of other parameters than those of now is made anew once its password is known again.
"""

import secrets
import threading
from base64 import b64decode

from argon2 import Parameters, PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from rules.japanese import normalize

# Less memory than this for each lane argon2 does not take.
LEAST_MEMORY_KIB = 8


class HashingOverloaded(Exception):
    """Every place for hashing is taken; try again in a moment."""


class Hasher:
    """Hashes and checks passwords, so many at once and no more."""

    def __init__(self, *, memory_kib: int, time_cost: int, parallelism: int, at_once: int, wait_seconds: float) -> None:
        self._argon2 = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism)
        self._places = threading.BoundedSemaphore(at_once)
        self._wait = wait_seconds
        self._nobodys = self._argon2.hash(secrets.token_hex())

    def hash(self, password: str) -> str:
        """Give the hash of a password as typed (NFKC; decision 31). Raise HashingOverloaded."""
        with self._place():
            return self._argon2.hash(normalize.password(password))

    def check(self, kept: str | None, password: str) -> bool:
        """Whether this is the password. The work is that of a hash made now, also where nobody's is kept, or one that
        was made with less (row A2). Raise HashingOverloaded."""
        made_with = _parameters(kept)
        with self._place():
            right = self._verify(kept if kept and made_with else self._nobodys, password)
            if made_with:
                self._make_up_for(made_with)
            return right and made_with is not None

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._argon2.verify(kept, normalize.password(password))
        except (VerificationError, InvalidHashError):
            return False

    def renewed(self, kept: str, password: str) -> str | None:
        """The hash of a password that was just found right, with the parameters of now; None where it has them, or
        where every place is taken: then it is made another time. `same` knows it for the one it was made from."""
        if not self._argon2.check_needs_rehash(kept):
            return None
        try:
            with self._place(0):
                return self._argon2.hash(normalize.password(password), salt=b64decode(f"{_salt(kept)}=="))
        except HashingOverloaded:
            return None

    def _make_up_for(self, made_with: Parameters) -> None:
        """Do what a hash made with less than now was spared, memory times passes: whole passes in the memory of now,
        since getting that takes time, too, and the rest in less."""
        memory, lanes = self._argon2.memory_cost, self._argon2.parallelism
        spared = memory * self._argon2.time_cost - made_with.memory_cost * made_with.time_cost
        passes, rest = divmod(max(0, spared), memory)
        for kib, times in ((memory, passes), (rest, 1)):
            if times and kib >= LEAST_MEMORY_KIB * lanes:
                PasswordHasher(time_cost=times, memory_cost=kib, parallelism=lanes).hash("")

    def _place(self, wait_seconds: float | None = None) -> "Place":
        return Place(self._places, self._wait if wait_seconds is None else wait_seconds)


class Place:
    """One of the places for hashing, taken for a while."""

    def __init__(self, places: threading.BoundedSemaphore, wait_seconds: float) -> None:
        self._places, self._wait = places, wait_seconds

    def __enter__(self) -> None:
        if not self._places.acquire(timeout=self._wait):
            raise HashingOverloaded

    def __exit__(self, *_: object) -> None:
        self._places.release()


def same(one: str, other: str) -> bool:
    """Whether what is kept is of one password as it was chosen once: a hash made anew keeps its salt, and no other
    has that."""
    return lasting(one) == lasting(other)


def lasting(kept: str) -> str:
    """What of this stays when the hash of the same password is made anew."""
    return _salt(kept) or kept


def _salt(kept: str) -> str:
    return "".join(kept.split("$")[-2:-1])


def _parameters(kept: str | None) -> Parameters | None:
    """What a hash was made with; None where there is none, or nothing that is one."""
    try:
        return extract_parameters(kept or "")
    except InvalidHashError:
        return None


def hasher() -> Hasher:
    """The application's own."""
    own: Hasher = current_app.extensions["hasher"]
    return own
