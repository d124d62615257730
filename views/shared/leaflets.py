"""Which leaflets are there for the customers of a portal, and which of them lie on the shelf? (画面 123)

A leaflet is about a sequence: it is declared in leaflets.toml, made by `flask leaflet`, and kept as a PDF in the folder
of the leaflets, under the names of portal and sequence.
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from flask import current_app

from rules.portals import Portal

FILE = Path(__file__).with_name("leaflets.toml")
KIBIBYTE = 1024


class Leaflet(NamedTuple):
    """What is written of a leaflet: for whom it is, the screens that one comes through beside those of its sequence,
    and the words of what is pressed on them, any of which may be the one there; the kind of the letter that comes."""

    name: str
    title: str
    whom: str
    before: Sequence[int] = ()
    between: Sequence[int] = ()
    after: Sequence[int] = ()
    press: Mapping[int, Sequence[str]] = {}
    letter: str = ""


class Shown(NamedTuple):
    """How a screen is shown on paper: what is said of it where the words for the telephone do not fit, and under which
    headings nothing matters."""

    say: Sequence[str] = ()
    leave: Sequence[str] = ()


class OnShelf(NamedTuple):
    """A leaflet that can be opened: its name and title, and how large it is in whole KB."""

    name: str
    title: str
    kilobytes: int


def _read() -> tuple[dict[str, Leaflet], dict[int, Shown], dict[int, str]]:
    told: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    leaflets = {name: _leaflet(name, entry) for name, entry in told["leaflets"].items()}
    shown = {int(number): Shown(**entry) for number, entry in told["screens"].items()}
    return leaflets, shown, {int(number): words for number, words in told["stuck"].items()}


def _leaflet(name: str, entry: Mapping[str, Any]) -> Leaflet:
    press = {int(number): words for number, words in entry.get("press", {}).items()}
    return Leaflet(name, **{**entry, "press": press})


LEAFLETS, SHOWN, STUCK = _read()


def of_portal(portal: Portal) -> list[Leaflet]:
    """The leaflets about sequences that a portal offers."""
    return [leaflet for name, leaflet in LEAFLETS.items() if name in portal.sequences]


def file_name(portal: Portal, leaflet: Leaflet) -> str:
    """Under which name a leaflet is kept."""
    return f"{portal.name}-{leaflet.name}.pdf"


def on_shelf(portal: Portal) -> list[OnShelf]:
    """The leaflets of a portal that were made."""
    return [
        OnShelf(leaflet.name, leaflet.title, max(1, round(path.stat().st_size / KIBIBYTE)))
        for leaflet in of_portal(portal)
        if (path := _folder() / file_name(portal, leaflet)).is_file()
    ]


def path_of(portal: Portal, name: str) -> Path | None:
    """Where a leaflet lies; None where the portal has none of this name, or it was not made."""
    found = next((leaflet for leaflet in of_portal(portal) if leaflet.name == name), None)
    path = _folder() / file_name(portal, found) if found else None
    return path if path and path.is_file() else None


def _folder() -> Path:
    return Path(current_app.config["LEAFLETS_FOLDER"])
