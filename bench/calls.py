"""What do customers cost who wait on 503 until they have called, and how soon does their page move on?

Argon2 takes its least here, so that those who log in are soon together: each wait ends after five minutes.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bench import beside, telephone
from bench.browser import Browser
from bench.commands import LEAST_WORK
from bench.contracts import must_be
from bench.figures import ratio, show
from bench.imports import imported
from bench.rounds import WARM_UP, Contestant, Visit, compare
from bench.server import python, serving
from bench.visitors import CALLED_PORTAL
from bench.waiting import log_in
from bench.wizard import ANSWERS, OURS

OF_A_GET = 0.25
A_POLL, GET_104, GET_503 = "an ask whether the call came", "the GET of 104", "the GET of 503"


class Times(NamedTuple):
    """How often: `rounds` of `visits`, and of two stretches of so many seconds; `calls`."""

    rounds: int
    stretch: float
    visits: int
    calls: int


def _asking(browser: Browser, place: int) -> Mapping[str, Visit]:
    """The visits of one login that waits, over and over, each visitor with what this browser carries."""
    asks_at = log_in(browser, place)
    carried, screen = dict(browser.cookies), browser.page.address

    def ask(visitor: Browser, who: str = "") -> None:
        must_be(visitor.get(asks_at), "pending")

    def see_503(visitor: Browser, who: str = "") -> None:
        must_be(visitor.get(screen), "（画面番号503）")

    def carry(visitor: Browser) -> None:
        visitor.cookies = dict(carried)
        ask(visitor)

    return {A_POLL: Visit(ask, before=ask), GET_104: Visit(_see_104, before=_to_104), GET_503: Visit(see_503, carry)}


def _to_104(browser: Browser) -> None:
    browser.send(browser.get(OURS.registration), {**ANSWERS, "email": "beside@example.jp"})


def _see_104(browser: Browser, who: str) -> None:
    must_be(browser.get(browser.page.address), "（画面番号104）")


def _an_ask(environment: Mapping[str, str], place: int, times: Times) -> bool:
    """Print what an ask costs; give whether that is little enough beside a GET of a wizard."""
    with serving(environment, *OURS.application) as server:
        visits = _asking(Browser(server.port), place)
    ours = Contestant(OURS.application, environment, visits)
    cpu = {visit: of_it for (visit, _), of_it in compare({"ours": ours}, times.rounds, times.visits).items()}
    print("Server CPU of one request, its connection kept open:")
    for visit in visits:
        show(visit, cpu[visit], "ms")
    met = [ratio(f"an ask, to {other}", cpu[A_POLL], cpu[other], OF_A_GET) for other in (GET_104, GET_503)]
    return all(met)


def measure(folder: Path, waiting: int, times: Times) -> bool:
    """Print the figures; give whether the targets are met. No two of those who wait have one telephone."""
    others = waiting + WARM_UP
    there = imported(folder / "calls", others + 2 + times.calls, CALLED_PORTAL)
    environment = {**there.environment, **LEAST_WORK}
    python("-m", "bench.callers", environment=environment)
    met = [
        beside.measure(environment, waiting, times.rounds, times.stretch),
        _an_ask(environment, others, times),
        telephone.measure(environment, others + 1, times.calls),
    ]
    return all(met)
