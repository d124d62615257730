"""Does a customer's request get dearer when there are a thousand times as many contracts?

The same customer with the same three contracts, in both databases. Passwords are hashed with argon2's least, so that
what grows is not hidden behind it.
"""

from collections.abc import Mapping
from pathlib import Path

from bench import contracts
from bench.browser import Browser, Unexpected
from bench.commands import LEAST_WORK
from bench.figures import ratio, show
from bench.imports import imported
from bench.rounds import Contestant, Visit, compare
from bench.server import python
from bench.visitors import FEW, PASSWORD, PORTAL, Holder
from bench.wizard import OURS

FEW_CONTRACTS = 1_000
FLAT = 1.15
CUSTOMER, STRANGER = Holder.of(0), Holder.of(4)


def log_in(browser: Browser) -> None:
    """102, then 621."""
    page = browser.get(f"/{PORTAL}/login?next=/{PORTAL}/renewals")
    page = browser.send(page, {"user_id": CUSTOMER.email, "password": PASSWORD})
    if not all(number in page.text for number in FEW):
        raise Unexpected(f"{page.address} does not list the customer's contracts")


def add(browser: Browser, who: str) -> None:
    """721 to 723: a contract of the customer's own is looked up and put on the list, where it is already."""
    page = browser.get(f"/{PORTAL}/addition/")
    page = browser.send(browser.send(page, CUSTOMER.addition), {})
    if "ご契約を一覧に追加しました" not in page.text:
        raise Unexpected(f"{page.address} is not 723")


def begin_to_add(browser: Browser, who: str) -> None:
    """721, then 722."""
    page = browser.send(browser.get(f"/{PORTAL}/addition/"), CUSTOMER.addition)
    if CUSTOMER.number not in page.text:
        raise Unexpected(f"{page.address} is not 722")


def register(browser: Browser, who: str) -> None:
    """103, then 104."""
    email = f"{who}@example.jp"
    page = browser.send(browser.get(OURS.registration), STRANGER.profile(email))
    if email not in page.text:
        raise Unexpected(f"{page.address} is not 104")


VISITS = {
    "login and 621": Visit(lambda browser, who: log_in(browser)),
    "721 and 722": Visit(begin_to_add, before=log_in),
    "721 to 723": Visit(add, before=log_in),
    "103 and 104": Visit(register),
    **contracts.VISITS,
}


def measure(folder: Path, many: int, rounds: int, times: int) -> bool:
    """Print the figures; give whether they are flat."""
    sizes = {f"{count:,} contracts": database(folder, count) for count in (FEW_CONTRACTS, many)}
    contestants = {name: Contestant(OURS.application, environment, VISITS) for name, environment in sizes.items()}
    cpu = compare(contestants, rounds, times)
    print("Server CPU with few and with many contracts in the database (argon2 with its least parameters):")
    met = []
    for visit in VISITS:
        few, much = (cpu[visit, name] for name in sizes)
        for name in sizes:
            show(f"{visit}, {name}", cpu[visit, name], "ms")
        met.append(ratio(visit, much, few, FLAT))
    return all(met)


def database(folder: Path, count: int, held: int = 0) -> Mapping[str, str]:
    """A database of so many contracts, with a customer who holds a few, or so many."""
    environment = {**imported(folder, count).environment, **LEAST_WORK}
    python("-m", "bench.customers", "1", str(held), environment=environment)
    return environment
