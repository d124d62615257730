"""Which rows of the trail are asked for? A page of them, or all of them in turn, as quick among millions as among few.

Rows are numbered in the order in which they were written, so a page begins at a number, and a range of days is a range
of numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Row, Select, select, union_all
from sqlalchemy.orm import Session, aliased

from domain.staff.audit_trail import Act
from infra.database import core, read
from models import Account, AuditEntry, Contract, Holding, StaffMember
from rules.japanese import normalize

PER_PAGE = 50
AT_ONCE = 1000
# A number of another system names a case or a few.
CASES = 100
Conditions: TypeAlias = list[ColumnElement[bool]]


class Wanted(NamedTuple):
    """What is asked for; None where it may be any. An account and a contract are alternatives: what was done about a
    customer before they had an account names their contract."""

    since: date | None = None
    until: date | None = None
    member_id: int | None = None
    act: Act | None = None
    account_id: int | None = None
    contract_id: int | None = None
    case_id: str | None = None
    ticket: str | None = None


class Page(NamedTuple):
    """A page, the newest row first: each with its member, who agreed, and to whom. `older` and `newer` are the numbers
    from which the page before and after it begins, None where there is none."""

    rows: Sequence[Row[Any]]
    people: Mapping[int, StaffMember]
    names: Mapping[int, str]
    contracts: Mapping[int, Contract]
    older: int | None
    newer: int | None


class Customer(NamedTuple):
    """Whom a 証券番号 names: the account of who holds the contract, if there is one, and the contract."""

    account_id: int | None
    contract_id: int


def page_of(session: Session, wanted: Wanted, *, before: int | None = None, after: int | None = None) -> Page:
    """The newest rows; of those before a number the newest, of those after it the oldest."""
    conditions = _conditions(session, wanted)
    rows = _newer(session, conditions, after) if after is not None else _older(session, conditions, before)
    # One more than is shown tells whether there is a further page.
    more, going_up = len(rows) > PER_PAGE, after is not None
    shown = rows[:PER_PAGE][::-1] if going_up else rows[:PER_PAGE]
    older = shown[-1].id if shown and (more or going_up) else None
    newer = shown[0].id if shown and (more if going_up else before is not None) else None
    return Page(shown, _people(session, shown), _names(session, shown), _contracts(session, shown), older, newer)


def all_of(wanted: Wanted, upto: int) -> Iterator[Row[Any]]:
    """All rows up to a number, the oldest first, each with `name` and `role` of its member; a few are held at once, and
    no connection between them."""
    last = 0
    while True:
        with read() as session:
            conditions = [*_conditions(session, wanted), AuditEntry.id > last, AuditEntry.id <= upto]
            found = _told().where(*conditions).order_by(AuditEntry.id).limit(AT_ONCE)
            rows = session.execute(found).all()
        yield from rows
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id


def newest(session: Session) -> int:
    """The number of the newest row."""
    return session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)) or 0


def customer_of(session: Session, typed: str) -> Customer | None:
    """Whom a 証券番号 names, however it was typed; None where there is no such contract."""
    contract_id = session.scalar(select(Contract.id).where(Contract.number == normalize.code(typed)))
    if contract_id is None:
        return None
    holder = select(Holding.account_id).where(Holding.contract_id == contract_id).order_by(Holding.account_id).limit(1)
    return Customer(session.scalar(holder), contract_id)


def _told() -> Select[Any]:
    second = aliased(StaffMember)
    people = (StaffMember.name.label("name"), StaffMember.shown_name, StaffMember.role, second.name.label("second"))
    return (
        select(*core(AuditEntry).columns, *people)
        .outerjoin(StaffMember, StaffMember.id == AuditEntry.member_id)
        .outerjoin(second, second.id == AuditEntry.second_id)
    )


def _older(session: Session, conditions: Conditions, before: int | None) -> Sequence[Row[Any]]:
    upto = [AuditEntry.id < before] if before is not None else []
    found = select(*core(AuditEntry).columns).where(*conditions, *upto).order_by(AuditEntry.id.desc())
    return session.execute(found.limit(PER_PAGE + 1)).all()


def _newer(session: Session, conditions: Conditions, after: int) -> Sequence[Row[Any]]:
    found = select(*core(AuditEntry).columns).where(*conditions, AuditEntry.id > after).order_by(AuditEntry.id)
    return session.execute(found.limit(PER_PAGE + 1)).all()


def _conditions(session: Session, wanted: Wanted) -> Conditions:
    equal = (
        (AuditEntry.member_id, wanted.member_id),
        (AuditEntry.act, wanted.act.value if wanted.act else None),
        (AuditEntry.case_id, wanted.case_id),
    )
    found = [column == value for column, value in equal if value is not None]
    if wanted.ticket is not None:
        of_them = select(AuditEntry.id).where(AuditEntry.case_id.in_(_cases_of(session, wanted.ticket)))
        found.append(AuditEntry.id.in_(of_them))
    return [*_days(session, wanted), *found, *_whose(wanted)]


def _whose(wanted: Wanted) -> Conditions:
    alternatives = ((AuditEntry.account_id, wanted.account_id), (AuditEntry.contract_id, wanted.contract_id))
    whose = [column == value for column, value in alternatives if value is not None]
    if len(whose) < 2:
        return whose
    # Each by its own index; by OR, SQLite would go through all rows, the newest first.
    return [AuditEntry.id.in_(union_all(*(select(AuditEntry.id).where(each) for each in whose)))]


def _days(session: Session, wanted: Wanted) -> Conditions:
    by_day, own = (AuditEntry.day, AuditEntry.place), select(AuditEntry.id).limit(1)
    found: Conditions = []
    if wanted.since:
        first = session.scalar(own.where(AuditEntry.day >= wanted.since).order_by(*by_day))
        found.append(AuditEntry.id >= (first or newest(session) + 1))
    if wanted.until:
        backwards = (each.desc() for each in by_day)
        found.append(
            AuditEntry.id <= (session.scalar(own.where(AuditEntry.day <= wanted.until).order_by(*backwards)) or 0)
        )
    return found


def _cases_of(session: Session, ticket: str) -> Sequence[str]:
    of_it = (AuditEntry.ticket == ticket, AuditEntry.case_id.is_not(None))
    found = select(AuditEntry.case_id).where(*of_it).order_by(AuditEntry.id.desc()).limit(CASES)
    return [each for each in session.scalars(found) if each]


def _people(session: Session, rows: Sequence[Row[Any]]) -> Mapping[int, StaffMember]:
    wanted = {row.member_id for row in rows} | {row.second_id for row in rows}
    return {each.id: each for each in session.scalars(select(StaffMember).where(StaffMember.id.in_(wanted)))}


def _names(session: Session, rows: Sequence[Row[Any]]) -> Mapping[int, str]:
    own = select(Account.id, Account.family_name, Account.given_name)
    found = session.execute(own.where(Account.id.in_({row.account_id for row in rows})))
    return {row.id: f"{row.family_name}　{row.given_name}" for row in found}


def _contracts(session: Session, rows: Sequence[Row[Any]]) -> Mapping[int, Contract]:
    wanted = {row.contract_id for row in rows}
    return {each.id: each for each in session.scalars(select(Contract).where(Contract.id.in_(wanted)))}
