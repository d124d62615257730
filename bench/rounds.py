"""How are servers compared in one run? In rounds with new servers each, and visits in an order that is drawn.

What is counted is the CPU that a server's processes use, all threads; what the visitors' side uses is not in it.
"""

import random
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from bench.browser import Browser
from bench.server import ROOT, Server, serving

WARM_UP = 5


class Visit(NamedTuple):
    """What one visitor does: what comes before is not counted, what is `walked` with a name of their own is."""

    walked: Callable[[Browser, str], None]
    before: Callable[[Browser], None] = lambda browser: None


class Contestant(NamedTuple):
    """A server and what is asked of it, by name; `root` is where it lies."""

    application: tuple[str, ...]
    environment: Mapping[str, str]
    visits: Mapping[str, Visit]
    root: Path = ROOT


def compare(contestants: Mapping[str, Contestant], rounds: int, times: int) -> dict[tuple[str, str], list[float]]:
    """Milliseconds of server CPU a visit, by visit and contestant, one figure a round."""
    drawn = [(visit, name) for name, contestant in contestants.items() for visit in contestant.visits]
    cpu: dict[tuple[str, str], list[float]] = {each: [] for each in drawn}
    for number in range(rounds):
        with ExitStack() as running:
            servers = {
                name: running.enter_context(
                    serving(contestant.environment, *contestant.application, root=contestant.root)
                )
                for name, contestant in contestants.items()
            }
            for visit, name in random.sample(drawn, len(drawn)):
                cpu[visit, name].append(_cpu_ms(servers[name], contestants[name].visits[visit], number, times))
    return cpu


def _cpu_ms(server: Server, visit: Visit, number: int, times: int) -> float:
    """Milliseconds a visit, after a few that warm it up; each visitor has a browser of their own."""
    browsers = [Browser(server.port) for _ in range(WARM_UP + times)]
    for browser in browsers:
        visit.before(browser)
    for which, browser in enumerate(browsers[:WARM_UP]):
        visit.walked(browser, f"warm{number}x{which}")
    before = server.cpu
    for which, browser in enumerate(browsers[WARM_UP:]):
        visit.walked(browser, f"visitor{number}x{which}")
    return 1000 * (server.cpu - before) / times
