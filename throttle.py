"""How often may something be done? One table (row A11); counted by Flask-Limiter in the store of the settings.

Counted by the visitor's address, which is the peer's unless a number of proxies is declared (row A12), and over all.
What is counted for one ID or one link stands with them (attempts.py, links.py).
"""

from flask import request
from flask_limiter import Limiter

from portals import Portal

LIMITS: dict[str, tuple[str, str]] = {
    # what is done: (from one address, over all)
    "login": ("60 per 10 minutes", "6000 per 10 minutes"),
    "keyword": ("60 per 10 minutes", "6000 per 10 minutes"),
    "send again": ("10 per hour", "2000 per hour"),
    "wizard:registration": ("20 per hour", "5000 per hour"),
    "wizard:activation": ("30 per hour", "10000 per hour"),
    "wizard:addition": ("30 per hour", "5000 per hour"),
}


def source() -> str:
    """The address the request came from."""
    return request.remote_addr or "unknown"


limiter = Limiter(key_func=source, strategy="fixed-window", headers_enabled=False)


def count(action: str, portal: Portal) -> None:
    """Count one more; raise flask_limiter.RateLimitExceeded where that is too often."""
    per_source, over_all = LIMITS[action]
    with (
        limiter.limit(per_source, key_func=lambda: f"{portal.name}:{action}:{source()}"),
        limiter.limit(over_all, key_func=lambda: f"{portal.name}:{action}"),
    ):
        return
