"""What does a page weigh, how soon is it seen, and what does it cost the server, beside what it was before?

Before is the commit below, with its files as they were: its tree is laid out in the folder of the run and served beside
this one, and both are visited in turn, in an order that is drawn in each round. The browser is a Chromium on a slow
telephone in a slow network.
"""

import random
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from bench.browser import Browser, Unexpected
from bench.figures import ratio, show
from bench.rounds import Contestant, Visit, compare
from bench.server import ROOT, Server, flask, serving
from bench.telephone import chromium
from bench.wizard import OURS, REGISTRATION, register

BEFORE = "807930a"
NOW, THEN = "now", f"at {BEFORE}"
# A first visit, and the page that is opened next.
COLD, NEXT = "/okyakusama/login", "/okyakusama/registration/"
SLOWER, PATIENCE_MS = 4, 120_000
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
WINDOW = {"width": 390, "height": 844}
PAINTED = """() => new Promise((painted) => new PerformanceObserver((told) => {
  const [first] = told.getEntriesByName("first-contentful-paint");
  if (first) painted(first.startTime);
}).observe({ type: "paint", buffered: true }))"""
# What a browser tells of itself that asks from a page of ours.
SAYS = {"Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin"}
Figures = dict[tuple[str, str], list[float]]


class Wire:
    """What a page of Chromium takes from the network: requests, and their bytes with their headers."""

    def __init__(self, page: Page) -> None:
        self.requests, self.bytes = 0, 0.0
        self._kept: set[str] = set()
        told = page.context.new_cdp_session(page)
        for name, heard in (("requestServedFromCache", self._from_memory), ("loadingFinished", self._came)):
            told.on(f"Network.{name}", heard)
        told.on("Network.responseReceived", self._answered)
        told.send("Network.enable")
        told.send("Network.emulateNetworkConditions", NETWORK)
        told.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def _from_memory(self, told: Mapping[str, Any]) -> None:
        self._kept.add(told["requestId"])

    def _answered(self, told: Mapping[str, Any]) -> None:
        if told["response"].get("fromDiskCache") or told["response"].get("fromServiceWorker"):
            self._kept.add(told["requestId"])

    def _came(self, told: Mapping[str, Any]) -> None:
        if told["requestId"] not in self._kept:
            self.requests += 1
            self.bytes += told["encodedDataLength"]

    def since(self) -> tuple[int, float]:
        """Requests and bytes since this was asked last."""
        found = self.requests, self.bytes
        self.requests, self.bytes = 0, 0.0
        return found


def _as_it_was(folder: Path) -> Path:
    """Lay the tree of BEFORE out. Raise Unexpected where its commit is not here."""
    tree = folder / "before"
    tree.mkdir(parents=True)
    archive = subprocess.run(["git", "-C", ROOT, "archive", BEFORE], capture_output=True, check=False)
    if archive.returncode:
        raise Unexpected(f"the commit {BEFORE} is not here: a clone with its whole history has it")
    subprocess.run(["tar", "-x", "-C", tree], input=archive.stdout, check=True)
    return tree


def _visit(browser: Chromium, server: Server) -> dict[str, float]:
    """A first visit and the next page."""
    found: dict[str, float] = {}
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", viewport=WINDOW)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    wire = Wire(page)
    for kind, address in (("cold", COLD), ("next", NEXT)):
        before = server.cpu
        page.goto(address, wait_until="networkidle")
        painted = page.evaluate(PAINTED)
        requests, size = wire.since()
        told = {"requests": requests, "KB": size / 1000, "ms": painted, "CPU": 1000 * (server.cpu - before)}
        found |= {f"{kind} {what}": figure for what, figure in told.items()}
    context.close()
    return found


def _walked(browser: Browser, who: str) -> None:
    browser.says = SAYS
    register(OURS).walked(browser, who)


def measure(folder: Path, rounds: int, journeys: int) -> bool:
    """Print the figures; give whether the targets are met."""
    roots = {NOW: ROOT, THEN: _as_it_was(folder)}
    environments = {name: _prepare(folder / name.replace(" ", "-"), root) for name, root in roots.items()}
    flask("static", "build", environment=environments[NOW], quiet=True)
    met = _told(_seen(roots, environments, rounds))
    visits = {REGISTRATION: Visit(_walked)}
    contestants = {name: Contestant(OURS.application, environments[name], visits, root) for name, root in roots.items()}
    cpu = {name: figures for (_, name), figures in compare(contestants, rounds, journeys).items()}
    print("Server CPU of one journey 103 → 105, nine requests, pages alone, asked for as by a browser:")
    return _beside("103 to 105", cpu[NOW], cpu[THEN], "ms", 1.03) and met


def _seen(roots: Mapping[str, Path], environments: Mapping[str, Mapping[str, str]], rounds: int) -> Figures:
    """What a Chromium sees of each server."""
    seen: Figures = defaultdict(list)
    with ExitStack() as running:
        browser = running.enter_context(chromium())
        servers = {
            name: running.enter_context(serving(environments[name], *OURS.application, threads=4, root=root))
            for name, root in roots.items()
        }
        for number in range(rounds + 1):
            for name in random.sample(list(servers), len(servers)):
                found = _visit(browser, servers[name])
                # The first round warms the servers up.
                for what in found if number else ():
                    seen[what, name].append(found[what])
    return seen


def _prepare(folder: Path, root: Path) -> Mapping[str, str]:
    folder.mkdir(parents=True)
    environment = {
        "MADOGUCHI_DATABASE_URL": f"sqlite:///{folder / 'madoguchi.sqlite'}",
        "MADOGUCHI_MAIL_FOLDER": str(folder / "mail"),
    }
    flask("db", "upgrade", environment=environment, root=root)
    return environment


def _told(seen: Figures) -> bool:
    print("In Chromium, CPU a quarter as quick, 1.6 Mbit/s, 150 ms; 102 at a first visit, then 103:")
    lines = (
        ("cold KB", "102, bytes", "kB", 0.35),
        ("cold requests", "102, requests", "", None),
        ("next requests", "103, requests", "", 0.2),
        ("next KB", "103, bytes", "kB", None),
        ("cold ms", "102, first contentful paint", "ms", 0.7),
        ("next ms", "103, first contentful paint", "ms", 0.7),
        ("cold CPU", "102 with its files, server CPU", "ms", 1.03),
        ("next CPU", "103 with its files, server CPU", "ms", 1.03),
    )
    met = [_beside(name, seen[what, NOW], seen[what, THEN], unit, aim) for what, name, unit, aim in lines]
    return all(met)


def _beside(name: str, ours: list[float], theirs: list[float], unit: str, aim: float | None) -> bool:
    """Three lines, or two where nothing is aimed at."""
    show(f"{name}, {NOW}", ours, unit)
    show(f"{name}, {THEN}", theirs, unit)
    return aim is None or ratio("to what it was", ours, theirs, aim)
