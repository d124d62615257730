"""What does the list of banks and branches say that comes with the program?

The files of the package zengin-code are read one by one as they are asked for: importing it reads all of them at once,
which takes half a second and tens of megabytes.
"""

import importlib.util
import json
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from rules.japanese.dates import JST

# Banks of which the branches are kept in memory once they were asked for.
KEPT = 64


class Entry(NamedTuple):
    """A bank (four digits) or a branch (three digits) as the list has it; the reading in large katakana, with － for
    long vowels."""

    code: str
    name: str
    kana: str


@cache
def folder() -> Path:
    """Where the list lies."""
    found = importlib.util.find_spec("zengin_code")
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / "source-data" / "data"


def institutions(where: Path | None = None) -> dict[str, Entry]:
    """Every bank by its code; of another list where its folder is given."""
    return _entries((where or folder()) / "banks.json")


@lru_cache(maxsize=KEPT)
def branches(bank_code: str) -> dict[str, Entry]:
    """Every branch of a bank by its code, none where there is no such bank."""
    return branches_in(folder(), bank_code) if bank_code in _known() else {}


def branches_in(where: Path, bank_code: str) -> dict[str, Entry]:
    """The branches of a bank in the list that lies in this folder."""
    return _entries(where / "branches" / f"{bank_code}.json")


def as_of(where: Path | None = None) -> date:
    """The day on which the list was last renewed."""
    written = ((where or folder()) / "updated_at").read_text().strip()
    return datetime.strptime(written, "%Y%m%d").replace(tzinfo=JST).date()


@cache
def _known() -> frozenset[str]:
    return frozenset(institutions())


def _entries(file: Path) -> dict[str, Entry]:
    listed = json.loads(file.read_bytes())
    return {code: Entry(code, listed[code]["name"], listed[code]["kana"]) for code in sorted(listed)}
