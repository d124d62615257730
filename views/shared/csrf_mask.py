"""How does a page bear the secret that its forms are known by, so that it is never the same twice? Masked.

Each answer draws a pad of its own, as long as the secret, and tells pad and secret XORed with it. Of the secret itself
there is nothing in a page, and no two pages have anything in common that a compressed length could give away (BREACH).
Flask-WTF still judges every form: it is given its own token where what came holds the secret of this browser.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask import Flask, g
from flask_wtf.csrf import CSRFProtect, generate_csrf

from views.shared import web_session


def masked() -> str:
    """What stands on the pages of this answer: the same on all its forms, and another in each answer."""
    if "masked_token" not in g:
        g.masked_token = mask(bytes.fromhex(web_session.csrf_secret()), secrets.token_bytes)
    token: str = g.masked_token
    return token


def mask(secret: bytes, drawn: Any) -> str:
    """The secret behind a pad; `drawn` gives so many random bytes."""
    pad: bytes = drawn(len(secret))
    return urlsafe_b64encode(pad + _xor(pad, secret)).decode().rstrip("=")


def unmask(token: str) -> bytes:
    """The secret that a token holds; b"" where it is none of these."""
    try:
        both = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return b""
    half, odd = divmod(len(both), 2)
    return b"" if odd else _xor(both[:half], both[half:])


def _xor(one: bytes, other: bytes) -> bytes:
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(len(one))


class MaskedTokens(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's protection, for pages whose tokens are masked. A token as it makes it itself is as good as ever:
    pages that were open when the release came bear these."""

    def init_app(self, app: Flask) -> None:
        """Hang it up, and let templates tell masked tokens alone."""
        super().init_app(app)
        app.jinja_env.globals["csrf_token"] = masked
        app.context_processor(lambda: {"csrf_token": masked})

    def _get_csrf_token(self) -> str | None:
        sent: str | None = super()._get_csrf_token()
        own = web_session.known_csrf_secret()
        if sent and own and hmac.compare_digest(unmask(sent), bytes.fromhex(own)):
            token: str = generate_csrf()
            return token
        return sent
