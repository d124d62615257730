"""Which customers are found by what a member typed? Accounts first, then policyholders who have none; all of it masked.

Each key has an index of its own, and no more is read than a page holds, however many there are
(docs/decisions/0029-finding.md).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, select, union
from sqlalchemy.orm import Session

from domain.accounts import directory
from domain.staff import audit_trail, found_lines, sent_photos
from domain.staff.audit_trail import Act
from domain.staff.found_lines import Line, Person
from domain.staff.searches import Wanted
from models import Account, Application, Contract, ContractRequest, Event, Holding, Photo
from rules import finding
from rules.finding import Kind
from rules.japanese.times import UtcDateTime

MOST = 50
# A policyholder may have several contracts, which are one line.
LOOKED_AT = 4 * MOST


class Found(NamedTuple):
    """Who was found, as what was looked for, whether there may be more, and the state of an application of that number
    which is no contract yet."""

    lines: Sequence[Line]
    kinds: Sequence[Kind]
    more: bool = False
    application: str | None = None


class _Hits(NamedTuple):
    """Numbers of accounts, and of contracts that nobody holds; `full` where there may be more."""

    accounts: Sequence[int]
    contracts: Mapping[Person, int]
    full: bool


# Built once: building a statement takes longer than running it.
_KEY: Any = bindparam("key")
_BORN: Any = bindparam("born")


def _accounts(*where: Any) -> Select[Any]:
    return select(Account.id).where(*where).limit(MOST + 1)


def _contracts(*where: Any, by: Any = None) -> Select[Any]:
    """Contracts, each with the accounts that hold it. Which contracts is found first, by the index, and no more of them
    are joined than are wanted."""
    few = select(Contract.id, *found_lines.PERSON).where(*where).order_by(by).limit(LOOKED_AT).subquery()
    return select(few, Holding.account_id).outerjoin(Holding, Holding.contract_id == few.c.id)


def _begins(column: Any) -> tuple[ColumnElement[bool], ...]:
    return column >= _KEY, column < bindparam("after")


def _of_portals(table: type[Account] | type[Contract]) -> ColumnElement[bool]:
    return table.portal.in_(bindparam("portals", expanding=True))


_OF_RECEIPT = union(
    *(
        select(table.account_id).where(table.receipt_number == _KEY, table.account_id.is_not(None))
        for table in (ContractRequest, Photo, Event)
    )
)
_ACCOUNTS: Mapping[Kind, Select[Any]] = {
    Kind.EMAIL: _accounts(Account.find_email == _KEY),
    Kind.USER_ID: _accounts(_of_portals(Account), Account.user_id == _KEY),
    Kind.RECEIPT: _accounts(Account.id.in_(_OF_RECEIPT)),
    Kind.KANA: _accounts(*_begins(Account.find_kana)).order_by(Account.find_kana),
}
_CONTRACTS: Mapping[Kind, Select[Any]] = {
    Kind.POLICY: _contracts(_of_portals(Contract), Contract.number == _KEY),
    Kind.PHONE: _contracts(Contract.find_phone == _KEY),
    Kind.EMAIL: _contracts(Contract.find_email == _KEY),
    Kind.RECEIPT: _contracts(Contract.application_number == _KEY),
    Kind.ACCIDENT: _contracts(Contract.id == bindparam("contract_id")),
    Kind.KANA: _contracts(*_begins(Contract.find_kana), by=Contract.find_kana),
}
_BORN_ACCOUNTS = _accounts(Account.birth_date == _BORN, *_begins(Account.find_kana))
_BORN_CONTRACTS = _contracts(Contract.holder_birth == _BORN, *_begins(Contract.find_kana))
_APPLICATION = select(Application.state).where(Application.receipt_number == _KEY)


def search(session: Session, wanted: Wanted, portals: Sequence[str]) -> Found:
    """Who is found by what was typed, in these portals, at most MOST of them."""
    accounts: dict[int, list[Kind]] = {}
    contracts: dict[Person, tuple[int, list[Kind]]] = {}
    sought, full = finding.recognised(wanted.typed), False
    for kind, keys in sought:
        hits = _first_that_finds(session, kind, keys, wanted.born, portals)
        full = full or hits.full
        for account_id in hits.accounts:
            accounts.setdefault(account_id, []).append(kind)
        for person, contract_id in hits.contracts.items():
            contracts.setdefault(person, (contract_id, []))[1].append(kind)
    lines = found_lines.of_accounts(session, dict(list(accounts.items())[:MOST]), wanted.born)
    left = dict(list(contracts.values())[: MOST - len(lines)])
    lines += found_lines.of_contracts(session, left, wanted.born)
    more = full or len(accounts) + len(contracts) > MOST
    return Found(lines, [kind for kind, _ in sought], more, None if lines else _application(session, sought))


def record(session: Session, wanted: Wanted, found: Found, member_id: int, now: UtcDateTime) -> None:
    """Write down that a member sees what was found: by what kind of thing and how many, and not by which words."""
    kinds = [kind.words for kind in found.kinds] + ["生年月日"] * bool(wanted.born)
    about = f"{'・'.join(kinds)}　{len(found.lines)}件{'以上' if found.more else ''}"
    audit_trail.record(session, Act.SEARCHED, member_id, now, about=about)


def _first_that_finds(
    session: Session, kind: Kind, keys: Sequence[str], born: date | None, portals: Sequence[str]
) -> _Hits:
    """By the first of some keys that finds anybody; nobody where none does."""
    hits = _Hits((), {}, full=False)
    for key in keys:
        given = {"key": key, "born": born, "portals": portals}
        hits = _hits(session, kind, given)
        if hits.accounts or hits.contracts:
            break
    return hits


def _hits(session: Session, kind: Kind, given: dict[str, Any]) -> _Hits:
    accounts, contracts = _ACCOUNTS.get(kind), _CONTRACTS.get(kind)
    if kind is Kind.KANA:
        given |= {"after": finding.after(given["key"])}
        if given["born"]:
            accounts, contracts = _BORN_ACCOUNTS, _BORN_CONTRACTS
    elif kind is Kind.USER_ID:
        given |= {"key": directory.normalize_user_id(given["key"])}
    elif kind is Kind.ACCIDENT:
        accident = sent_photos.accident_of(session, given["key"])
        if accident is None:
            return _Hits((), {}, full=False)
        given |= {"contract_id": accident.contract_id}
    theirs = list(session.scalars(accounts, given)) if accounts is not None else []
    if contracts is None or len(theirs) > MOST:
        return _Hits(theirs, {}, full=len(theirs) > MOST)
    held: list[int] = []
    free: dict[Person, int] = {}
    rows = session.execute(contracts, given).all()
    for contract_id, *person, account_id in rows:
        if account_id is None:
            free[Person(*person)] = max(contract_id, free.get(Person(*person), 0))
        else:
            held.append(account_id)
    return _Hits(list(dict.fromkeys([*theirs, *held])), free, full=len(rows) >= LOOKED_AT)


def _application(session: Session, sought: Sequence[finding.Sought]) -> str | None:
    numbers = [keys[0] for kind, keys in sought if kind is Kind.RECEIPT]
    state: str | None = session.scalar(_APPLICATION, {"key": numbers[0]}) if numbers else None
    return state
