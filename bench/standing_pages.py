"""How soon does an operator's page show what a customer does, and in how many bytes? In two real pages of a Chromium.

The same walk of the customer is recorded beside it by rrweb, whose stream would have to be sent instead.
"""

import random
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from playwright.sync_api import BrowserContext, Page

from bench.browser import Unexpected
from bench.figures import within
from bench.server import serving
from bench.telephone import chromium
from bench.wizard import ANSWERS, OURS

RRWEB = "rrweb@2.0.0-alpha.4"
MEDIAN_SECONDS, P95_SECONDS = 1.0, 1.5
MOST_BYTES, OF_A_RECORDING = 10_000, 0.1
SCREENS = ("/okyakusama/terms", "/okyakusama/privacy", "/okyakusama/registration/", "/okyakusama/login")
RECORDING = """
const bytes = (told) => new TextEncoder().encode(JSON.stringify(told)).length;
addEventListener("DOMContentLoaded", () => rrweb.record({ emit: (told) => tell(bytes(told)) }));
"""


def _at_desk(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/_dev/staff")
    code = re.search(r"\b\d{6}\b", page.inner_text("body"))
    page.goto("/staff/login")
    page.fill("[name=name]", "tanaka")
    page.fill("[name=password]", "Mado8Demo")
    page.fill("[name=code]", code[0] if code else "")
    page.click("main button[type=submit]")
    return page


def _together(customer: Page, operator: Page) -> None:
    """Raise Unexpected where the operator does not see the customer's screen."""
    customer.goto("/okyakusama/sharing")
    customer.click("button[value=begin]")
    code = customer.inner_text("main .six [aria-hidden]").replace(" ", "")
    operator.goto("/staff/beside")
    operator.fill("[name=code]", code)
    operator.click("main button[type=submit]")
    customer.goto(SCREENS[-1])
    try:
        operator.wait_for_selector(".mirror__no")
    except TimeoutError:
        raise Unexpected("the operator sees nothing") from None


def _delays(customer: Page, operator: Page, updates: int) -> list[float]:
    """Seconds from the request of each screen to the operator's page that shows it, at any moment between two asks."""
    taken = []
    for which in range(updates):
        turn = operator.get_attribute("[data-turn]", "data-turn")
        customer.wait_for_timeout(1000 * (0.5 + random.random()))
        began = perf_counter()
        customer.goto(SCREENS[which % len(SCREENS)], wait_until="commit")
        operator.wait_for_selector(f"[data-turn]:not([data-turn='{turn}'])", state="attached")
        taken.append(perf_counter() - began)
    return taken


def _walk(customer: Page) -> None:
    """103 with a mistake, mended, 104, back to a change, 104 again."""
    customer.goto("/okyakusama/registration/")
    for name, value in ANSWERS.items():
        box = customer.locator(f"main [name='{name}']").first
        if box.get_attribute("type") in ("radio", "checkbox"):
            customer.locator(f"main label:has([name='{name}'][value='{value}'])").click()
        else:
            box.press_sequentially(value)
    customer.locator("main [name=email]").press_sequentially("hanako.example.jp")
    _send(customer)
    customer.locator("main [name=email]").fill("hanako@example.jp")
    _send(customer)
    customer.locator(".row__change a").nth(3).click()
    customer.wait_for_timeout(1500)
    _send(customer)


def _send(customer: Page) -> None:
    customer.wait_for_timeout(1500)
    customer.click("main form#step .act button[type=submit]")
    customer.wait_for_load_state()
    customer.wait_for_timeout(1500)


def _bytes(customer: Page, operator: Page) -> tuple[int, int]:
    """All that the operator's page is sent while the customer walks, and the most that one update is."""
    sizes: list[int] = []
    operator.on("response", lambda answer: sizes.append(len(answer.body())))
    _walk(customer)
    return sum(sizes), max(sizes)


def _recorded(context: BrowserContext, script: str) -> int:
    """The bytes of what rrweb tells of the same walk, as JSON."""
    told: list[int] = []
    page = context.new_page()
    page.expose_function("tell", lambda length: told.append(length))  # noqa: PLW0108
    page.add_init_script(f"{script}\n{RECORDING}")
    _walk(page)
    page.goto("about:blank")
    return sum(told)


def _rrweb(folder: Path) -> str | None:
    """The script, None where npm is not there or has none."""
    if shutil.which("npm") is None:
        return None
    into = folder / "rrweb"
    into.mkdir(exist_ok=True)
    done = subprocess.run(
        ["npm", "install", "--no-save", "--ignore-scripts", "--silent", "--prefix", into, RRWEB],
        capture_output=True,
        check=False,
    )
    found = into / "node_modules" / "rrweb" / "dist" / "rrweb.min.js"
    return found.read_text() if done.returncode == 0 and found.is_file() else None


def measure(folder: Path, environment: Mapping[str, str], updates: int) -> bool:
    """Print the figures; give whether the targets are met."""
    with serving(environment, *OURS.application, threads=4) as server, chromium() as browser:
        at = {"base_url": f"http://127.0.0.1:{server.port}"}
        operator, customer = _at_desk(browser.new_context(**at)), browser.new_context(**at).new_page()
        _together(customer, operator)
        delays = _delays(customer, operator, updates)
        whole, most = _bytes(customer, operator)
        script = _rrweb(folder)
        recorded = _recorded(browser.new_context(**at), script) if script else None
    print(f"From a customer's request to the operator's page that shows it, {updates} times:")
    met = [
        within("half of them", delays, MEDIAN_SECONDS, "s"),
        within("95 of 100", [quantiles(delays, n=20, method="inclusive")[18]], P95_SECONDS, "s"),
        within("the most that one update is", [most], MOST_BYTES, "bytes"),
    ]
    print(f"  all that the operator's page is sent in a walk: {whole:,} bytes")
    if recorded is None:
        print("  rrweb is not here (npm): nothing to compare with")
        return all(met)
    print(f"  what {RRWEB} tells of the same walk: {recorded:,} bytes")
    return all([*met, within("ours, to that", [whole / recorded], OF_A_RECORDING, "×")])
