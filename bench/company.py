"""What does 602 cost a company with ten thousand contracts, beside a customer with two pages of them?"""

from collections.abc import Mapping
from pathlib import Path

from bench import contracts
from bench.browser import Browser
from bench.figures import ratio, show
from bench.growth import database
from bench.rounds import Contestant, Visit, compare
from bench.visitors import FEW, PORTAL
from bench.wizard import OURS

PAGE = 20
FEW_HELD = 2 * PAGE
AT_MOST = 10


def _page(number: int) -> Visit:
    def looked_at(browser: Browser, who: str) -> None:
        first = (number - 1) * PAGE + 1
        contracts.must_be(browser.get(f"/{PORTAL}/contracts?page={number}"), f"のうち{first:,}〜")

    return Visit(looked_at, before=contracts.log_in)


def _found(browser: Browser, who: str) -> None:
    page = browser.get(f"/{PORTAL}/contracts")
    contracts.must_be(browser.send(page, {"word": FEW[0]}), f"「{FEW[0]}」の検索結果：1件")


def _visits(held: int) -> Mapping[str, Visit]:
    return {
        "602": _page(1),
        "602, its last page": _page(held // PAGE),
        "602, then a search": Visit(_found, before=contracts.log_in),
    }


def measure(folder: Path, many: int, rounds: int, times: int) -> bool:
    """Print the figures; give whether each keeps within AT_MOST times what it costs a customer with few."""
    sizes = {f"{held:,} held": held for held in (FEW_HELD, many)}
    contestants = {
        name: Contestant(OURS.application, database(folder / f"held{held}", many, held), _visits(held))
        for name, held in sizes.items()
    }
    cpu = compare(contestants, rounds, times)
    print("Server CPU of 602 for who holds few contracts and for who holds many (argon2 with its least parameters):")
    met = []
    for visit in _visits(many):
        few, much = (cpu[visit, name] for name in sizes)
        for name in sizes:
            show(f"{visit}, {name}", cpu[visit, name], "ms")
        met.append(ratio(visit, much, few, AT_MOST))
    return all(met)
