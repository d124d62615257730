"""How does a leaflet become a PDF? Its screens are photographed, and everything is laid out by leaflet.typ."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

from domain.messages.letters import Draft
from domain.messages.paper_letters import desk_of
from infra import pdf, pdf_pictures
from rules.colours import RAMPS
from rules.japanese import phrases
from rules.japanese.dates import JST
from rules.japanese.formatting import day
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from views.leaflets import contents, mail, words
from views.leaflets.contents import COMPLETE, LETTER, Stop
from views.leaflets.cropping import PRESS
from views.leaflets.pictures import Pictured
from views.practice.asked import Screen
from views.shared.leaflets import SHOWN, Leaflet, Shown

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
LEGEND = (
    "赤い丸の数字は、画面の項目の番号です。赤い枠と矢印のところを押すと、次へ進みます。"
    "お電話の際は、画面の右上の「画面番号」をお知らせください。"
)
BEGIN = "次のアドレスを、パソコンやスマートフォンのブラウザーで開いてください。"
LOGGED_IN = "次のアドレスを、パソコンやスマートフォンのブラウザーで開いて、ログインしてください。"
ARRIVED = "届いたメールを開いて、赤い枠のところを押してください。差出人と件名は、次のとおりです。"
HELP = "お困りのときは、そのときの画面を開いたまま、お電話ください。画面番号をうかがいながらご案内します。"
# Where one stands who has logged in.
HOMES = (504, 511)
# Of these the beginning and the end say enough, where nothing else is written.
BRIEF = (contents.VIEW, contents.CONFIRM, COMPLETE)
AFTERWARDS = Shown(leave=["このあとの流れ"])


@dataclass(frozen=True)
class Sources:
    """Where a leaflet comes from: a screen of a portal by its number, a letter by the number at which it leaves and its
    kind, and the pictures of a screen, each by what asks for it."""

    screen: Callable[[int], Screen]
    letter: Callable[[int, str], Draft]
    take: Callable[[str, Shown, Sequence[str], bool, bool], list[Pictured]]


@dataclass(frozen=True)
class Composed:
    """A leaflet for its template, and the pictures that this names."""

    told: dict[str, Any]
    pictures: Mapping[str, bytes]


def made(portal: Portal, leaflet: Leaflet, sources: Sources, now: UtcDateTime) -> bytes:
    """A leaflet as a PDF. Raise chromium.CannotDraw, counter.Unshown, pdf.CannotPrint."""
    composed = compose(portal, leaflet, sources, now)
    return pdf_pictures.packed(pdf.typeset_with(composed.pictures, "leaflet", composed.told, now))


def compose(portal: Portal, leaflet: Leaflet, sources: Sources, now: UtcDateTime) -> Composed:
    """All that stands in a leaflet. Raise what the sources do."""
    stops = contents.stops(portal, leaflet)
    screens = {stop.number: sources.screen(stop.number) for stop in stops if stop.kind != LETTER}
    steps, pictures = list[dict[str, Any]](), dict[str, bytes]()
    for place, stop in enumerate(stops, 1):
        if stop.kind == LETTER:
            own = {"letter": mail.shown(sources.letter(stop.number, leaflet.letter)), "say": _all([ARRIVED])}
        else:
            own = _pictured(stop, screens[stop.number], sources, f"{place:02}", pictures)
        steps.append({**_step(place, stop), **own})
    return Composed({**_frame(portal, leaflet, stops, screens, now), "steps": steps}, pictures)


def _step(place: int, stop: Stop) -> dict[str, Any]:
    return {
        "place": place,
        "number": f"{stop.shown:03}" if stop.shown else "",
        "title": phrases.split(stop.title),
        "sometimes": stop.sometimes,
        "press": None,
        "letter": None,
        "pictures": [],
    }


def _pictured(stop: Stop, screen: Screen, sources: Sources, prefix: str, files: dict[str, bytes]) -> dict[str, Any]:
    """What is said of a screen and shown of it; its pictures are put among the files."""
    taken = _taken(stop, screen, sources)
    press = next((mark.words for each in taken for mark in each.marks if mark.kind == PRESS), "")
    pictures = []
    for part, each in enumerate(taken, 1):
        name = f"{prefix}-{part}.png"
        files[name] = each.png
        alt = words.described(stop, screen, press, part, len(taken))
        marks = [mark._asdict() for mark in each.marks]
        pictures.append({"file": name, "alt": alt, "width": each.width, "height": each.height, "marks": marks})
    said = _all(words.said(stop, screen))
    return {"say": said, "press": phrases.split(words.pressed(stop, press)) or None, "pictures": pictures}


def _taken(stop: Stop, screen: Screen, sources: Sources) -> list[Pictured]:
    filled_in = words.is_filled_in(stop, screen)
    written = SHOWN.get(stop.number, Shown())
    shown = AFTERWARDS if stop.kind == COMPLETE and not written.leave else written
    is_brief = stop.kind in BRIEF and not filled_in and not written.leave
    return sources.take(screen.page, shown, stop.press, filled_in, is_brief)


def _frame(
    portal: Portal, leaflet: Leaflet, stops: Sequence[Stop], screens: Mapping[int, Screen], now: UtcDateTime
) -> dict[str, Any]:
    colour, tint = RAMPS[portal.colour]
    today = now.astimezone(JST)
    named = {"portal": portal.title, "id": portal.user_id_label}
    return {
        "title": f"{portal.title}　{leaflet.title}",
        "heading": phrases.split(leaflet.title),
        "company": portal.company,
        "portal": portal.title,
        "colour": colour,
        "tint": tint,
        "made": [today.year, today.month, today.day],
        "edition": f"{day(now)}作成　第{_version()}版",
        "whom": phrases.split(leaflet.whom.format(**named)),
        "at_hand": _all(words.at_hand(stops, screens)),
        "begin": phrases.split(LOGGED_IN if stops[0].number in HOMES else BEGIN),
        "start": _start(portal),
        "path": [f"{stop.shown:03}" if stop.shown else "メール" for stop in stops],
        "legend": phrases.split(LEGEND),
        "numbers": words.numbers(portal, stops),
        "cautions": _all(words.cautions(portal, leaflet, stops)),
        "stuck": [
            {"number": f"{number:03}", "title": phrases.split(title), "say": phrases.split(say)}
            for number, title, say in words.stuck(portal)
        ],
        "help": phrases.split(HELP),
        "desk": desk_of(portal.help_desk),
    }


def _all(texts: Iterable[str]) -> list[list[str]]:
    return [phrases.split(text) for text in texts]


def _start(portal: Portal) -> dict[str, str]:
    url = f"{current_app.config['BASE_URL']}/{portal.name}/"
    return {"url": url, "qr": pdf.qr_code(url)}


def _version() -> str:
    version: str = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"]
    return version
