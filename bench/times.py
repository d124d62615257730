"""Does the time of an answer tell whether somebody is a customer? (decision 17)

Wall time of one request, its redirect not followed, as the visitor sees it: the requests of all kinds in turn, in an
order that is drawn each time, on one server with argon2's default parameters, which sends its letters itself as that of
`make run` does. Where a press ends on a complete page, that page is timed as well, asked for at once, while the letter
of the press is on its way. Each kind uses an address, ID or number once, so that its count of wrong tries is as new as
the next one's; the locked ones were locked beforehand.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

from argon2 import PasswordHasher

from bench.browser import Browser, Unexpected
from bench.figures import alike, indistinct, show
from bench.imports import imported
from bench.rounds import WARM_UP
from bench.server import python, serving
from bench.visitors import PASSWORD, PORTAL, Holder
from bench.wizard import OURS

CONTRACTS = 5_000
GROUPS_WITH_ACCOUNTS = 6
SAME = 1.05
# By chance one comparison in a thousand lies beyond it, so one run in a hundred: who asks as often sees no difference
# that would not as likely be none.
MOST_Z = 3.3
AFTER = ", page after"
THREADS = 4
HASHES = 20
WRONG_TRIES, WRONG, LOCKED_UNKNOWN = 5, "wrong7pass", "locked@example.jp"
MISMATCH, LOCKED = "一致しません", "ログインできない状態にしています"
NO_CONTRACT = "一致するご契約を確認できませんでした"
Ask = Callable[[Browser, int], Mapping[str, float]]
Who = Callable[[int], Holder]
Typed = Callable[[int], str]
Boxes = Callable[[int], dict[str, str]]


def _refused(first: str, typed: Boxes, says: str) -> Ask:
    def ask(browser: Browser, number: int) -> Mapping[str, float]:
        seconds, answer = browser.time(browser.get(first), typed(number))
        if answer.status != 422 or says not in answer.text:
            raise Unexpected(f"{first} was not answered with {says} ({answer.status})")
        return {"": seconds}

    return ask


def _confirm(first: str, typed: Boxes) -> Ask:
    def ask(browser: Browser, number: int) -> Mapping[str, float]:
        page = browser.send(browser.get(first), typed(number))
        seconds, answer = browser.time(page, {})
        if not answer.address.endswith("/complete"):
            raise Unexpected(f"{page.address} does not lead to its complete screen ({answer.status})")
        after, shown = browser.time_opening(answer.address)
        if shown.status != 200:
            raise Unexpected(f"{answer.address} is not shown ({shown.status})")
        return {"": seconds, AFTER: after}

    return ask


def _login(user_id: Typed, password: str, says: str) -> Ask:
    return _refused(f"/{PORTAL}/login", lambda number: {"user_id": user_id(number), "password": password}, says)


def _easy(policy: Typed) -> Ask:
    return _refused(f"/{PORTAL}/easy/", lambda number: {"number": policy(number), "initial": WRONG}, NO_CONTRACT)


def _registration(email: Typed, holder: Who) -> Ask:
    return _confirm(OURS.registration, lambda number: holder(number).profile(email(number)))


def _forgotten(email: Typed, born: Who) -> Ask:
    return _confirm(f"/{PORTAL}/forgotten/", lambda number: {"email": email(number), **born(number).born_typed})


def _locked(user_id: Typed, born: Who) -> Ask:
    return _confirm(f"/{PORTAL}/locked/", lambda number: {"user_id": user_id(number), **born(number).born_typed})


def _temporary(email: Typed, holder: Who, policy: Typed) -> Ask:
    return _confirm(
        f"/{PORTAL}/temporary/", lambda number: {**holder(number).person(email(number)), "number": policy(number)}
    )


def _customers(requests: int) -> int:
    return GROUPS_WITH_ACCOUNTS * (WARM_UP + requests) + 1


def _asked(requests: int) -> Mapping[str, Ask]:
    """Every kind of request. The holders with accounts stand in groups, after them a locked one; the others have none,
    and no two of all these were born on the same day."""
    each, customers = WARM_UP + requests, _customers(requests)
    locked, stranger, no_policy = Holder.of(customers - 1).email, "stranger{}@example.jp".format, "D{:09}".format

    def group(place: int) -> tuple[Typed, Who]:
        first = place * each
        return (lambda number: Holder.of(first + number).email), (lambda number: Holder.of(first + number))

    def other(number: int) -> Holder:
        return Holder.of(customers + number)

    def another(number: int) -> Holder:
        return Holder.of(customers + each + number)

    def with_initial(number: int) -> Holder:
        return Holder.with_initial((customers + 2 * each) // 3 + 1 + number)

    registered, registered_holder = group(0)
    return {
        "login, unknown ID": _login("nobody{}@example.jp".format, PASSWORD, MISMATCH),
        "login, wrong password": _login(registered, WRONG, MISMATCH),
        "login, locked unknown ID": _login(lambda number: LOCKED_UNKNOWN, PASSWORD, LOCKED),
        "login, locked ID, right password": _login(lambda number: locked, PASSWORD, LOCKED),
        "104, unknown address": _registration(stranger, other),
        "104, address in a contract": _registration(lambda number: other(number).email, other),
        "104, address with an account": _registration(registered, registered_holder),
        "407, unknown address": _forgotten(stranger, other),
        "407, its holder's birth date": _forgotten(*group(1)),
        "407, another's birth date": _forgotten(group(2)[0], other),
        "412, unknown ID": _locked(stranger, other),
        "412, its holder's birth date": _locked(*group(3)),
        "412, another's birth date": _locked(group(4)[0], other),
        "202, unknown number": _easy(no_policy),
        "202, number with an initial password": _easy(lambda number: with_initial(number).number),
        "202, a customer's number": _easy(lambda number: Holder.with_initial(number).number),
        "302, no contract's data": _temporary("newcomer{}@example.jp".format, other, no_policy),
        "302, a contract's data": _temporary(
            "latecomer{}@example.jp".format, another, lambda number: another(number).number
        ),
        "302, address with an account": _temporary(group(5)[0], other, no_policy),
    }


SAME_TIME = (
    ("login, wrong password", "login, unknown ID"),
    ("login, locked ID, right password", "login, locked unknown ID"),
    ("login, locked ID, right password", "login, unknown ID"),
    ("104, address in a contract", "104, unknown address"),
    ("104, address with an account", "104, unknown address"),
    ("407, its holder's birth date", "407, unknown address"),
    ("407, another's birth date", "407, unknown address"),
    ("412, its holder's birth date", "412, unknown ID"),
    ("412, another's birth date", "412, unknown ID"),
    ("202, number with an initial password", "202, unknown number"),
    ("202, a customer's number", "202, unknown number"),
    ("302, a contract's data", "302, no contract's data"),
    ("302, address with an account", "302, no contract's data"),
)


def measure(folder: Path, requests: int) -> bool:
    """Print the figures; give whether what must be alike is."""
    environment = imported(folder / "times", CONTRACTS).environment
    customers = _customers(requests)
    python("-m", "bench.customers", str(customers), environment=environment)
    with serving(environment, "--factory", "bench.ours:serve_and_send", threads=THREADS) as server:
        for user_id in (LOCKED_UNKNOWN, Holder.of(customers - 1).email):
            _lock(server.port, user_id)
        taken = _take(server.port, _asked(requests), requests)
    print("Wall time of one answer, argon2 with its default parameters, which every login includes:")
    show("one argon2 hash, apart", _hashing(), "ms")
    for name in sorted(taken):
        show(name, taken[name], "ms")
    met = [alike(_beside(one, other), taken[one], taken[other], SAME) for one, other in SAME_TIME]
    print("The page after, while the letter is on its way:")
    after = [(one + AFTER, other + AFTER) for one, other in SAME_TIME if one + AFTER in taken]
    met += [indistinct(_beside(one, other), taken[one], taken[other], MOST_Z) for one, other in after]
    return all(met)


def _beside(one: str, other: str) -> str:
    return f"{one.removesuffix(AFTER)} to {other.removesuffix(AFTER).partition(', ')[2]}"


def _lock(port: int, user_id: str) -> None:
    for _ in range(WRONG_TRIES):
        browser = Browser(port)
        page = browser.send(browser.get(f"/{PORTAL}/login"), {"user_id": user_id, "password": WRONG}, expect=422)
    if LOCKED not in page.text:
        raise Unexpected(f"{WRONG_TRIES} wrong passwords do not lock")


def _take(port: int, asked: Mapping[str, Ask], requests: int) -> dict[str, list[float]]:
    """Milliseconds by kind, without those of the first that warm the server up; each visitor has a browser."""
    taken: dict[str, list[float]] = defaultdict(list)
    for number in range(WARM_UP + requests):
        for name in random.sample(list(asked), len(asked)):
            for what, seconds in asked[name](Browser(port), number).items():
                taken[name + what].append(1000 * seconds)
    return {name: times[WARM_UP:] for name, times in taken.items()}


def _hashing() -> list[float]:
    """Milliseconds of a hash as OWASP's parameters have it, which are the settings' defaults."""
    hasher, taken = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1), []
    for _ in range(HASHES):
        began = perf_counter()
        hasher.hash(PASSWORD)
        taken.append(1000 * (perf_counter() - began))
    return taken
