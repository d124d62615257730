"""Whose contracts are these? One policyholder is who has the same 氏名, カナ, 生年月日 and (telephone or address)
(decision 18); group contracts are nobody's here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from forms import reading
from models import Account, Agency, Contract, Holding

_SHOWN = (
    *(Contract.id, Contract.number, Contract.product, Contract.starts_on, Contract.ends_on, Contract.changed_on),
    *(Contract.portal, Contract.company, Contract.holder_kana),
    *(Contract.holder_name, Contract.kana_key, Contract.holder_birth, Contract.holder_phone, Contract.holder_email),
    *(Contract.holder_postal_code, Contract.holder_address, Contract.group_contract),
    *(Agency.name.label("agency"), Agency.phone.label("agency_phone")),
)
_ACCOUNT = (Account.id, Account.user_id, (Account.password != "").label("chosen"), Account.issued_password)


@dataclass(frozen=True)
class Policyholder:
    """The contracts of one policyholder, the newest first, each with whether it is `wanted`, and the account that they
    have, the first opened where there are several."""

    contracts: Sequence[Any]
    account: Any
    held: frozenset[int]

    @property
    def wanted(self) -> Sequence[Any]:
        """The contracts that a letter was wanted for."""
        return [contract for contract in self.contracts if contract.wanted]

    @property
    def newest(self) -> Any:
        """The contract whose name and address are taken to be today's."""
        return self.contracts[0]


@dataclass
class _Group:
    marks: set[str] = field(default_factory=set)
    contracts: list[Any] = field(default_factory=list)


def kana_keys(session: Session, wanted: ColumnElement[bool], after: str, number: int) -> Sequence[str]:
    """The next keys by which policyholders of wanted contracts are looked up, in order; one holds all the contracts of
    a policyholder, and maybe of others."""
    keys = select(Contract.kana_key).where(wanted, Contract.kana_key > after).distinct()
    return session.scalars(keys.order_by(Contract.kana_key).limit(number)).all()


def of(
    session: Session, portal: str, keys: Iterable[str], wanted: ColumnElement[bool], *, lock: bool = False
) -> list[Policyholder]:
    """The policyholders under these keys who have a contract that is wanted; with `lock`, nobody changes what was read
    of them before this transaction ends."""
    theirs = (Contract.portal == portal, Contract.kana_key.in_(list(keys)), Contract.group_contract.is_(False))
    found = select(*_SHOWN, wanted.label("wanted")).join(Agency, Agency.code == Contract.agency_code).where(*theirs)
    held = select(Holding.contract_id, *_ACCOUNT).join(Account, Account.id == Holding.account_id)
    held = held.join(Contract, Contract.id == Holding.contract_id).where(*theirs)
    found, held = found.order_by(Contract.id), held.order_by(Account.id)
    if lock:
        found, held = found.with_for_update(of=Contract), held.with_for_update(of=Account)
    contracts, holdings = session.execute(found).all(), session.execute(held).all()
    each = [_policyholder(mine, holdings) for mine in _sorted_out(contracts)]
    return [policyholder for policyholder in each if policyholder.wanted]


def _policyholder(contracts: Sequence[Any], holdings: Sequence[Any]) -> Policyholder:
    mine = {contract.id for contract in contracts}
    theirs = [holding for holding in holdings if holding.contract_id in mine]
    account = theirs[0] if theirs else None
    seen = frozenset(row.contract_id for row in theirs if row.id == account.id) if account else frozenset()
    return Policyholder(contracts, account, seen)


def _sorted_out(contracts: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """These contracts by policyholder: who is the same as another by telephone and as a third by address is all one."""
    groups: dict[tuple[Any, ...], list[_Group]] = {}
    for contract in contracts:
        person = (_plain(contract.holder_name), contract.kana_key, contract.holder_birth)
        among, marks = groups.setdefault(person, []), _marks(contract)
        same = [group for group in among if group.marks & marks]
        one = same[0] if same else _Group()
        if not same:
            among.append(one)
        one.marks |= marks
        one.contracts.append(contract)
        for other in same[1:]:
            one.marks |= other.marks
            one.contracts += other.contracts
            among.remove(other)
    for among in groups.values():
        yield from (sorted(group.contracts, key=_newest_first) for group in among)


def _newest_first(contract: Any) -> Any:
    changed_on = max(contract.starts_on, contract.changed_on or contract.starts_on)
    return (-changed_on.toordinal(), contract.number)


def _marks(contract: Any) -> set[str]:
    address, phone = f"address {_plain(contract.holder_address)}", reading.phone(contract.holder_phone)
    return {address, f"phone {phone}"} if phone else {address}


def _plain(text: str) -> str:
    return reading.narrow(text).replace(" ", "")
