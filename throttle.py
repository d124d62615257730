"""How often may something be done? One table (row A11); counted by Flask-Limiter in the store of the settings.

Counted by the visitor's address, which is the peer's unless a number of proxies is declared (row A12), over all, and
by the mail address that is written to (decision 33). Wrong tries at one ID or one link are counted with them
(attempts.py, links.py).
"""

from contextlib import ExitStack
from functools import partial
from typing import NamedTuple

from flask import current_app, request
from flask_limiter import Limiter

from portals import Portal


class Limit(NamedTuple):
    """How often one source, all together, and for one mail address."""

    one_source: str
    over_all: str
    one_address: str = ""


LIMITS = {
    "login": Limit("60 per 10 minutes", "6000 per 10 minutes"),
    "keyword": Limit("60 per 10 minutes", "6000 per 10 minutes"),
    "send again": Limit("10 per hour", "2000 per hour"),
    "address": Limit("30 per hour", "5000 per hour"),
    "wizard:registration": Limit("20 per hour", "5000 per hour", "5 per hour"),
    "wizard:activation": Limit("30 per hour", "10000 per hour"),
    "wizard:addition": Limit("30 per hour", "5000 per hour"),
}


def source() -> str:
    """The address the request came from."""
    return request.remote_addr or "unknown"


limiter = Limiter(key_func=source, strategy="fixed-window", headers_enabled=False)


def count(action: str, portal: Portal, address: str | None = None) -> None:
    """Count one more; raise flask_limiter.RateLimitExceeded where that is too often."""
    limit, about = LIMITS[action], f"{portal.name}:{action}"
    keys = {f"{about}:{source()}": limit.one_source, about: limit.over_all}
    if address and limit.one_address:
        keys[f"{about}:{current_app.extensions['keyring'].mark('limit', address)}"] = limit.one_address
    with ExitStack() as counted:
        for key, often in keys.items():
            counted.enter_context(limiter.limit(often, key_func=partial(str, key)))
