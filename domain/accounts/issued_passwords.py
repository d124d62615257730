"""How is a password kept that the company issued: 初回パスワード, 初期パスワード, 仮パスワード? (decision 19)

As HMAC-SHA-256 under a key outside the database, with a salt and bound to what it opens: a million of them cost
seconds, and a stolen database alone lets nobody try any.
"""

import secrets

from infra.encryption import Keyring, Purpose

SALT_BYTES = 8


def keep(keyring: Keyring, opens: str, password: str) -> str:
    """Give what to keep of a password; `opens` names the contract or the account that it opens."""
    salt = secrets.token_hex(SALT_BYTES)
    return f"{salt}${keyring.fingerprint(Purpose.INITIAL_PASSWORD, _text(opens, salt, password))}"


def is_kept(keyring: Keyring, opens: str, password: str, kept: str) -> bool:
    """Whether `kept` is this password of the contract or account that it `opens`, under the newest key: after a change
    of keys, an import renews them all."""
    salt, _, mark = kept.partition("$")
    return secrets.compare_digest(mark, keyring.fingerprint(Purpose.INITIAL_PASSWORD, _text(opens, salt, password)))


def is_right(keyring: Keyring, opens: str, password: str, kept: str | None) -> bool:
    """Whether this is the password of the contract or account that it `opens`, of which `kept` is kept under any of the
    keys. Where none is kept the same work is done (row A2)."""
    salt, _, mark = (kept or "$").partition("$")
    return keyring.verify(Purpose.INITIAL_PASSWORD, _text(opens, salt, password), mark) and kept is not None


def tries_key(portal: str, number: str) -> str:
    """Under what wrong 初回パスワード for this policy number are counted, whether or not it exists (row A4)."""
    return f"{portal}\0number {number}"


def _text(opens: str, salt: str, password: str) -> str:
    return f"{opens}\0{salt}\0{password}"
