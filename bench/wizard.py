"""What does one request of a wizard cost the server's CPU, beside the same journey written by others' means?

The journey: 103, sent with a mistake, sent well, 104, back to change the address, 104 again, confirmed, 105.
"""

import random
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from bench.browser import Browser, Unexpected
from bench.figures import ratio, show
from bench.server import Server, flask, python, serving

ANSWERS = {
    "holder-family": "髙﨑", "holder-given": "𠮷乃", "kana-family": "タカサキ", "kana-given": "ヨシノ",
    "birth-era": "showa", "birth-year": "35", "birth-month": "4", "birth-day": "1",
    "keyword": "sakura35", "employee": "", "terms": "yes", "privacy": "yes",
}  # fmt: skip
WARM_UP = 5


class Target(NamedTuple):
    """Something to walk: its application, where 103 is, what its boxes are called, what a mistake is answered with."""

    application: tuple[str, ...]
    begin: str
    name: Callable[[str], str]
    mistake: int = 422


OURS = Target(("--factory", "bench.ours:serve"), "/okyakusama/registration/", lambda box: box)
FLASK = Target(("bench.peers.bare_flask:app",), "/wizard/profile", lambda box: box.replace("-", "_"))
FORMTOOLS = Target(
    ("bench.peers.formtools:app",), "/wizard/profile", lambda box: "profile-" + box.replace("-", "_"), mistake=200
)
TARGETS = {"Madoguchi": OURS, "bare Flask, nothing stored": FLASK, "django-formtools, SQLite": FORMTOOLS}


def walk(browser: Browser, target: Target, email: str) -> None:
    """One visitor's whole journey. Raise Unexpected where it leads elsewhere."""

    def filled(**differently: str) -> dict[str, str]:
        answers = {**ANSWERS, "email": email, **differently}
        return {target.name(box): value for box, value in answers.items()}

    page = browser.get(target.begin)
    page = browser.send(page, filled(**{"kana-given": "?"}), expect=target.mistake)
    page = browser.send(page, filled())
    page = browser.get(page.link("change=email"))
    page = browser.send(page, filled(email="b" + email))
    if "b" + email not in page.text:
        raise Unexpected("104 does not show the changed address")
    page = browser.send(page, {})
    if "sakura35" not in page.text or "メールを送信しました" not in page.text:
        raise Unexpected(f"{page.address} is not 105")


def measure(folder: Path, rounds: int, journeys: int) -> bool:
    """Print the figures; give whether the targets are met. New servers each round, in an order that is drawn."""
    environment = _prepare(folder)
    cpu: dict[str, list[float]] = {name: [] for name in TARGETS}
    for number in range(rounds):
        with ExitStack() as running:
            servers = {
                name: running.enter_context(serving(environment, *target.application))
                for name, target in TARGETS.items()
            }
            for name in random.sample(list(TARGETS), len(TARGETS)):
                cpu[name].append(_cpu_ms(servers[name], TARGETS[name], number, journeys))
    print("Server CPU of one journey 103 → 105, nine requests (formtools ten), letters written and not yet sent:")
    for name, figures in cpu.items():
        show(name, figures, "ms")
    ours, flask_, formtools = cpu.values()
    met = [ratio("to bare Flask", ours, flask_, 1.0), ratio("to django-formtools", ours, formtools, 0.33)]
    return all(met)


def _prepare(folder: Path) -> Mapping[str, str]:
    environment = {
        "MADOGUCHI_DATABASE_URL": f"sqlite:///{folder / 'ours.sqlite'}",
        "MADOGUCHI_MAIL_FOLDER": str(folder / "mail"),
        "BENCH_DATABASE": str(folder / "formtools.sqlite"),
    }
    flask("db", "upgrade", environment=environment)
    python("-m", "bench.peers.formtools", environment=environment)
    return environment


def _cpu_ms(server: Server, target: Target, number: int, journeys: int) -> float:
    """Milliseconds of CPU a journey, after a few that warm it up."""
    for which in range(WARM_UP):
        walk(Browser(server.port), target, f"warm{number}x{which}@example.jp")
    before = server.cpu
    for which in range(journeys):
        walk(Browser(server.port), target, f"visitor{number}x{which}@example.jp")
    return 1000 * (server.cpu - before) / journeys
