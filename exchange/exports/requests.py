"""How is the core system told of what customers asked? A file of requests, each of them in one file and no other.

Requests are claimed for a file by one statement, after which nobody takes them back. The file is written beside its
name, then the database says that it is whole, then it gets its name: whoever dies in between leaves what the next run
completes, and nobody who waits for the name sees half a file, or one twice.
"""

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, Row, func, select, update

from domain.contracts import requests
from exchange.csv_encodings import Gaps, gaps_in, write_cell
from exchange.imports.contracts import Contracts
from exchange.private_csv import owner_only
from infra import clock, private_files
from infra.database import core, on_the_disk, read, write
from infra.encryption import DecryptionFailed
from models import Contract, ContractRequest, Export, RequestState
from rules.japanese.dates import JST
from rules.japanese.times import AwareDateTime, UtcDateTime

UNFINISHED = ".part"
NO_KEY = "（鍵がないため読めません）"
BATCH = 1000
HANDED_OVER = (RequestState.ACCEPTED, RequestState.APPLIED, RequestState.SETTLED)
CHANGED = [(column.heading, column.field) for column in Contracts.columns if column.field in requests.COLUMNS]
FIRST = ("受付番号", "受付日時", "窓口", "手続き", "証券番号", "変更日")
DETAILS = (
    "解約日",
    "解約理由",
    "金融機関コード",
    "金融機関名",
    "支店コード",
    "支店名",
    "預金種別",
    "口座番号",
    "口座名義カナ",
    "継続プラン",
    "継続後の年間保険料",
    "継続後の払込方法",
    "継続の告知",
)
HEADER = (*FIRST, *(heading for heading, _ in CHANGED), *DETAILS)


class Written(NamedTuple):
    """A file that is there now: how many requests are in it, how many characters it could not hold, and where the
    first of these are."""

    path: Path
    requests: int
    gaps: int = 0
    lacking: Sequence[str] = ()


def begin(
    path: Path, encoding: str, now: UtcDateTime, *, since: AwareDateTime | None = None, portal: str | None = None
) -> int:
    """Claim for the file `path` what no file holds yet, of one portal or all, accepted `since` then or ever; give the
    export's id. `encoding` is the name of a codec."""
    with write() as session:
        # Its folder alone: a link that lies under its name is not to lead it elsewhere.
        export = Export(file=str(path.parent.resolve() / path.name), encoding=encoding, begun_at=now)
        session.add(export)
        session.flush()
        wanted: list[ColumnElement[bool]] = [
            ContractRequest.export_id.is_(None),
            ContractRequest.state.in_(HANDED_OVER),
        ]
        wanted += [ContractRequest.accepted_at >= since] if since else []
        wanted += [ContractRequest.portal == portal] if portal else []
        session.execute(
            update(ContractRequest)
            .where(*wanted)
            .values(export_id=export.id)
            .execution_options(synchronize_session=False)
        )
    on_the_disk()
    return export.id


def unfinished() -> Sequence[Export]:
    """The exports whose file may not be there under its name, the oldest first."""
    with read() as session:
        return session.scalars(select(Export).where(Export.named_at.is_(None)).order_by(Export.id)).all()


def complete(export: Export) -> Written | None:
    """Write a file and name it; None where it had its name already. Raise OSError where it cannot be written."""
    path = Path(export.file)
    part = path.with_name(path.name + UNFINISHED)
    written = None
    if export.written_at is None:
        written = _write(export, path, part)
        private_files.sync_folder(path.parent)
        _mark(export, "written_at")
    elif part.exists():
        written = Written(path, _count(export), gaps_in(_beside(path)))
    if part.exists():
        part.rename(path)
        private_files.sync_folder(path.parent)
    _mark(export, "named_at")
    return written


def _write(export: Export, path: Path, part: Path) -> Written:
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    written, gaps = 0, Gaps(_beside(path), export.encoding)
    with gaps, owner_only(part, export.encoding) as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for receipt_number, cells in _rows(export, gaps):
            writer.writerow([write_cell(cell, gaps, receipt_number, HEADER[at]) for at, cell in enumerate(cells)])
            written += 1
        file.flush()
        os.fsync(file.fileno())
    return Written(path, written, gaps.count, gaps.first)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.gaps.csv")


def _rows(export: Export, gaps: Gaps) -> Iterator[tuple[str, list[str]]]:
    """The rows of a file in the order in which they were accepted, a few at a time."""
    asked, contracts = core(ContractRequest).c, core(Contract).c
    last = 0
    while True:
        with read() as session:
            batch = session.execute(
                select(asked.id, asked.receipt_number, asked.accepted_at, asked.portal, asked.kind, asked.effective_on)
                .add_columns(asked.contents, asked.sealed, contracts.number)
                .join(core(Contract), contracts.id == asked.contract_id)
                .where(asked.export_id == export.id, asked.id > last)
                .order_by(asked.id)
                .limit(BATCH)
            ).all()
        for row in batch:
            yield row.receipt_number, _cells(row, gaps)
        if len(batch) < BATCH:
            return
        last = batch[-1].id


def _cells(row: Row[tuple[object, ...]], gaps: Gaps) -> list[str]:
    accepted = row.accepted_at.astimezone(JST).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
    columns = requests.kept_columns(row.contents)
    after = [columns[field][1] if field in columns else "" for _, field in CHANGED]
    first = [row.receipt_number, accepted, row.portal, requests.KINDS[row.kind], row.number, str(row.effective_on)]
    try:
        details = requests.details_of(current_app.extensions["keyring"], row.receipt_number, row.contents, row.sealed)
    except DecryptionFailed:
        details = requests.details_of(current_app.extensions["keyring"], row.receipt_number, row.contents, None)
        gaps.report(row.receipt_number, "金融機関コード", NO_KEY, NO_KEY)
    return [*first, *(value or "" for value in after), *(details.get(heading, "") for heading in DETAILS)]


def _count(export: Export) -> int:
    with read() as session:
        return session.scalar(select(func.count()).where(ContractRequest.export_id == export.id)) or 0


def _mark(export: Export, column: str) -> None:
    """What only the core system may read is not needed here any more once its file is whole."""
    with write() as session:
        if column == "written_at":
            session.execute(update(ContractRequest).where(ContractRequest.export_id == export.id).values(sealed=None))
        session.execute(update(Export).where(Export.id == export.id).values({column: clock.now()}))
    on_the_disk()
