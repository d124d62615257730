"""Whose contracts are these? One policyholder is who has the same 氏名, カナ, 生年月日 and (telephone or address)
(decision 18); group contracts are nobody's here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from domain.contracts import ownership
from infra.database import one_at_a_time
from models import Account, Agency, Contract, Holding, Paper
from rules.japanese import normalize

_SHOWN = (
    *(Contract.id, Contract.number, Contract.product, Contract.starts_on, Contract.ends_on, Contract.changed_on),
    *(Contract.portal, Contract.company, Contract.holder_kana),
    *(Contract.product_type, Contract.online, Contract.closed_at),
    *(
        Contract.holder_name,
        Contract.kana_key,
        Contract.given_key,
        Contract.strict_key,
        Contract.written_key,
        Contract.holder_birth,
        Contract.holder_phone,
        Contract.holder_email,
    ),
    *(Contract.holder_postal_code, Contract.holder_address, Contract.group_contract),
    *(Agency.name.label("agency"), Agency.phone.label("agency_phone")),
)
WRITING = 1
_TOLD = select(func.max(Paper.made_at)).where(Paper.account_id == Account.id, Paper.has_password).scalar_subquery()
_ACCOUNT = (
    *(Account.id, Account.user_id, Account.issued_password),
    *((Account.password != "").label("chosen"), _TOLD.label("told_at")),
    *(getattr(Account, name) for name in ownership.OF_AN_OWNER),
)


@dataclass(frozen=True)
class Policyholder:
    """The contracts of one policyholder, the newest first, each with whether it is `wanted`, and the account that they
    have, with when a letter last told its password and which of the contracts it holds. Of several it is one that holds
    what is wanted, and rather one whose owner chose a password."""

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
    written: set[str] = field(default_factory=set)
    contracts: list[Any] = field(default_factory=list)

    def may_be(self, written: str) -> bool:
        """Whether a 氏名 of this key may be theirs; a key is empty where a kanji is not known."""
        return not written or not self.written.isdisjoint((written, ""))


def kana_keys(session: Session, wanted: ColumnElement[bool], after: str, number: int) -> Sequence[str]:
    """The next keys by which policyholders are looked up, in order, behind `after` ("" at first), as many as have
    together about this `number` of contracts that are `wanted`, a condition; under one are all the contracts of a
    policyholder, and maybe of others."""
    counted = select(Contract.kana_key, func.count()).where(wanted, Contract.kana_key > after)
    found = session.execute(counted.group_by(Contract.kana_key).order_by(Contract.kana_key).limit(number)).all()
    so_far = list(accumulate(count for _, count in found))
    return [key for place, (key, _) in enumerate(found) if place == 0 or so_far[place] <= number]


def of(session: Session, portal: str, keys: Iterable[str], wanted: ColumnElement[bool]) -> list[Policyholder]:
    """The policyholders under these keys (kana_keys) who have a contract that is `wanted`, a condition."""
    theirs = _theirs(portal, keys)
    found = select(*_SHOWN, wanted.label("wanted")).join(Agency, Agency.code == Contract.agency_code).where(*theirs)
    held = _held(Holding.contract_id, *_ACCOUNT).where(*theirs).order_by(Account.id)
    contracts, holdings = session.execute(found.order_by(Contract.id)).all(), session.execute(held).all()
    each = [_policyholder(mine, holdings) for mine in _sorted_out(contracts)]
    return [policyholder for policyholder in each if policyholder.wanted]


def lock(session: Session, portal: str, keys: Iterable[str]) -> None:
    """Nobody else writes to these policyholders, and no password of theirs is set, before this transaction ends. What
    was read before may have changed; what is read after it stays."""
    one_at_a_time(session, WRITING)
    held = _held(Account.id).where(*_theirs(portal, keys)).order_by(Account.id)
    session.execute(held.with_for_update(of=Account, key_share=True)).all()


def _theirs(portal: str, keys: Iterable[str]) -> Sequence[ColumnElement[bool]]:
    return (Contract.portal == portal, Contract.kana_key.in_(list(keys)), Contract.group_contract.is_(False))


def _held(*columns: Any) -> Select[Any]:
    joined = select(*columns).select_from(Holding).join(Account, Account.id == Holding.account_id)
    return joined.join(Contract, Contract.id == Holding.contract_id)


def _policyholder(contracts: Sequence[Any], holdings: Sequence[Any]) -> Policyholder:
    # A contract may have passed on: its letters must not tell the next holder of the account that held it.
    wanted, me = {contract.id: contract.wanted for contract in contracts}, ownership.holder_of(contracts[0])
    theirs = [row for row in holdings if row.contract_id in wanted and ownership.is_same(ownership.owner_of(row), me)]
    account = min(theirs, key=lambda row: (not wanted[row.contract_id], not row.chosen, row.id), default=None)
    held = frozenset(row.contract_id for row in theirs if account and row.id == account.id)
    return Policyholder(contracts, account, held)


def _sorted_out(contracts: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """These contracts by policyholder: who is the same as another by telephone and as a third by address is all one."""
    groups: dict[tuple[Any, ...], list[_Group]] = {}
    for contract in contracts:
        among, marks = groups.setdefault((contract.kana_key, contract.holder_birth), []), _marks(contract)
        written = contract.written_key
        same = [group for group in among if group.marks & marks and group.may_be(written)]
        one = same[0] if same else _Group()
        if not same:
            among.append(one)
        one.marks |= marks
        one.written.add(written)
        one.contracts.append(contract)
        for other in same[1:]:
            one.marks |= other.marks
            one.written |= other.written
            one.contracts += other.contracts
            among.remove(other)
    for among in groups.values():
        yield from (sorted(group.contracts, key=_newest_first) for group in among)


def _newest_first(contract: Any) -> Any:
    changed_on = max(contract.starts_on, contract.changed_on or contract.starts_on)
    return (-changed_on.toordinal(), contract.number)


def _marks(contract: Any) -> set[str]:
    address, phone = f"address {normalize.word(contract.holder_address)}", normalize.phone(contract.holder_phone)
    return {address, f"phone {phone}"} if phone else {address}
