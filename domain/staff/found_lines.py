"""What does a member see of somebody who was found? A line, masked before it leaves this file (S3)."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from models import Account, Contract, Holding
from rules import masking
from rules.finding import Kind


class Registered(StrEnum):
    """Whether somebody has an account, in words."""

    YES = "登録済み"
    BEGUN = "登録手続き中"
    NO = "登録なし"


class Person(NamedTuple):
    """Whose contracts are shown as one line: of one portal, name, reading and birth date."""

    portal: str
    kana_key: str
    written_key: str
    birth: date | None


class Line(NamedTuple):
    """Somebody who was found, masked: an account, or the policyholder of a contract that no account holds. `contracts`
    says how many they have, `why` by what they were found."""

    account_id: int | None
    contract_id: int | None
    portal: str
    name: str
    kana: str
    birth: str
    phone: str
    email: str
    address: str
    contracts: int
    registered: Registered
    why: Sequence[Kind]


PERSON = (Contract.portal, Contract.kana_key, Contract.written_key, Contract.holder_birth)
_IDS: Any = bindparam("ids", expanding=True)


def _of_accounts() -> Select[Any]:
    """Accounts, with what the newest of their contracts says of them: they have no telephone number of their own."""
    held = Holding.account_id == Account.id
    newest = select(func.max(Holding.contract_id)).where(held).scalar_subquery()
    many = select(func.count()).where(held).scalar_subquery().label("many")
    known = select(Account, Contract.holder_phone, Contract.holder_address, many)
    return known.outerjoin(Contract, Contract.id == newest).where(Account.id.in_(_IDS))


def _of_contracts() -> Select[Any]:
    """Contracts, with how many their policyholders have. Asked in two ways, since no index knows whether a day that is
    not there is the same as another that is not."""
    other = aliased(Contract)

    def count(same_birth: ColumnElement[bool]) -> Any:
        columns = ((getattr(other, column.key), column) for column in PERSON[:3])
        return select(func.count()).where(*(its == own for its, own in columns), same_birth).scalar_subquery()

    born, not_born = other.holder_birth == Contract.holder_birth, other.holder_birth.is_(None)
    counted = case((Contract.holder_birth.is_(None), count(not_born)), else_=count(born)).label("many")
    return select(Contract, counted).where(Contract.id.in_(_IDS))


_ACCOUNTS, _CONTRACTS = _of_accounts(), _of_contracts()


def of_accounts(session: Session, why: Mapping[int, Sequence[Kind]], born: date | None) -> list[Line]:
    """A line for each of these accounts; of who is known to be born on another day than `born`, none."""
    rows = session.execute(_ACCOUNTS, {"ids": list(why)}) if why else ()
    found = [row for row in rows if _may_be(row.Account.birth_date, born)]
    ordered = sorted(found, key=lambda row: (row.Account.find_kana, row.Account.id))
    return [_of_account(row, why[row.Account.id]) for row in ordered]


def of_contracts(session: Session, why: Mapping[int, Sequence[Kind]], born: date | None) -> list[Line]:
    """A line for the policyholder of each of these contracts; `born` as in `of_accounts`."""
    rows = session.execute(_CONTRACTS, {"ids": list(why)}) if why else ()
    found = [row for row in rows if _may_be(row.Contract.holder_birth, born)]
    ordered = sorted(found, key=lambda row: (row.Contract.find_kana, row.Contract.id))
    return [_of_contract(row, why[row.Contract.id]) for row in ordered]


def _may_be(birth: date | None, born: date | None) -> bool:
    return born is None or birth in (None, born)


def _of_account(row: Any, why: Sequence[Kind]) -> Line:
    account = row.Account
    return Line(
        account_id=account.id,
        contract_id=None,
        portal=account.portal,
        name=masking.name(f"{account.family_name} {account.given_name}"),
        kana=masking.kana(f"{account.family_kana} {account.given_kana}"),
        birth=masking.birth_date(account.birth_date),
        phone=masking.phone(row.holder_phone or ""),
        email=masking.email(account.email or ""),
        address=masking.address(row.holder_address or ""),
        contracts=row.many,
        registered=Registered.YES if account.password else Registered.BEGUN,
        why=why,
    )


def _of_contract(row: Any, why: Sequence[Kind]) -> Line:
    contract = row.Contract
    return Line(
        account_id=None,
        contract_id=contract.id,
        portal=contract.portal,
        name=masking.name(contract.holder_name),
        kana=masking.kana(contract.holder_kana),
        birth=masking.birth_date(contract.holder_birth),
        phone=masking.phone(contract.holder_phone),
        email=masking.email(contract.holder_email),
        address=masking.address(contract.holder_address),
        contracts=row.many,
        registered=Registered.NO,
        why=why,
    )
