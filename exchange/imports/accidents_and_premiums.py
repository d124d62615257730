"""How do files come in whose rows belong to contracts: accidents, and premiums that were paid? (data.md)

They find their contract, and with it their portal, by its 証券番号.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from exchange.imports import cells
from exchange.imports.reader import Changes, Column, Values
from exchange.imports.upserts import sort_out, upsert
from infra.database import Table, read, write
from models import Accident, Contract, Premium

NO_CONTRACT = "この証券番号の契約はありません"
SEVERAL = "この証券番号の契約が複数の窓口にあります（--portal で指定します）"


class OfContracts:
    """A kind of file whose rows belong to contracts; `portal` says whose, where several have such a number.

    A row is the one that the database has where the fields in `unique` are the same.
    """

    columns: tuple[Column, ...]
    named_by: tuple[str, ...]
    table: type[Table]
    unique: tuple[str, ...]

    def __init__(self, portal: str | None = None) -> None:
        self._portal = portal
        self._contracts: dict[str, list[int]] = {}

    def look_up(self, rows: Sequence[Values]) -> None:
        """Which contracts have the numbers of these rows."""
        numbers = {row["policy"] for row in rows if "policy" in row}
        wanted = select(Contract.number, Contract.id).where(Contract.number.in_(numbers))
        if self._portal:
            wanted = wanted.where(Contract.portal == self._portal)
        self._contracts = defaultdict(list)
        with read() as session:
            for number, contract_id in session.execute(wanted):
                self._contracts[number].append(contract_id)

    def judge(self, values: Values) -> Iterable[tuple[str, str]]:
        """The contract must be there, once."""
        found = self._contracts.get(values["policy"], [])
        if len(found) != 1:
            yield "policy", SEVERAL if found else NO_CONTRACT
        yield from self.judge_row(values)

    def judge_row(self, values: Values) -> Iterable[tuple[str, str]]:
        """What must hold between the cells of a row."""
        return ()

    def put(self, rows: Sequence[Values]) -> Changes:
        """Keep these rows in one transaction."""
        full = [self._full(row) for row in rows]
        of_them = getattr(self.table, self.unique[0]).in_({row[self.unique[0]] for row in full})
        fields = [getattr(self.table, name) for name in full[0]]
        with write() as session:
            known = session.execute(select(*fields).where(of_them))
            by_name = {self._name(dict(row._mapping)): dict(row._mapping) for row in known}
            differing, changes = sort_out(full, by_name, *self.unique)
            upsert(session, self.table, self.unique, differing)
        return changes

    def _full(self, row: Values) -> Values:
        kept = {name: value for name, value in row.items() if name != "policy"}
        return {**kept, "contract_id": self._contracts[row["policy"]][0]}

    def _name(self, row: Values) -> Any:
        name = tuple(row[field] for field in self.unique)
        return name if len(name) > 1 else name[0]


class Accidents(OfContracts):
    """One accident a row, known by its own number: it may turn out to belong to another contract."""

    table = Accident
    unique: tuple[str, ...] = ("number",)
    named_by: tuple[str, ...] = ("number",)
    columns: tuple[Column, ...] = (
        Column("事故受付番号", "number", cells.required),
        Column("証券番号", "policy", cells.policy_number),
        Column("事故日", "happened_on", cells.day),
        Column("事故種別", "kind", cells.required),
        Column("事故場所", "place", cells.optional),
        Column("担当部署", "department", cells.required),
        Column("担当者", "adjuster", cells.required),
        Column("担当者メールアドレス", "adjuster_email", cells.email_or_none),
        Column("状況", "status", cells.required),
    )


class Premiums(OfContracts):
    """One premium that was paid a row."""

    table = Premium
    unique: tuple[str, ...] = ("contract_id", "paid_on", "starts_on", "ends_on")
    named_by: tuple[str, ...] = ("policy", "paid_on", "starts_on", "ends_on")
    columns: tuple[Column, ...] = (
        Column("証券番号", "policy", cells.policy_number),
        Column("領収日", "paid_on", cells.day),
        Column("領収金額", "amount", cells.yen),
        Column("対象期間開始日", "starts_on", cells.day),
        Column("対象期間終了日", "ends_on", cells.day),
    )

    def judge_row(self, values: Values) -> Iterable[tuple[str, str]]:
        """A time does not end before it begins."""
        if values["ends_on"] < values["starts_on"]:
            yield "ends_on", "対象期間開始日より前です"
