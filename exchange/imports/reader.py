"""How does a file come in? Row by row: the good ones in batches, each one transaction; the bad ones into the report.

Nothing is remembered between runs: killed half-way and run again, an import completes; run once more, it changes
nothing.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from exchange.imports.cells import Bad
from exchange.imports.csv_file import UNREADABLE, Line, Source, WrongLine
from exchange.imports.report import Fault, Report

BATCH = 1000
HIDDEN = "（表示しません）"

Values = dict[str, Any]


class Column(NamedTuple):
    """A column of the file: its heading, the field it fills, and what reads a cell of it. A file may be without an
    `optional` one, which then fills nothing."""

    heading: str
    field: str
    read: Callable[[str], Any]
    secret: bool = False
    optional: bool = False


Placed = Sequence[tuple[int, Column]]  # the columns, each with its place in the file at hand


class Changes(NamedTuple):
    """How many rows were new, changed something, and changed nothing; and what is to be told of these that came in all
    the same."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    remarks: Sequence[str] = ()

    def plus(self, other: "Changes") -> "Changes":
        """The rows of both, without their remarks."""
        return Changes(self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged)


class Kind(Protocol):
    """A kind of file: its columns, the fields whose values name a row, what rows must hold, where they go."""

    columns: tuple[Column, ...]
    named_by: tuple[str, ...]

    def look_up(self, rows: Sequence[Values]) -> None:
        """Look up at once what rows are to be judged by; a row with a cell that cannot be read lacks its field."""

    def judge(self, values: Values) -> Iterable[tuple[str, str]]:
        """Give field and reason of what is wrong between the readable cells of one row, or with what there is."""

    def put(self, rows: Sequence[Values]) -> Changes:
        """Keep these rows: all or none."""


class Row(NamedTuple):
    """A line of a file: its number, its cells as they stand and as they are read, and what is wrong with these."""

    number: int
    texts: Mapping[str, str]
    values: Values
    faults: list[Fault]


class Seen:
    """In which line did a key come first? On disk, since memory must not grow with the file."""

    def __init__(self) -> None:
        self._keys = sqlite3.connect("", isolation_level=None)  # "" is a file of SQLite's own, gone when it is closed
        self._keys.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE keys (key TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID; BEGIN"
        )

    def first(self, key: str, line: int) -> int:
        """The line in which this key came first: `line` itself where it is new."""
        if self._keys.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (key, line)).rowcount:
            return line
        return int(self._keys.execute("SELECT line FROM keys WHERE key = ?", (key,)).fetchone()[0])

    def close(self) -> None:
        """Forget them all."""
        self._keys.close()


def take_in(
    kind: Kind, path: Path, report: Report, progress: Callable[[int], None], *, dry_run: bool = False
) -> Changes:
    """Bring a file in, or with `dry_run` only judge its rows; tell `progress` how many more bytes of it are done.

    What is wrong goes into the `report`. Raise WrongFile before anything is written, OSError where the report cannot be
    written.
    """
    changes, done = Changes(), 0
    with path.open("rb") as file, closing(Seen()) as seen:
        optional = [column.heading for column in kind.columns if column.optional]
        source = Source(file, [column.heading for column in kind.columns], optional)
        for batch in _batches(source.lines()):
            rows = list(_good_rows(kind, source, batch, seen, report))
            if rows and not dry_run:
                put = kind.put(rows)
                changes = changes.plus(put)
                report.remark(put.remarks)
            progress(file.tell() - done)
            done = file.tell()
    return changes


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _good_rows(kind: Kind, source: Source, batch: list[Line], seen: Seen, report: Report) -> Iterator[Values]:
    places = {heading: place for place, heading in enumerate(source.header)}
    placed = [(places[column.heading], column) for column in kind.columns if column.heading in places]
    rows = [read_row(kind, source, placed, line) for line in batch]
    kind.look_up([row.values for row in rows])
    for row in rows:
        faults = row.faults or [
            _fault(row.number, kind, row.texts, field, reason) for field, reason in kind.judge(row.values)
        ]
        faults = faults or _seen_before(kind, row, seen)
        if faults:
            report.refuse(faults)
        else:
            yield row.values


def _seen_before(kind: Kind, row: Row, seen: Seen) -> list[Fault]:
    first = seen.first("\0".join(row.texts[field] for field in kind.named_by), row.number)
    if first == row.number:
        return []
    headings = "・".join(column.heading for column in kind.columns if column.field in kind.named_by)
    named = "・".join(row.texts[column.field] for column in kind.columns if column.field in kind.named_by)
    return [Fault(row.number, headings, named, f"{first}行目と同じ{headings}です")]


def read_row(kind: Kind, source: Source, placed: Placed, line: Line) -> Row:
    """A line with what is wrong with its cells; `placed` says which cell is of which column."""
    row = Row(line.number, {}, {}, [])
    try:
        cells = source.cells(line.raw)
    except WrongLine as wrong:
        return row._replace(faults=[Fault(line.number, "", "", str(wrong))])
    if len(cells) != len(placed):
        return row._replace(faults=[Fault(line.number, "", "", f"列の数が{len(placed)}ではなく{len(cells)}です")])
    texts = {column.field: cells[place] for place, column in placed}
    wrong_fields = _unreadable(texts) or _read_cells(placed, texts, row.values)
    faults = [_fault(line.number, kind, texts, field, reason) for field, reason in wrong_fields]
    return row._replace(texts=texts, faults=faults)


def _read_cells(placed: Placed, texts: Mapping[str, str], values: Values) -> list[tuple[str, str]]:
    wrong = []
    for _, column in placed:
        try:
            values[column.field] = column.read(texts[column.field])
        except Bad as bad:
            wrong.append((column.field, str(bad)))
    return wrong


def _unreadable(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    if not UNREADABLE.search("".join(texts.values())):
        return []
    return [(field, "読めない文字か制御文字があります") for field, text in texts.items() if UNREADABLE.search(text)]


def _fault(number: int, kind: Kind, texts: Mapping[str, str], field: str, reason: str) -> Fault:
    column = next(column for column in kind.columns if column.field == field)
    return Fault(number, column.heading, HIDDEN if column.secret else texts[field], reason)
