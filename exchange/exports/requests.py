"""How is the core system told of what customers asked of their contracts? A file of requests, each in one file and no
other (exchange/exports/handover.py)."""

from collections.abc import Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import ColumnElement, Row, exists, func, select, update
from sqlalchemy.orm import Session

from domain.contracts import requests
from exchange.csv_encodings import Gaps
from exchange.exports import handover
from exchange.imports.contracts import Contracts
from infra.database import core, on_the_disk, read, write
from infra.encryption import DecryptionFailed
from models import Application, Contract, ContractRequest, Export
from rules.japanese.times import AwareDateTime, UtcDateTime
from rules.states import RequestState

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


class Requests:
    """What is handed over of requests. An export is theirs that no application names."""

    header: tuple[str, ...] = (*FIRST, *(heading for heading, _ in CHANGED), *DETAILS)

    def own(self) -> ColumnElement[bool]:
        """As handover.Kind has it."""
        return ~exists().where(Application.export_id == Export.id)

    def rows(self, export: Export, gaps: Gaps) -> Iterator[tuple[str, list[str]]]:
        """As handover.Kind has it."""
        return _rows(export, gaps)

    def count(self, session: Session, export: Export) -> int:
        """As handover.Kind has it."""
        return session.scalar(select(func.count()).where(ContractRequest.export_id == export.id)) or 0

    def forget(self, session: Session, export: Export) -> None:
        """A bank account."""
        session.execute(update(ContractRequest).where(ContractRequest.export_id == export.id).values(sealed=None))


def begin(
    path: Path, encoding: str, now: UtcDateTime, *, since: AwareDateTime | None = None, portal: str | None = None
) -> int:
    """Claim for the file `path` what no file holds yet, of one portal or all, accepted `since` then or ever; give the
    export's id. `encoding` is the name of a codec. Raise FileExistsError as handover.begin."""
    with write() as session:
        export = handover.begin(session, path, encoding, now)
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


def _rows(export: Export, gaps: Gaps) -> Iterator[tuple[str, list[str]]]:
    """A few at a time."""
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
                .limit(handover.BATCH)
            ).all()
        for row in batch:
            yield row.receipt_number, _cells(row, gaps)
        if len(batch) < handover.BATCH:
            return
        last = batch[-1].id


def _cells(row: Row[tuple[object, ...]], gaps: Gaps) -> list[str]:
    columns = requests.kept_columns(row.contents)
    after = [columns[field][1] if field in columns else "" for _, field in CHANGED]
    first = [row.receipt_number, handover.moment(row.accepted_at), row.portal, requests.KINDS[row.kind]]
    first += [row.number, str(row.effective_on)]
    try:
        details = requests.details_of(current_app.extensions["keyring"], row.receipt_number, row.contents, row.sealed)
    except DecryptionFailed:
        details = requests.details_of(current_app.extensions["keyring"], row.receipt_number, row.contents, None)
        gaps.report(row.receipt_number, "金融機関コード", handover.NO_KEY, handover.NO_KEY)
    return [*first, *(value or "" for value in after), *(details.get(heading, "") for heading in DETAILS)]
