"""How often may something be done? One table (row A11); counted by Flask-Limiter in the store of the settings.

Counted over all, and by the visitor's source, which is the peer's unless a number of proxies is declared (row A12):
what is wrong, and what is right or wrong unseen. Many customers sit behind one source, so what is known to be right
counts for who has shown who they are: their account, their link, their run (decision 37). Logins, right or wrong, count
for the ID too, real or invented: who is refused for it learns nothing of it.

Wrong tries at one ID or one link are counted with them (domain/accounts: attempts.py, links.py), letters to one
address where they are written (domain/messages/letters.py): reaching that limit shuts nobody's page (decision 36).
"""

import re
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import RateLimitItem, parse

from rules.portals import Portal


class Limit(NamedTuple):
    """How often one source, or one account, link or run; and all together."""

    one_source: str
    over_all: str


class ToOneAddress(NamedTuple):
    """How many letters go to one mail address within how long, whoever causes them."""

    many: int
    within: timedelta


LIMITS = {
    "login": Limit("60 per 10 minutes", "6000 per 10 minutes"),
    "login of one ID": Limit("60 per 10 minutes", "60000 per 10 minutes"),
    "keyword": Limit("60 per 10 minutes", "6000 per 10 minutes"),
    "begin": Limit("300 per hour", "30000 per hour"),
    "send again": Limit("10 per hour", "2000 per hour"),
    "paper": Limit("120 per hour", "20000 per hour"),
    "search": Limit("120 per hour", "30000 per hour"),
    "another's": Limit("120 per hour", "5000 per hour"),
    "address": Limit("30 per hour", "5000 per hour"),
    "wizard:registration": Limit("60 per hour", "5000 per hour"),
    "wizard:activation": Limit("30 per hour", "10000 per hour"),
    "wizard:addition": Limit("30 per hour", "5000 per hour"),
    "initial password": Limit("30 per hour", "5000 per hour"),
    "wizard:easy": Limit("20 per hour", "5000 per hour"),
    "wizard:temporary": Limit("60 per hour", "5000 per hour"),
    "wizard:first_password": Limit("30 per hour", "5000 per hour"),
    "wizard:forgotten": Limit("60 per hour", "5000 per hour"),
    "wizard:reset": Limit("30 per hour", "5000 per hour"),
    "wizard:locked": Limit("60 per hour", "5000 per hour"),
    "wizard:unlock": Limit("30 per hour", "5000 per hour"),
    "wizard:password_change": Limit("30 per hour", "5000 per hour"),
    "wizard:change": Limit("120 per hour", "20000 per hour"),
    "wizard:cancellation": Limit("60 per hour", "5000 per hour"),
    "wizard:renewal": Limit("120 per hour", "20000 per hour"),
    "wizard:verification": Limit("60 per 10 minutes", "60000 per 10 minutes"),
    "wizard:application": Limit("30 per hour", "3000 per hour"),
    "wizard:photos": Limit("60 per hour", "20000 per hour"),
    "picture": Limit("600 per hour", "200000 per hour"),
    "telephone": Limit("60 per hour", "20000 per hour"),
    "withdrawal": Limit("30 per hour", "5000 per hour"),
    "wizard:address_change": Limit("20 per hour", "5000 per hour"),
    "sharing": Limit("30 per hour", "5000 per hour"),
    "staff act": Limit("120 per hour", "20000 per hour"),
    "staff note": Limit("1000 per hour", "100000 per hour"),
    "staff login": Limit("30 per 10 minutes", "1000 per 10 minutes"),
    "staff search": Limit("200 per hour", "50000 per hour"),
}
# What a stranger can cause. A letter that opens nothing is no help to its owner the second time (row A27).
LETTERS = {
    "registration": ToOneAddress(5, timedelta(hours=1)),
    "temporary": ToOneAddress(5, timedelta(hours=1)),
    "new address": ToOneAddress(5, timedelta(hours=1)),
    "way in": ToOneAddress(5, timedelta(hours=1)),
    "application": ToOneAddress(5, timedelta(hours=1)),
    "not confirmed": ToOneAddress(1, timedelta(days=1)),
}
BY_SOURCE = ""
# Where a portal's name stands of what is no portal's.
OF_STAFF = "staff"
NETWORK_BITS_OF_ONE = 64
# As some proxies pass an address on.
WITH_PORT = re.compile(r"(?:\[([^]]+)\]|([0-9.]+))(?::[0-9]+)?")


class RateLimited(Exception):
    """Not now; in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(str(seconds))
        self.seconds = seconds


def source() -> str:
    """Where the request came from, as it is counted: an IPv4 address, or the /64 that one subscriber has of IPv6
    (decision 37)."""
    said = request.remote_addr or "unknown"
    found = WITH_PORT.fullmatch(said)
    try:
        address = ip_address((found[1] or found[2] if found else said).partition("%")[0])
    except ValueError:
        return said
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> NETWORK_BITS_OF_ONE << NETWORK_BITS_OF_ONE)}/{NETWORK_BITS_OF_ONE}"


_item = cache(parse)


def init(app: Flask) -> None:
    """Each application counts for itself, where it is said and nowhere else: known as there already, the limiter hangs
    nothing onto every request."""
    own = app.extensions["rate limits"] = Limiter(key_func=source, strategy="fixed-window", headers_enabled=False)
    app.extensions["limiter"] = {own}
    own.init_app(app)


def are_on() -> bool:
    """Whether anything is counted and refused here."""
    return _own().enabled


def _own() -> Limiter:
    own: Limiter = current_app.extensions["rate limits"]
    return own


def of_account(account_id: int) -> str:
    """How what an account does is counted."""
    return f"account {account_id}"


def of_member(member_id: int) -> str:
    """How what a member of staff does is counted."""
    return f"member {member_id}"


def of_run(run_id: str) -> str:
    """How what is done in a run is counted where that is to count for nobody beside it."""
    return f"run {run_id}"


def test(action: str, portal: Portal | None, *by: str) -> None:
    """Raise RateLimited where one more would be too often; counts nothing. `by` names what is counted for, BY_SOURCE
    where nothing is named; `portal` is None at what is for staff."""
    for item, key in _counters(action, portal, by):
        if not _own().limiter.test(item, key):
            raise RateLimited(_wait(item, key))


def hit(action: str, portal: Portal | None, *by: str) -> None:
    """Count one more, `by` as in `test`. Raise RateLimited where that is too often."""
    for item, key in _counters(action, portal, by):
        if not _own().limiter.hit(item, key):
            raise RateLimited(_wait(item, key))


def record(action: str, portal: Portal | None, *by: str) -> None:
    """Count one more that has been done already, whatever the count is now; `by` as in `test`."""
    for item, key in _counters(action, portal, by):
        _own().limiter.hit(item, key)


def _counters(action: str, portal: Portal | None, by: Sequence[str]) -> Iterator[tuple[RateLimitItem, str]]:
    if not are_on():
        return
    limit, about = LIMITS[action], f"{portal.name if portal else OF_STAFF}:{action}"
    for each in by or (BY_SOURCE,):
        yield _item(limit.one_source), f"{about}:{f'of {each}' if each else f'from {source()}'}"
    yield _item(limit.over_all), about


def _wait(item: RateLimitItem, key: str) -> int:
    return max(1, int(_own().limiter.get_window_stats(item, key).reset_time - time.time()))
