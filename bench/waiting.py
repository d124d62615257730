"""Who waits for a call, where do they ask whether it came, and how often?"""

import html
import re
from typing import NamedTuple

from bench.browser import Browser, Unexpected
from bench.visitors import CALLED_PORTAL, PASSWORD, Caller

ASKS_AT = re.compile(r' data-wait="([^"]*)"')
OPEN_FOR_SECONDS = 300
# Until which age, in seconds, a page asks every so many (static/js/waiting.js).
EVERY = ((90, 1), (180, 2), (OPEN_FOR_SECONDS, 4))


class Wait(NamedTuple):
    """A page on 503: the address at which it asks, and every how many seconds."""

    address: str
    every: int


def log_in(browser: Browser, place: int) -> str:
    """The caller in this place gives their password and waits; give the address at which their page asks. Raise
    Unexpected where it is not 503."""
    page = browser.get(f"/{CALLED_PORTAL}/login")
    page = browser.send(page, {"user_id": Caller.of(place).user_id, "password": PASSWORD})
    found = ASKS_AT.search(page.text)
    if found is None:
        raise Unexpected(f"{page.address} is not 503")
    return html.unescape(found[1])


def crowd(port: int, count: int) -> list[Wait]:
    """The first so many callers, logged in one after the other, each as old as if they had come evenly over the time
    for which a login is open."""
    ages = [(place + 0.5) * OPEN_FOR_SECONDS / count for place in range(count)]
    often = [next(every for until, every in EVERY if age < until) for age in ages]
    return [Wait(log_in(Browser(port), place), every) for place, every in enumerate(often)]
