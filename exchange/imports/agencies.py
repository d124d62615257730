"""How does a file of agencies come in? (data.md) Agencies serve all portals."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

import models
from exchange.imports import cells
from exchange.imports.reader import Changes, Column, Values
from exchange.imports.upserts import sort_out, upsert
from infra.database import read, write


def known_codes() -> frozenset[str]:
    """The codes of the agencies there are; some hundreds, so they are kept in memory for a whole file."""
    with read() as session:
        return frozenset(session.scalars(select(models.Agency.code)))


class Agencies:
    """The kind of file: one agency a row."""

    columns: tuple[Column, ...] = (
        Column("代理店コード", "code", cells.agency_code),
        Column("名称", "name", cells.required),
        Column("郵便番号", "postal_code", cells.postal_code),
        Column("住所", "address", cells.required),
        Column("電話番号", "phone", cells.phone),
    )

    named_by: tuple[str, ...] = ("code",)

    def look_up(self, rows: Sequence[Values]) -> None:
        """Nothing: a row is judged by itself."""

    def judge(self, values: Values) -> Iterable[tuple[str, str]]:
        """Nothing more is asked of an agency."""
        return ()

    def put(self, rows: Sequence[Values]) -> Changes:
        """Keep these agencies in one transaction."""
        wanted = [getattr(models.Agency, column.field) for column in self.columns]
        with write() as session:
            found = session.execute(select(*wanted).where(models.Agency.code.in_([row["code"] for row in rows])))
            differing, changes = sort_out(rows, {row.code: dict(row._mapping) for row in found}, "code")
            upsert(session, models.Agency, ["code"], differing)
        return changes
