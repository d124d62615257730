"""Which contracts are this customer's?"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from domain.contracts import web_access
from infra.database import core, insert_into
from infra.statements import Statement
from models import Account, Contract, Holding
from rules.japanese import mail, names, normalize
from rules.japanese.times import UtcDateTime

_OF = core(Contract).c
_HOLDER = ("holder_name", "holder_kana", "kana_key", "strict_key", "holder_birth", "holder_phone", "holder_email")
_ASKED = ("id", "portal", "number", *_HOLDER, "group_contract", "company", "initial_password", "closed_at")
# Built once: building a statement takes longer than running it.
BY_NUMBER = Statement(
    select(*(_OF[name] for name in _ASKED)).where(_OF.portal == bindparam("portal"), _OF.number == bindparam("number"))
)


def match_contracts(
    session: Session, *, portal: str, kana: str, birth_date: date | None, email: str, account_id: int = 0
) -> list[int]:
    """The contracts whose policyholder has this フリガナ and 生年月日 and whose data hold this very address (`email`).

    `kana` is the whole name. Group contracts (screens.md sections 1 and 2) and those that the call centre closed to the
    web are left out, and so is what another than `account_id`, 0 for nobody yet, holds where the フリガナ only sounds
    the same (decision 42).
    """
    found = session.execute(
        select(Contract.id, Contract.holder_email, Contract.strict_key).where(
            Contract.portal == portal,
            Contract.kana_key == names.kana_key(kana),
            Contract.holder_birth == birth_date,
            Contract.group_contract.is_(False),
            web_access.NOT_CLOSED,
        )
    )
    same = [row for row in found if row.holder_email and _fold(row.holder_email) == _fold(email)]
    return [row.id for row in same if _is_free(session, row, kana, account_id)]


def _is_free(session: Session, contract: Any, kana: str, account_id: int) -> bool:
    """Whether a contract found by its kana_key is nobody else's, or of this フリガナ letter by letter: of two whose
    names sound the same the second is not let in (decision 42)."""
    if contract.strict_key == names.strict_key(kana):
        return True
    joined = select(Holding.contract_id).join(Account, Account.id == Holding.account_id)
    others = (Holding.contract_id == contract.id, Account.password != "", Account.id != account_id)
    return session.scalar(joined.where(*others).limit(1)) is None


def matched(session: Session, account: Account) -> list[int]:
    """The contracts that hold an account's proved address."""
    if account.email is None:
        return []
    return match_contracts(
        session,
        portal=account.portal,
        kana=f"{account.family_kana} {account.given_kana}",
        birth_date=account.birth_date,
        email=account.email,
        account_id=account.id,
    )


def match_account(session: Session, account: Account, now: UtcDateTime) -> None:
    """Give an account the contracts that hold its proved address (decision 14)."""
    grant_ownership(session, account.id, matched(session, account), "matched", now)


def by_number(session: Session, portal: str, number: str) -> Any:
    """Of the contract of this number in this portal what is known of its holder, None where there is none; no object
    is made of it, so that finding one takes as long as finding none (row A2)."""
    return BY_NUMBER.first(session, portal=portal, number=number)


def held_by(session: Session, account_id: int) -> Sequence[int]:
    """The contracts on an account's list."""
    return session.scalars(select(Holding.contract_id).where(Holding.account_id == account_id)).all()


def find_for_temporary(session: Session, portal: str, *, number: str, name: str, kana: str, birth_date: date) -> Any:
    """The contract that 301 describes, by its 証券番号 (`number`) and its holder; None for a mismatch as for one that
    can't be registered with, or is held."""
    contract = by_number(session, portal, number)
    held = is_held(session, contract)
    if contract is None or held or contract.group_contract or contract.company or contract.closed_at:
        return None
    same = (
        contract.kana_key == names.kana_key(kana)
        and contract.holder_birth == birth_date
        and names.is_same(contract.holder_name, name)
    )
    return contract if same else None


def is_held(session: Session, contract: Any) -> bool:
    """Whether it is on the list of a customer who has chosen a password; the same query for no contract."""
    joined = select(Holding.contract_id).join(Account, Account.id == Holding.account_id)
    theirs = (Holding.contract_id == (contract.id if contract else 0), Account.password != "")
    return session.scalar(joined.where(*theirs).limit(1)) is not None


def is_holder(session: Session, account: Any, *, birth_date: date | None, number: str | None) -> bool:
    """Whether this is the 生年月日 of an account's owner or, for a company, which has none, the 証券番号 of a contract
    that it holds (decision 18). `account` is a row with its id and birth_date, None for nobody: the same query."""
    of_theirs = (Holding.account_id == (account.id if account else 0), Contract.number == (number or ""))
    joined = select(Holding.contract_id).join(Contract, Contract.id == Holding.contract_id)
    held = session.scalar(joined.where(*of_theirs)) is not None
    if account is None:
        return False
    return bool(birth_date == account.birth_date) if account.birth_date else held


def _fold(address: str) -> str:
    return mail.address(address).casefold()


def grant_ownership(session: Session, account_id: int, contract_ids: Iterable[int], how: str, now: UtcDateTime) -> None:
    """Let an account see these contracts; those it sees already stay as they are. `how` is kept with each: by what it
    was found to be theirs, in a word or two."""
    rows = [{"account_id": account_id, "contract_id": id, "added_at": now, "how": how} for id in contract_ids]
    if rows:
        session.execute(insert_into(session, Holding).on_conflict_do_nothing(), rows)


def find_for_addition(
    session: Session, account: Account, *, number: str, kana: str, birth_date: date, phone_end: str
) -> int | None:
    """The contract that 721 describes, by its 証券番号 (`number`), its holder and the last four digits of their
    telephone number (`phone_end`); None for a mismatch as for one that can't be added or is another's (decision 19)."""
    portal = account.portal
    contract = by_number(session, portal, number)
    if contract is None or contract.group_contract or not contract.holder_phone or contract.closed_at:
        return None
    same = (
        contract.kana_key == names.kana_key(kana) == names.kana_key(f"{account.family_kana} {account.given_kana}")
        and contract.holder_birth == birth_date == account.birth_date
        and normalize.phone(contract.holder_phone)[-4:] == phone_end
    )
    return contract.id if same and _is_free(session, contract, kana, account.id) else None
