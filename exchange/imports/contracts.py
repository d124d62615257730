"""How does a file of one portal's contracts come in? (data.md)

The core system is the master of what its columns say; whatever else stands in a contract or hangs on it (accounts,
holdings, procedures) is the customers' and is kept.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.accounts import attempts, issued_passwords
from domain.contracts import applications, search_key
from exchange.imports import cells, reconciliation, transfers
from exchange.imports.reader import Changes, Column, Values
from exchange.imports.rematching import match_again
from exchange.imports.upserts import sort_out, upsert
from infra.database import read, write
from infra.encryption import Keyring, Purpose
from models import Contract
from rules import finding
from rules.japanese import names
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from rules.states import ApplicationState

HOLDERS = {"個人": False, "法人": True}
INSURED = {"別人": False, "本人": True}
# What is told of a contract that names an application in such a state, or one that is not there.
NOT_WAITED_FOR = {
    ApplicationState.WITHDRAWN: "のお申し込みは取り下げられています",
    "": "のお申し込みはありません",
}
# What is made of the row as it is kept, with what stays of ours.
MADE_OF_ALL = ("search_key", "find_kana", "find_phone", "find_email")
OPTIONAL = ("application_number", "covers")
OF_THE_INSURED = ("insured_name", "insured_kana", "insured_birth", "insured_phone")


class Contracts:
    """The kind of file: one contract of a portal a row."""

    columns: tuple[Column, ...] = (
        Column("証券番号", "number", cells.policy_number),
        Column("新規継続", "renewed", partial(cells.one_of, {"新規": False, "継続": True})),
        Column("保険種類", "product_type", cells.required),
        Column("商品名", "product", cells.required),
        Column("保険始期日", "starts_on", cells.day),
        Column("保険満期日", "ends_on", cells.day),
        Column("変更日", "changed_on", cells.day_or_none),
        Column("契約者区分", "company", partial(cells.one_of, HOLDERS)),
        Column("契約者氏名", "holder_name", cells.required),
        Column("契約者カナ", "holder_kana", cells.kana),
        Column("契約者生年月日", "holder_birth", cells.day_or_none),
        Column("契約者電話番号", "holder_phone", cells.phone_or_none),
        Column("契約者メールアドレス", "holder_email", cells.email_or_none),
        Column("契約者郵便番号", "holder_postal_code", cells.postal_code),
        Column("契約者住所", "holder_address", cells.required),
        Column("被保険者区分", "insured_is_holder", partial(cells.one_of, INSURED)),
        Column("被保険者氏名", "insured_name", cells.optional),
        Column("被保険者カナ", "insured_kana", cells.kana_or_none),
        Column("被保険者生年月日", "insured_birth", cells.day_or_none),
        Column("被保険者電話番号", "insured_phone", cells.phone_or_none),
        Column("保険の対象の所在地", "location", cells.optional),
        Column("年間保険料", "premium", cells.yen),
        Column("払込方法", "payment", cells.required),
        Column("代理店コード", "agency_code", cells.required),
        Column("団体契約", "group_contract", cells.flag),
        Column("ネット手続", "online", cells.flag),
        Column("初回パスワード", "initial_password", cells.initial_password, secret=True),
        Column("引受保険会社", "insurers", cells.insurers),
        Column("申込受付番号", "application_number", cells.receipt_number_or_none, optional=True),
        Column("補償内容", "covers", cells.covers_or_none, optional=True),
    )
    named_by: tuple[str, ...] = ("number",)

    def __init__(
        self, portal: Portal, keyring: Keyring, agencies: Container[str], *, now: UtcDateTime, today: date
    ) -> None:
        """Take whose contracts they are, the codes of the agencies there are, and the moment and the day in Japan."""
        self._portal, self._keyring, self._agencies, self._now, self._today = portal, keyring, agencies, now, today
        self._takes_passwords = portal.chooses_own_id  # elsewhere `flask accounts issue` makes them (decision 19)
        fields = [column.field for column in self.columns if self._takes_passwords or not column.secret]
        self._kept = [
            getattr(Contract, field)
            for field in (*fields, "kana_key", "given_key", "strict_key", "written_key", *MADE_OF_ALL)
        ]

    def look_up(self, rows: Sequence[Values]) -> None:
        """Nothing: the agencies are known."""

    def judge(self, values: Values) -> Iterator[tuple[str, str]]:
        """What must hold between the cells of a row, and the agency must be known."""
        if values["ends_on"] < values["starts_on"]:
            yield "ends_on", "保険始期日より前です"
        if values["agency_code"] not in self._agencies:
            yield "agency_code", "この代理店コードの代理店はありません"
        yield from _judge_holder(values)
        yield from _judge_insured(values)
        for field in ("holder_birth", "insured_birth"):
            if values[field] and values[field] > self._today:
                yield field, "未来の日付です"

    def put(self, rows: Sequence[Values]) -> Changes:
        """Keep these contracts and let accounts see theirs, in one transaction; hash before it (decision 9)."""
        numbers = [row["number"] for row in rows]
        with read() as session:
            known = self._known(session, numbers)
            applied = reconciliation.applied(session, self._portal.name, numbers)
        merged = reconciliation.merge([self._full(row, known.get(row["number"])) for row in rows], known, applied)
        full = [row | _keys_of(row) for row in merged.rows]
        differing, changes = sort_out(full, known, "number")
        fixed = {"portal": self._portal.name, "imported_at": self._now}
        reissued = [row["number"] for row in rows if self._is_reissued(row, known.get(row["number"]))]
        tried = [issued_passwords.tries_key(self._portal.name, number) for number in reissued]
        with write() as session:
            attempts.forget(session, self._keyring, Purpose.EASY, *tried)
            upsert(session, Contract, ["portal", "number"], [row | fixed for row in differing])
            reconciliation.settle(session, merged)
            transfers.lapse(session, self._portal.name, merged.passed_on, self._now)
            match_again(session, self._portal, full, self._now)
            remarks = self._not_waited_for(session, full, known)
            applications.settle(session, self._portal.name, _applied_for(full))
        return changes._replace(remarks=remarks)

    def _not_waited_for(self, session: Session, full: Sequence[Values], known: Mapping[str, Values]) -> list[str]:
        """Of which contracts it is said for the first time that they come from an application which nobody waits for.
        Later it may have been erased, which is as it should be."""
        numbers = {row["number"]: row["application_number"] for row in full if row["application_number"]}
        named = {
            number: applied
            for number, applied in numbers.items()
            if number not in known or known[number]["application_number"] != applied
        }
        states = applications.states(session, self._portal.name, named.values())
        lines = {number: NOT_WAITED_FOR.get(states.get(applied, "")) for number, applied in named.items()}
        return [f"証券番号「{number}」 申込受付番号「{named[number]}」{line}" for number, line in lines.items() if line]

    def _known(self, session: Session, numbers: Sequence[str]) -> Mapping[str, Values]:
        """What the database holds of these contracts, in the fields that a file fills."""
        mine = (Contract.portal == self._portal.name, Contract.number.in_(numbers))
        found = session.execute(select(*self._kept).where(*mine))
        return {row.number: dict(row._mapping) for row in found}

    def _full(self, row: Values, known: Values | None) -> Values:
        """The row as it is kept: the keys for matching, and the password as its hash."""
        full = row | cells.kana_keys(row["holder_kana"]) | {"written_key": names.written_key(row["holder_name"])}
        for field in OPTIONAL:  # of what a file does not speak, it says nothing (decisions 39, 40)
            full.setdefault(field, known[field] if known else None)
        given = full.pop("initial_password")
        if self._takes_passwords:
            kept = known["initial_password"] if known else None
            full["initial_password"] = self._password(row["number"], given, kept)
        return full

    def _is_reissued(self, row: Values, known: Values | None) -> bool:
        """Whether there is a 初回パスワード on paper that was not known before: what was tried until now counts for
        nothing (decision 36)."""
        given, kept = row["initial_password"], known["initial_password"] if known and self._takes_passwords else None
        name = f"{self._portal.name} {row['number']}"
        return bool(given) and not issued_passwords.is_right(self._keyring, name, given, kept)

    def _password(self, number: str, given: str | None, kept: str | None) -> str | None:
        name = f"{self._portal.name} {number}"
        if given and kept and issued_passwords.is_kept(self._keyring, name, given, kept):
            return kept
        return issued_passwords.keep(self._keyring, name, given) if given else None


def _keys_of(row: Values) -> Values:
    found = finding.contract_keys(row["strict_key"], row["holder_phone"], row["holder_email"])
    return {"search_key": search_key.key_of(row), **found}


def _applied_for(rows: Sequence[Values]) -> set[str]:
    return {row["application_number"] for row in rows if row["application_number"]}


def _judge_holder(values: Values) -> Iterable[tuple[str, str]]:
    if values["company"] and values["holder_birth"]:
        yield "holder_birth", "法人に生年月日があります"
    if not values["company"] and not values["holder_birth"]:
        yield "holder_birth", "個人に生年月日がありません"


def _judge_insured(values: Values) -> Iterable[tuple[str, str]]:
    if values["insured_is_holder"]:
        for field in OF_THE_INSURED:
            if values[field]:
                yield field, "被保険者区分が本人のときは空欄にします"
    else:
        for field in ("insured_name", "insured_kana"):
            if not values[field]:
                yield field, "被保険者区分が別人のときは必要です"
