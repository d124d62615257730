"""What stands in a one-time link's address? A signed token: the link's id, and a secret of which a row keeps the hash.

The signature tells a cut or invented token before the database is asked (row A5); the secret is what makes one good.
"""

import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import unquote

from itsdangerous import BadData, URLSafeSerializer

# What mail programs take for a part of the address; a signature ends in none of them.
TRAILING = ".,;:>)]}」』】〉》）＞。、\"'`*_ \t\r\n"


class Unreadable(Exception):
    """Not one of our tokens: cut, or made up."""


def write(signing_key: str, link_id: str, secret: str) -> str:
    """The token of a link."""
    return str(_serializer([signing_key]).dumps([link_id, secret]))


def read(signing_keys: Sequence[str], token: str) -> tuple[str, str]:
    """The id and the secret in a token; marks that a mail program left behind it are taken off. Raise Unreadable.

    `signing_keys` come newest first; a token of any of them is read.
    """
    try:
        link_id, secret = _serializer(signing_keys).loads(unquote(token).rstrip(TRAILING))
    except (BadData, ValueError, TypeError):
        raise Unreadable from None
    return str(link_id), str(secret)


def _serializer(keys: Sequence[str]) -> URLSafeSerializer:
    """itsdangerous wants the newest last."""
    return URLSafeSerializer(list(reversed(keys)), salt="link")


def hashed(secret: str) -> str:
    """What a row keeps of the secret: it is random, so that no key and no salt are needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(secret: str, kept: str | None) -> bool:
    """Whether the secret is the one whose hash is kept; compared in constant time, also where none is."""
    return hmac.compare_digest(kept or hashed(""), hashed(secret)) and kept is not None
