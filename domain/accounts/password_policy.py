"""May this customer have this password? Not one that anybody who knows of them would try first (E-19, A23, A24)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.accounts import credentials, issued_passwords
from infra.encryption import Keyring
from models import Account, Contract, Holding
from rules import passwords
from rules.japanese import normalize, romaji

NUMBERS = "ID・証券番号を含まないパスワードを入力してください。"
ISSUED = "はじめにお知らせしたパスワードとは異なるパスワードを入力してください。"


def unfit(session: Session, keyring: Keyring, account_id: int, password: str) -> str | None:
    """What speaks against this password (NFKC) for the owner of an account, None where nothing does, or where the
    account was erased meanwhile, which is not for a question to say."""
    account = session.get(Account, account_id)
    if account is None:
        return None
    asked = select(Contract.portal, Contract.number, Contract.holder_phone, Contract.initial_password)
    held = asked.join(Holding, Holding.contract_id == Contract.id)
    contracts = session.execute(held.where(Holding.account_id == account_id)).all()
    phones = [piece for contract in contracts for piece in _phone(contract.holder_phone)]
    if passwords.holds(password, [*_personal(account), *phones]):
        return passwords.PERSONAL
    if passwords.holds(password, _numbers([account.user_id, *(contract.number for contract in contracts)])):
        return NUMBERS
    issued_once = credentials.was_issued(keyring, account, password) or _opened_any(keyring, contracts, password)
    return ISSUED if issued_once else None


def for_holder(keyring: Keyring, contract: Any, password: str) -> str | None:
    """Why a policyholder who has no account yet may not take this password, None where they may."""
    pieces = _pieces(contract.holder_kana.split(), contract.holder_birth, contract.holder_email)
    if passwords.holds(password, [*pieces, *_phone(contract.holder_phone)]):
        return passwords.PERSONAL
    if passwords.holds(password, _numbers([contract.number])):
        return NUMBERS
    return ISSUED if _opened_any(keyring, [contract], password) else None


def of_contracts(session: Session, keyring: Keyring, contract_ids: Sequence[int], password: str) -> str | None:
    """Why who will hold these contracts may not take this password (NFKC), None where they may."""
    asked = select(Contract.portal, Contract.number, Contract.initial_password).where(Contract.id.in_(contract_ids))
    return ISSUED if _opened_any(keyring, session.execute(asked).all(), password) else None


def _opened_any(keyring: Keyring, contracts: Iterable[Any], password: str) -> bool:
    """Whether this is the 初回パスワード of one of these, spent or not: it stands on paper (decision 38)."""
    known = [(f"{each.portal} {each.number}", each.initial_password) for each in contracts if each.initial_password]
    return any(issued_passwords.is_right(keyring, opens, password, kept) for opens, kept in known)


def _personal(account: Account) -> list[str]:
    return _pieces((account.family_kana, account.given_kana), account.birth_date, account.email or "")


def _pieces(kana: Iterable[str], birth_date: date | None, email: str) -> list[str]:
    """The pieces of name, birth date and address, as the questions that ask for them give theirs."""
    local = email.partition("@")[0]
    names = [spelling for name in kana for spelling in romaji.spellings(name)]
    born = [f"{birth_date:%Y}", f"{birth_date:%m%d}"] if birth_date else []
    return [*names, *born, email, local, *re.split(r"[._+-]", local)]


def _phone(number: str) -> list[str]:
    """A telephone number and its end, which is asked for elsewhere."""
    digits = normalize.phone(number)
    return [digits, digits[-4:]]


def _numbers(numbers: Iterable[str]) -> list[str]:
    """Letters apart, too: whoever drops the C of C123456789 has chosen the policy number all the same."""
    return [each for number in numbers for each in (number, re.sub(r"\D", "", number))]
