"""What does a wizard cost the server's CPU, beside the same journey written by others' means?

Two journeys. 103 to 105: 103, sent with a mistake, sent well, 104, back to change the address, 104 again, confirmed,
105. Four pages: four pages of eight fields, the confirm screen, confirmed, the end.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from bench.browser import Browser, Unexpected
from bench.figures import ratio, show
from bench.peers import sample_words
from bench.rounds import Contestant, Visit, compare
from bench.server import flask, python

ANSWERS = {
    "holder-family": "髙﨑", "holder-given": "𠮷乃", "kana-family": "タカサキ", "kana-given": "ヨシノ",
    "birth-era": "showa", "birth-year": "35", "birth-month": "4", "birth-day": "1",
    "keyword": "sakura35", "employee": "", "terms": "yes", "privacy": "yes",
}  # fmt: skip
REGISTRATION, FOUR_PAGES = "103 to 105", "four pages"
JOURNEYS = {
    REGISTRATION: "Server CPU of one journey 103 → 105, nine requests (formtools ten), letters written, not yet sent:",
    FOUR_PAGES: "Server CPU of four pages of eight fields, confirmed, eleven requests (formtools twelve):",
}


class Target(NamedTuple):
    """Something to walk: its application, where the wizards are, what their boxes are called, how it says a mistake."""

    application: tuple[str, ...]
    registration: str
    sample: str
    name: Callable[[str, str], str]
    mistake: int = 422


OURS = Target(
    ("--factory", "bench.ours:serve"), "/okyakusama/registration/", "/okyakusama/sample/", lambda page, box: box
)
FLASK = Target(
    ("bench.peers.bare_flask:app",), "/wizard/profile", "/sample/holder", lambda page, box: box.replace("-", "_")
)
FORMTOOLS = Target(
    ("bench.peers.formtools:app",),
    "/wizard/profile",
    "/sample/holder",
    lambda page, box: f"{page}-{box.replace('-', '_')}",
    mistake=200,
)
TARGETS = {"Madoguchi": OURS, "bare Flask, nothing stored": FLASK, "django-formtools, SQLite": FORMTOOLS}


def register(target: Target) -> Visit:
    """103 to 105. Raise Unexpected where it leads elsewhere."""

    def filled(email: str, **differently: str) -> dict[str, str]:
        answers = {**ANSWERS, "email": email, **differently}
        return {target.name("profile", box): value for box, value in answers.items()}

    def walk(browser: Browser, who: str) -> None:
        email = f"{who}@example.jp"
        page = browser.get(target.registration)
        page = browser.send(page, filled(email, **{"kana-given": "?"}), expect=target.mistake)
        page = browser.send(page, filled(email))
        page = browser.get(page.link("change=email"))
        page = browser.send(page, filled("b" + email))
        if "b" + email not in page.text:
            raise Unexpected("104 does not show the changed address")
        page = browser.send(page, {})
        if "sakura35" not in page.text or "メールを送信しました" not in page.text:
            raise Unexpected(f"{page.address} is not 105")

    return Visit(walk)


def four_pages(target: Target) -> Visit:
    """Four pages, each answered at once. Raise Unexpected where it leads elsewhere."""

    def walk(browser: Browser, who: str) -> None:
        page = browser.get(target.sample)
        for name in sample_words.PAGES:
            answers = {**sample_words.ANSWERS, "email": f"{name}{who}@example.jp"}
            page = browser.send(page, {target.name(name, f"{name}_{box}"): value for box, value in answers.items()})
        if not all(f"{name}{who}@example.jp" in page.text for name in sample_words.PAGES):
            raise Unexpected(f"{page.address} does not read back what was answered")
        page = browser.send(page, {})
        if sample_words.THANKS not in page.text:
            raise Unexpected(f"{page.address} is not the end")

    return Visit(walk)


def measure(folder: Path, rounds: int, journeys: int) -> bool:
    """Print the figures; give whether the targets are met."""
    environment = _prepare(folder)
    contestants = {
        name: Contestant(
            target.application, environment, {REGISTRATION: register(target), FOUR_PAGES: four_pages(target)}
        )
        for name, target in TARGETS.items()
    }
    cpu = compare(contestants, rounds, journeys)
    met = [_told(journey, {name: cpu[journey, name] for name in TARGETS}) for journey in JOURNEYS]
    return all(met)


def _told(journey: str, cpu: Mapping[str, list[float]]) -> bool:
    print(JOURNEYS[journey])
    for name, figures in cpu.items():
        show(name, figures, "ms")
    ours, flask_, formtools = cpu.values()
    met = [ratio("to bare Flask", ours, flask_, 1.0, 1.25), ratio("to django-formtools", ours, formtools, 0.33)]
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
