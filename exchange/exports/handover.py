"""How does a file for the core system come to be under its name, each row in it and in no other, whatever dies?

Its rows are claimed by one statement, after which nobody takes them back. The file is written beside its name, then the
database says that it is whole, then it gets its name: whoever dies in between leaves what the next run completes, and
nobody who waits for the name sees half a file, or one twice.
"""

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from exchange.csv_encodings import Gaps, gaps_in, write_cell
from exchange.private_csv import owner_only
from infra import clock, private_files
from infra.database import on_the_disk, read, write
from models import Export
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime

UNFINISHED = ".part"
NO_KEY = "（鍵がないため読めません）"
BATCH = 1000


class Written(NamedTuple):
    """A file that is there now: how many rows are in it, how many characters it could not hold, and where the first of
    these are."""

    path: Path
    rows: int
    gaps: int = 0
    lacking: Sequence[str] = ()


class Kind(Protocol):
    """What is handed over: its columns, and whose exports are its own."""

    header: tuple[str, ...]

    def own(self) -> ColumnElement[bool]:
        """Which exports are of this kind, as a condition."""

    def rows(self, export: Export, gaps: Gaps) -> Iterator[tuple[str, list[str]]]:
        """The rows of a file in the order in which they were accepted: the 受付番号 of each, and its cells. What cannot
        be read is told to `gaps`."""

    def count(self, session: Session, export: Export) -> int:
        """How many rows it has."""

    def forget(self, session: Session, export: Export) -> None:
        """Erase what only the core system may read: its file is whole."""


def begin(session: Session, path: Path, encoding: str, now: UtcDateTime) -> Export:
    """An export into the file `path`; `encoding` is the name of a codec. Raise FileExistsError where one of another
    kind, which died, still is to have this name: each would take the other's half-written file for its own."""
    # Its folder alone: a link that lies under its name is not to lead it elsewhere.
    export = Export(file=str(path.parent.resolve() / path.name), encoding=encoding, begun_at=now)
    if session.scalar(select(Export.id).where(Export.file == export.file, Export.named_at.is_(None)).limit(1)):
        raise FileExistsError(f"{path}：途中で終わった別の書き出しのファイル名です。別の名前を指定してください")
    session.add(export)
    session.flush()
    return export


def unfinished(kind: Kind) -> Sequence[Export]:
    """The exports of a kind whose file may not be there under its name, the oldest first."""
    with read() as session:
        return session.scalars(select(Export).where(Export.named_at.is_(None), kind.own()).order_by(Export.id)).all()


def complete(kind: Kind, export: Export) -> Written | None:
    """Write a file and name it; None where it had its name already. Raise OSError where it cannot be written."""
    path = Path(export.file)
    part = path.with_name(path.name + UNFINISHED)
    written = None
    if export.written_at is None:
        written = _write(kind, export, path, part)
        private_files.sync_folder(path.parent)
        _mark(kind, export, "written_at")
    elif part.exists():
        with read() as session:
            written = Written(path, kind.count(session, export), gaps_in(_beside(path)))
    if part.exists():
        part.rename(path)
        private_files.sync_folder(path.parent)
    _mark(kind, export, "named_at")
    return written


def _write(kind: Kind, export: Export, path: Path, part: Path) -> Written:
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    written, gaps = 0, Gaps(_beside(path), export.encoding)
    with gaps, owner_only(part, export.encoding) as file:
        writer = csv.writer(file)
        writer.writerow(kind.header)
        for receipt_number, cells in kind.rows(export, gaps):
            writer.writerow([write_cell(cell, gaps, receipt_number, kind.header[at]) for at, cell in enumerate(cells)])
            written += 1
        file.flush()
        os.fsync(file.fileno())
    return Written(path, written, gaps.count, gaps.first)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.gaps.csv")


def _mark(kind: Kind, export: Export, column: str) -> None:
    """What only the core system may read is not needed here any more once its file is whole."""
    with write() as session:
        if column == "written_at":
            kind.forget(session, export)
        session.execute(update(Export).where(Export.id == export.id).values({column: clock.now()}))
    on_the_disk()


def moment(at: UtcDateTime) -> str:
    """When something was accepted, as the file says it: in Japan."""
    return at.astimezone(JST).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
