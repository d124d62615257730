"""What does 602 cost a company with ten thousand contracts, beside a customer with two pages of them?"""

from collections.abc import Mapping
from pathlib import Path

from bench import contracts
from bench.browser import Browser
from bench.figures import ratio, show
from bench.growth import database
from bench.rounds import Contestant, Visit, compare
from bench.server import memory, serving
from bench.visitors import FEW, PORTAL
from bench.wizard import OURS

PAGE = 20
FEW_HELD = 2 * PAGE
AT_MOST = 10
FIRST_KANJI, FEW_SEARCHES, MORE_MEMORY = 0x4E00, 10, 5.0


def _page(number: int) -> Visit:
    def looked_at(browser: Browser, who: str) -> None:
        first = (number - 1) * PAGE + 1
        contracts.must_be(browser.get(f"/{PORTAL}/contracts?page={number}"), f"のうち{first:,}〜")

    return Visit(looked_at, before=contracts.log_in)


def _open(browser: Browser) -> None:
    contracts.log_in(browser)
    browser.get(f"/{PORTAL}/contracts")


def _found(browser: Browser, who: str) -> None:
    contracts.must_be(browser.send(browser.page, {"word": FEW[0]}), f"「{FEW[0]}」の検索結果：1件")


def _found_on_602(browser: Browser, who: str) -> None:
    browser.get(f"/{PORTAL}/contracts")
    _found(browser, who)


def _visits(held: int) -> Mapping[str, Visit]:
    return {
        "602": _page(1),
        "602, its last page": _page(held // PAGE),
        "a search": Visit(_found, before=_open),
        "602, then a search": Visit(_found_on_602, before=contracts.log_in),
    }


def _search(browser: Browser, count: int) -> None:
    """Search for so many words, each another kanji."""
    page = browser.get(f"/{PORTAL}/contracts")
    words = " ".join(chr(FIRST_KANJI + number) for number in range(count))
    contracts.must_be(browser.send(page, {"word": words}), "の検索結果：")


def _memory_of_searches(environment: Mapping[str, str], searches: int) -> bool:
    """Print what a server holds after a few searches, no two with as many words, and after many."""
    with serving(environment, *OURS.application) as server:
        browser = Browser(server.port)
        contracts.log_in(browser)
        held = []
        for count in range(1, searches + 1):
            _search(browser, count)
            if count in (FEW_SEARCHES, searches):
                held.append(memory(server.process.pid))
    print(f"Memory after {FEW_SEARCHES} and after {searches:,} searches, each of another number of words:")
    print(f"  {held[0]:.1f} MiB, {held[1]:.1f} MiB: {held[1] - held[0]:+.1f} MiB (at most {MORE_MEMORY})")
    return held[1] - held[0] <= MORE_MEMORY


def measure(folder: Path, many: int, rounds: int, times: int) -> bool:
    """Print the figures; give whether each keeps within AT_MOST times what it costs a customer with few, and memory
    within MORE_MEMORY."""
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
    searches = 100 * rounds
    return _memory_of_searches(contestants[f"{many:,} held"].environment, searches) and all(met)
