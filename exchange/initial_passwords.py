"""How is a 初回パスワード of the core system kept? (decision 19)

As HMAC-SHA-256 under a key outside the database, with a salt and bound to its contract: a million of them cost seconds,
and a stolen database alone lets nobody try any.
"""

import secrets

from keyring import Keyring

PURPOSE = "initial password"
SALT_BYTES = 8


def keep(keyring: Keyring, contract: str, password: str) -> str:
    """Give what to keep of a password; `contract` names the contract it opens."""
    salt = secrets.token_hex(SALT_BYTES)
    return f"{salt}${_mark(keyring, contract, salt, password)}"


def is_kept(keyring: Keyring, contract: str, password: str, kept: str) -> bool:
    """Whether `kept` is this password under the newest key: after a change of keys, an import renews them all."""
    salt, _, mark = kept.partition("$")
    return secrets.compare_digest(mark, _mark(keyring, contract, salt, password))


def _mark(keyring: Keyring, contract: str, salt: str, password: str) -> str:
    return keyring.mark(PURPOSE, f"{contract}\0{salt}\0{password}")
