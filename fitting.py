"""May this customer have this password? Not one that anybody who knows of them would try first (E-19, A23, A24)."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import accounts
import rules
from forms import romaji
from keyring import Keyring
from models import Account, Contract, Holding

NUMBERS = "ID・証券番号を含まないパスワードを入力してください。"
ISSUED = "はじめにお知らせしたパスワードとは異なるパスワードを入力してください。"


def unfit(session: Session, keyring: Keyring, account_id: int, password: str, now: datetime) -> str | None:
    """What speaks against this password (NFKC) for the owner of an account, None where nothing does."""
    account = session.get_one(Account, account_id)
    if rules.holds(password, _personal(account)):
        return rules.PERSONAL
    held = select(Contract.number).join(Holding, Holding.contract_id == Contract.id)
    numbers = session.scalars(held.where(Holding.account_id == account_id)).all()
    # Letters apart: whoever drops the C of C123456789 has chosen the policy number all the same.
    digits = [re.sub(r"\D", "", number) for number in numbers]
    if rules.holds(password, [account.user_id, *numbers, *digits]):
        return NUMBERS
    return ISSUED if accounts.is_issued(keyring, account, password, now) else None


def _personal(account: Account) -> list[str]:
    """The pieces of name, birth date and address, as the questions that ask for them give theirs."""
    local = (account.email or "").partition("@")[0]
    names = [spelling for kana in (account.family_kana, account.given_kana) for spelling in romaji.spellings(kana)]
    born = [f"{account.birth_date:%Y}", f"{account.birth_date:%m%d}"] if account.birth_date else []
    return [*names, *born, account.email or "", local, *re.split(r"[._+-]", local)]
