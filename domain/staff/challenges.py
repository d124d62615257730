"""What must a passkey sign this time? Something that we said a while ago, to this browser, for this use; good once.

It bears its time and our mark, so that nothing is kept until it comes back. That it was used is kept as long as it
would be good.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta

from flask import current_app

from domain.accounts import attempts
from infra.database import write
from infra.encryption import Keyring, Purpose
from rules.japanese.times import UtcDateTime

# Not longer than attempts.PRESS_KNOWN_FOR, for which a used one is remembered.
GOOD_FOR = timedelta(minutes=5)
NONCE, TIME, MARK = 16, 8, 32


def issue(use: str, browser: str, now: UtcDateTime) -> str:
    """A challenge in base64url. `use` says what for, `browser` is its fingerprint."""
    said = secrets.token_bytes(NONCE) + int(now.timestamp()).to_bytes(TIME, "big")
    mark = _keyring().fingerprint(Purpose.STAFF_CHALLENGE, _text(use, browser, said))
    return urlsafe_b64encode(said + bytes.fromhex(mark)).decode().rstrip("=")


def spend(challenge: bytes, use: str, browser: str, now: UtcDateTime) -> bool:
    """Whether this is a challenge that we said for this use to this browser, still in time and for the first time; from
    now on it is no more."""
    if len(challenge) != NONCE + TIME + MARK:
        return False
    said, mark = challenge[: NONCE + TIME], challenge[NONCE + TIME :].hex()
    if not _keyring().verify(Purpose.STAFF_CHALLENGE, _text(use, browser, said), mark):
        return False
    issued_at = datetime.fromtimestamp(int.from_bytes(said[NONCE:], "big"), UTC)
    if not issued_at <= now < issued_at + GOOD_FOR:
        return False
    with write() as session:
        return attempts.is_new(session, _keyring(), Purpose.STAFF_CHALLENGE, said.hex(), now)


def decoded(text: str) -> bytes:
    """What stands in base64url, without its padding. Raise ValueError."""
    return urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}")


def _text(use: str, browser: str, said: bytes) -> str:
    return f"{use}\0{browser}\0{said.hex()}"


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
