"""How is a row of the database made unreadable to whoever steals it?

AES-256-GCM under a key derived from one of the server's keys, a purpose and, for visitors without a login, a half
that lives in their cookie. What is sealed is bound to its row: moved to another, it no longer opens (decision 2).
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NAME_BYTES, NONCE_BYTES, TAG_BYTES = 4, 12, 16


class Purpose(StrEnum):
    """All that anything is sealed or marked for. Each is one thing, so that what was made for one is good for no other.

    LOGIN alone is two, and stays so for the sake of what is kept: the wrong passwords of an ID, marked by its portal's
    name and the ID, and the cookie of a login, by an account's number and a browser. No portal's name is a number
    (rules/portals.py), so the two never meet.
    """

    # Sealed.
    RUN = "run"
    RECEIPT = "receipt"
    LINK = "link"
    LETTER = "letter"
    LETTER_TO_NOBODY = "letter to nobody"
    REQUEST = "request"
    APPLICATION = "application"
    PHOTO = "photo"
    PHOTO_TOLD = "photo told"
    STAFF_TOTP = "staff totp"
    STAFF_SEARCH = "staff search"
    APPROVAL = "approval"
    SHARED_VIEW = "shared view"
    STAFF_NOTE = "staff note"
    # Marked.
    KEYWORD = "keyword"
    LINK_ABOUT = "link about"
    ADDRESSEE = "addressee"
    INITIAL_PASSWORD = "initial password"  # noqa: S105
    INITIAL_PASSWORD_WAS_RIGHT = "initial password was right"  # noqa: S105
    LOGIN = "login"
    EASY = "easy"
    ADDITION = "addition"
    PRESS = "press"
    PROOF = "proof"
    CALLER = "caller"
    PASSWORD = "password"  # noqa: S105
    WAIT = "wait"
    WHOSE = "whose"
    SOURCE = "source"
    APPLICANT = "applicant"
    PHOTO_DIGEST = "photo digest"
    PHOTO_PASS = "photo pass"  # noqa: S105
    STAFF_LOGIN = "staff login"
    CALLER_CHECK = "caller check"
    AUDIT = "audit"
    STAFF_CHALLENGE = "staff challenge"
    STAFF_CUSTOMER = "staff customer"
    SHARING_CODE = "sharing code"
    SHARING_TRIES = "sharing tries"
    SHARING = "sharing"


class DecryptionFailed(Exception):
    """Sealed with another key, another half, for another row, or tampered with."""


class Keyring:
    """The server's keys: the first seals, all of them open (keys are rotated by putting a new one in front)."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take the keys, newest first; each a random text of at least 32 characters. Raise ValueError without any."""
        if not keys:
            raise ValueError("a keyring needs a key")
        self._keys = [hashlib.sha256(key.encode()).digest() for key in keys]
        self._named = {self._name(key): key for key in self._keys}

    @staticmethod
    def _name(key: bytes) -> bytes:
        return hashlib.sha256(b"name" + key).digest()[:NAME_BYTES]

    @staticmethod
    def _derived(key: bytes, purpose: Purpose, half: bytes) -> AESGCM:
        return AESGCM(hmac.digest(key, b"seal\0" + purpose.encode() + b"\0" + half, "sha256"))

    def encrypt(self, purpose: Purpose, row: str, clear: bytes, half: bytes = b"") -> bytes:
        """Give `clear` encrypted for this purpose and row. `row` is a name that the row keeps; `half` is the visitor's
        part of the key, empty where there is none."""
        key, nonce = self._keys[0], secrets.token_bytes(NONCE_BYTES)
        return self._name(key) + nonce + self._derived(key, purpose, half).encrypt(nonce, clear, row.encode())

    def decrypt(self, purpose: Purpose, row: str, sealed: bytes, half: bytes = b"") -> bytes:
        """Give back what was sealed for this purpose and row, under this `half`; raise DecryptionFailed where it was
        not."""
        key = self._named.get(sealed[:NAME_BYTES])
        nonce, rest = sealed[NAME_BYTES : NAME_BYTES + NONCE_BYTES], sealed[NAME_BYTES + NONCE_BYTES :]
        if key is None or len(nonce) < NONCE_BYTES:
            raise DecryptionFailed
        try:
            return self._derived(key, purpose, half).decrypt(nonce, rest, row.encode())
        except InvalidTag:
            raise DecryptionFailed from None

    def fingerprints(self, purpose: Purpose, text: str) -> list[str]:
        """Keyed fingerprints of a text, newest key first: to look a value up without keeping the value itself."""
        return [_fingerprint(key, purpose, text) for key in self._keys]

    def fingerprint(self, purpose: Purpose, text: str) -> str:
        """The fingerprint to keep."""
        return _fingerprint(self._keys[0], purpose, text)

    def verify(self, purpose: Purpose, text: str, mark: str) -> bool:
        """Whether `mark` is a fingerprint of this text under any of the keys; in constant time for each key."""
        return any(hmac.compare_digest(mark, each) for each in self.fingerprints(purpose, text))


def _fingerprint(key: bytes, purpose: Purpose, text: str) -> str:
    return hmac.digest(key, ("mark\0" + purpose + "\0" + text).encode(), "sha256").hex()
