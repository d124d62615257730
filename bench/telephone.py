"""How soon after a call does the page of who called move on? In a real Chromium that waits on 503, to the menu (504).

A call is told as Kamailio would tell it, by the script that it runs, from the moment at which it has the message of the
trunk. The page is anywhere between two asks then; in its first minute and a half it asks every second.
"""

import base64
import os
import random
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from bench.browser import Unexpected
from bench.figures import within
from bench.server import serving
from bench.visitors import CALLED_PORTAL, PASSWORD, Caller
from bench.wizard import OURS
from telephony.telling import HEARD, Script, Settings

SECRET = "known to whoever reads this and to be measured with"
EVERY_SECONDS, WITHIN_SECONDS = 1.0, 1.0


@contextmanager
def chromium() -> Iterator[Chromium]:
    """A Chromium on all cores, as on a telephone: on one its processes wait for each other, and that is what is timed.
    Raise Unexpected where there is none.
    """
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise Unexpected("no Chromium is installed")
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with ExitStack() as running:
        # A process hands its cores down to those that it starts: to Playwright's, and so to the browser.
        with _on_all_cores():
            playwright = running.enter_context(sync_playwright())
            browser = playwright.chromium.launch(executable_path=program, args=["--disable-gpu", *flags])
        yield browser
        browser.close()


@contextmanager
def _on_all_cores() -> Iterator[None]:
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)


def _to_503(page: Page, site: str, place: int) -> str:
    """Log in; give the number that is to be called."""
    page.goto(f"{site}/{CALLED_PORTAL}/login")
    page.locator("[name=user_id]").fill(Caller.of(place).user_id)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    return page.locator(".call__to [data-called]").inner_text().strip()


def _told(script: Script, caller: str, called: str) -> None:
    lines = [
        f"INVITE sip:{called.replace('-', '')}@127.0.0.1 SIP/2.0",
        f"P-Asserted-Identity: <sip:{caller.replace('-', '')}@carrier.example>",
        f"Call-ID: {secrets.token_hex()}",
    ]
    raw = base64.b64encode("\r\n".join([*lines, "", ""]).encode()).decode()
    if script.tell(None, f"{time.time()} {raw}") != HEARD:
        raise Unexpected("the call was not heard")


def _moved_on(browser: Chromium, script: Script, site: str, place: int) -> float:
    """Seconds from the call to the menu."""
    page = browser.new_context().new_page()
    called = _to_503(page, site, place)
    page.wait_for_timeout(1000 * EVERY_SECONDS * (1 + random.random()))
    began = time.perf_counter()
    _told(script, Caller.of(place).phone, called)
    page.wait_for_url(f"**/{CALLED_PORTAL}/home")
    seconds = time.perf_counter() - began
    if page.locator("header .screen-no dd").inner_text() != "504":
        raise Unexpected(f"{page.url} is not 504")
    page.context.close()
    return seconds


def measure(environment: Mapping[str, str], first: int, calls: int) -> bool:
    """Print the figures of so many callers, from the one in the place `first` on; give whether the page is soon
    enough."""
    environment = {**environment, "MADOGUCHI_CALLS_SIP_SECRETS": SECRET}
    with serving(environment, *OURS.application) as server, chromium() as browser:
        site = f"http://127.0.0.1:{server.port}"
        script = Script(Settings(site, SECRET.encode(), "request"))
        _moved_on(browser, script, site, first)
        taken = [_moved_on(browser, script, site, first + 1 + number) for number in range(calls)]
    print(f"From a call that is told to the page at 504, in a Chromium whose page asks every {EVERY_SECONDS:.0f} s:")
    return within(f"{calls} calls", taken, WITHIN_SECONDS, "s")
