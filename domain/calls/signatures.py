"""Does what tells of a call come from whom it says? Two ways to sign it, each with a secret that both sides know.

Any of several secrets will do, so that one can be replaced by the next without a call being lost. All are tried, in the
same time whether one fits or none.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from rules.japanese.times import UtcDateTime

# As far as the clocks of two machines may differ, and as long as a message may be on its way.
WINDOW = timedelta(seconds=60)
# Of the webhook's signature: which one is a setting, never a header of who is still to be believed.
ALGORITHMS = ("sha1", "sha256")
_PORTS = {"https": 443, "http": 80}
Pairs = Iterable[tuple[str, str]]


class Forged(Exception):
    """Signed by nobody we know."""


class Old(Exception):
    """Signed rightly, at another time than now."""


def check_sip(secrets: Sequence[str], timestamp: str, signature: str, body: bytes, now: UtcDateTime) -> None:
    """Raise Forged where no secret has signed this body at that second, or Old where that was not within the window
    around now. `timestamp` and `signature` are as they came."""
    signed = timestamp.encode() + b"." + body
    if not _any_signed(secrets, signature, lambda secret: hmac.new(secret, signed, hashlib.sha256).hexdigest()):
        raise Forged
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 10):
        raise Old
    if abs(now - datetime.fromtimestamp(int(timestamp), UTC)) > WINDOW:
        raise Old


def check_webhook(tokens: Sequence[str], algorithm: str, url: str, pairs: Pairs, signature: str) -> None:
    """Raise Forged where no token has signed this address with what was sent to it, names and values. Both are as
    Twilio signs them: the address with or without its port, equal pairs once, in order, with nothing between."""
    sent = "".join(name + value for name, value in sorted(set(pairs)))

    def signed(address: str) -> Callable[[bytes], str]:
        text = f"{address}{sent}".encode()
        return lambda token: base64.b64encode(hmac.digest(token, text, algorithm)).decode()

    if not any(_any_signed(tokens, signature, signed(address)) for address in _with_port_and_without(url)):
        raise Forged


def _any_signed(secrets: Sequence[str], signature: str, sign: Callable[[bytes], str]) -> bool:
    """Counted, so that the right one being the first makes nothing quicker."""
    given = signature.encode()
    return sum(hmac.compare_digest(sign(secret.encode()).encode(), given) for secret in secrets) > 0


def _with_port_and_without(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    bare = parts.netloc.removesuffix(f":{parts.port}")
    named = f"{bare}:{parts.port or _PORTS[parts.scheme]}"
    return parts._replace(netloc=bare).geturl(), parts._replace(netloc=named).geturl()
