"""What stands in a one-time link's address? A signed secret, of which a row keeps the hash and by which it is found.

The signature tells a cut or invented token before the database is asked (row A5); the secret is what makes one good.
22 characters of secret (128 bits), a dot and 15 of signature (88 bits): an address of which no mail program makes two.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from urllib.parse import unquote

from itsdangerous import BadData, Signer, URLSafeSerializer
from itsdangerous.signer import HMACAlgorithm

# What mail programs take for a part of the address; a signature ends in none of them.
TRAILING = ".,;:>)]}」』】〉》）＞。、\"'`*_ \t\r\n"
SECRET_BYTES, SIGNATURE_BYTES, ID_BYTES = 16, 11, 12


class Unreadable(Exception):
    """Not one of our tokens: cut, or made up."""


class _Short(HMACAlgorithm):
    """As much of the signature as is needed. Of 11 bytes the last character stands for four bits, and so is never one
    of TRAILING, as it could be of 12."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return super().get_signature(key, value)[:SIGNATURE_BYTES]


def new() -> tuple[str, str]:
    """The id of a new link, and the secret that its address is good by."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return id_of(secret), secret


def id_of(secret: str) -> str:
    """The id of the link of this secret: whoever knows the one knows the other, and not the other way round."""
    digest = hashlib.sha256(f"id\0{secret}".encode()).digest()[:ID_BYTES]
    return base64.urlsafe_b64encode(digest).decode()


def write(signing_key: str, secret: str) -> str:
    """The token of the link of this secret."""
    return _signer([signing_key]).sign(secret).decode()


def read(signing_keys: Sequence[str], token: str) -> tuple[str, str]:
    """The id and the secret in a token; marks that a mail program left behind it are taken off. Raise Unreadable.

    `signing_keys` come newest first; a token of any of them is read.
    """
    whole = unquote(token).rstrip(TRAILING)
    try:
        secret = _signer(signing_keys).unsign(whole).decode()
    except (BadData, ValueError):
        return _read_former(signing_keys, whole)
    return id_of(secret), secret


def _read_former(keys: Sequence[str], whole: str) -> tuple[str, str]:
    """Of letters that went out before addresses were short: the id stands beside the secret."""
    try:
        link_id, secret = URLSafeSerializer(list(reversed(keys)), salt="link").loads(whole)
    except (BadData, ValueError, TypeError):
        raise Unreadable from None
    return str(link_id), str(secret)


def _signer(keys: Sequence[str]) -> Signer:
    """itsdangerous wants the newest last."""
    return Signer(
        list(reversed(keys)),
        salt="short link",
        key_derivation="hmac",
        digest_method=hashlib.sha256,
        algorithm=_Short(hashlib.sha256),
    )


def hashed(secret: str) -> str:
    """What a row keeps of the secret: it is random, so that no key and no salt are needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(secret: str, kept: str | None) -> bool:
    """Whether the secret is the one whose hash is kept; compared in constant time, also where none is."""
    return hmac.compare_digest(kept or hashed(""), hashed(secret)) and kept is not None
