"""How are a customer's name, カナ and birth date corrected in all that they hold, so that none of it leaves their list
and nothing else comes onto it? (docs/decisions/0032-second-person.md)

The account and each contract of theirs change in one transaction. The contract waits, as after any change made here,
until the core system says the same (exchange/imports/reconciliation.py), so no file undoes it before.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.contracts import applying, ownership, requests
from models import Account, Contract, ContractRequest, Holding
from rules.japanese import names, normalize
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime
from rules.states import RequestKind, RequestState

COLUMNS = ("holder_name", "holder_kana", "holder_birth")


class Owner(NamedTuple):
    """Who the owner of an account is, in its columns."""

    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    birth_date: date


class Corrected(NamedTuple):
    """A contract that is to say otherwise who holds it: by column, before and after."""

    contract: Contract
    columns: Mapping[str, tuple[Any, Any]]


def owner_of(account: Account) -> Owner:
    """Who an account's owner is. Raise ValueError where it has no birth date, as a company's."""
    if account.birth_date is None:
        raise ValueError("a company")
    return Owner(**{name: getattr(account, name) for name in Owner._fields})


def held(session: Session, account: Account, *, still: bool = False) -> Sequence[Contract]:
    """The contracts that an account sees, those that ended too; with `still` as they are now, kept from who would
    change them until the transaction ends."""
    asked = ownership.MINE.order_by(Contract.id)
    if still:
        asked = asked.with_for_update(key_share=True, of=Contract).execution_options(populate_existing=True)
    return session.scalars(asked, ownership.me(session, account.id, account.portal)).all()


def wanted(contracts: Sequence[Contract], before: Owner, after: Owner) -> list[Corrected]:
    """What each of these contracts is to say; 氏名 and カナ go together, so that none has half of each. Those that say
    so already are left out."""
    said = {
        "holder_name": "　".join(part for part in after[:2] if part),
        "holder_kana": "　".join(part for part in after[2:4] if part),
    }
    changed: dict[str, Any] = said if before[:4] != after[:4] else {}
    if before.birth_date != after.birth_date:
        changed = {**changed, "holder_birth": after.birth_date}
    found = [Corrected(each, _differing(each, changed)) for each in contracts]
    return [each for each in found if each.columns]


def _differing(contract: Contract, said: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    here = {name: getattr(contract, name) for name in said}
    return {name: (here[name], value) for name, value in said.items() if not _same(name, here[name], value)}


def _same(name: str, one: Any, other: Any) -> bool:
    if name == "holder_birth":
        return bool(one == other)
    read = names.kana if name == "holder_kana" else normalize.name
    return bool(read(one) == read(other))


def in_the_way(session: Session, contracts: Sequence[Contract]) -> ContractRequest | None:
    """What was asked for one of these contracts, is not applied yet, and says who holds it; None where nothing does."""
    theirs = ContractRequest.contract_id.in_([each.id for each in contracts])
    under_way = select(ContractRequest).where(theirs, ContractRequest.state == RequestState.ACCEPTED)
    asked = session.scalars(under_way.order_by(ContractRequest.id))
    return next((each for each in asked if set(COLUMNS) & requests.columns_of(each).keys()), None)


def apply(
    session: Session, account: Account, corrected: Sequence[Corrected], numbers: Sequence[str], now: UtcDateTime
) -> None:
    """Have the contracts say so, each by a request of its own, under one of these receipt numbers, that the core system
    is told of as of any other."""
    for each, number in zip(corrected, numbers, strict=True):
        asked = ContractRequest(
            portal=account.portal,
            receipt_number=number,
            kind=RequestKind.CHANGE,
            part="holder",
            contract_id=each.contract.id,
            account_id=account.id,
            effective_on=now.astimezone(JST).date(),
            contents=requests.contents(each.columns),
            state=RequestState.ACCEPTED,
            accepted_at=now,
        )
        applying.apply(asked, each.contract, now)
        session.add(asked)
    session.flush()


def drop_others(session: Session, account: Account, kept: Sequence[int]) -> int:
    """Take off an account's list what it sees besides these contracts; give how many. What was passed on to somebody
    else may by chance be that of who the owner is called now: its holder adds it by 721, whoever they are."""
    seen = {each.id for each in held(session, account)} - set(kept)
    gone = delete(Holding).where(Holding.account_id == account.id, Holding.contract_id.in_(seen))
    session.execute(gone)
    return len(seen)
