"""How is the core system told of what was applied for? A file of applications, each in one file and no other
(exchange/exports/handover.py)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import Session

from domain.contracts import applications
from exchange.csv_encodings import Gaps
from exchange.exports import handover
from infra.database import core, on_the_disk, read, write
from infra.encryption import DecryptionFailed
from models import Application, Export
from rules.japanese.times import AwareDateTime, UtcDateTime
from rules.states import ApplicationState

FIRST = ("受付番号", "受付日時", "窓口")


class Applications:
    """What is handed over of applications, until their contract is there. An export is theirs that one names."""

    header: tuple[str, ...] = (*FIRST, *applications.HEADINGS)

    def own(self) -> ColumnElement[bool]:
        """As handover.Kind has it."""
        return exists().where(Application.export_id == Export.id)

    def rows(self, export: Export, gaps: Gaps) -> Iterator[tuple[str, list[str]]]:
        """As handover.Kind has it."""
        return _rows(export, gaps)

    def count(self, session: Session, export: Export) -> int:
        """As handover.Kind has it."""
        return session.scalar(select(func.count()).where(*_in(export))) or 0

    def forget(self, session: Session, export: Export) -> None:
        """Nothing yet: it stays sealed until its contract is there, should the file get lost."""


def begin(
    path: Path, encoding: str, now: UtcDateTime, *, since: AwareDateTime | None = None, portal: str | None = None
) -> bool:
    """Claim for the file `path` what no file holds yet, of one portal or all, accepted `since` then or ever; give
    whether there was anything: else there is no file. `encoding` is the name of a codec. Raise FileExistsError as
    handover.begin."""
    wanted = [Application.export_id.is_(None), Application.state == ApplicationState.ACCEPTED]
    wanted += [Application.accepted_at >= since] if since else []
    wanted += [Application.portal == portal] if portal else []
    with write() as session:
        waiting = session.scalars(select(Application.id).where(*wanted).with_for_update()).all()
        if waiting:
            export = handover.begin(session, path, encoding, now)
            claimed = update(Application).where(*wanted).values(export_id=export.id)
            session.execute(claimed.execution_options(synchronize_session=False))
    on_the_disk()
    return bool(waiting)


def _in(export: Export) -> tuple[ColumnElement[bool], ...]:
    return Application.export_id == export.id, Application.state == ApplicationState.ACCEPTED


def _rows(export: Export, gaps: Gaps) -> Iterator[tuple[str, list[str]]]:
    """A few at a time."""
    table, last = core(Application).c, 0
    wanted = select(table.id, table.receipt_number, table.accepted_at, table.portal, table.sealed).where(*_in(export))
    while True:
        with read() as session:
            batch = session.execute(wanted.where(table.id > last).order_by(table.id).limit(handover.BATCH)).all()
        for row in batch:
            yield row.receipt_number, _cells(row, gaps)
        if len(batch) < handover.BATCH:
            return
        last = batch[-1].id


def _cells(row: Any, gaps: Gaps) -> list[str]:
    try:
        contents = applications.contents_of(current_app.extensions["keyring"], row.receipt_number, row.sealed)
    except DecryptionFailed:
        contents = {}
        gaps.report(row.receipt_number, applications.HEADINGS[0], handover.NO_KEY, handover.NO_KEY)
    first = [row.receipt_number, handover.moment(row.accepted_at), row.portal]
    return [*first, *(contents.get(heading, "") for heading in applications.HEADINGS)]
