"""What became of a bank that is not there any more, or not by that name?

The list that comes with the program has no past and is late: what ended stands in it for months. Beside it there is a
table of our own, `data/institutions.tsv`; its head says from where each row is.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rules.japanese.banks import zengin

DATA = Path(__file__).parent / "data"
RENAMED, MERGED, ENDED = "renamed", "merged", "ended"
COLUMNS = 7
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Former(NamedTuple):
    """A bank by a name that it has no more. `change` is one of renamed, merged, ended; `date` an ISO day, month or
    year, behind `<=` where only the day is known on which it was seen; `now` the code of what it is today, two of them
    with a space between where it was divided, empty where nothing takes its accounts; `source` where that is written.
    """

    code: str
    name: str
    kana: str
    change: str
    date: str
    now: str
    source: str

    @property
    def when(self) -> str:
        """The day as a sentence begins with it; nothing where none is known for sure."""
        found = _DAY.fullmatch(self.date)
        if found is None:
            return ""
        written = zip(found.groups(), "年月日", strict=True)
        return "".join(f"{int(part)}{unit}" for part, unit in written if part) + "に"


@cache
def formers() -> tuple[Former, ...]:
    """The whole table, by code."""
    return tuple(Former(*row) for row in rows(DATA / "institutions.tsv", COLUMNS))


@cache
def called() -> dict[str, str]:
    """What people call a bank that has another name: its code by each such word."""
    return {word: code for word, code, _ in rows(DATA / "called.tsv", 3)}


@cache
def gone() -> dict[str, Former]:
    """By its code, each that ended or was merged, and had no other code since."""
    return {each.code: each for each in formers() if each.code and each.change != RENAMED}


@cache
def today() -> dict[str, zengin.Entry]:
    """The banks of the list that are still there."""
    return {code: entry for code, entry in zengin.institutions().items() if code not in gone()}


def rows(table: Path, columns: int) -> list[list[str]]:
    """The rows of a table of ours: what stands behind its comments and its headings, each of so many columns."""
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    found = [line.split("\t") for line in lines[1:]]
    assert all(len(row) == columns for row in found), table.name
    return found
