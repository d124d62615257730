"""How is an account opened and found, and what lets its owner in?"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

import issued
import models
from database import core
from forms import reading
from keyring import Keyring
from portals import Portal
from statements import Statement

NEW_ADDRESS = "new address"

# Built once: building a statement takes longer than running it.
_OF_THIS_ID = (models.Account.portal == bindparam("portal"), models.Account.user_id == bindparam("user_id"))
FIND = select(models.Account).where(*_OF_THIS_ID)
EXISTS = Statement(select(core(models.Account).c.id).where(*_OF_THIS_ID))


def fold(user_id: str) -> str:
    """A user ID as it is looked up: an address or a ログインID in any width; addresses in any case, IDs as issued."""
    narrow = reading.narrow(user_id).replace(" ", "")
    return reading.email(user_id).casefold() if "@" in narrow else narrow


def tries_key(portal: str, user_id: str) -> str:
    """Under what wrong passwords for this ID are counted, whether or not it exists (row A4)."""
    return f"{portal}\0{fold(user_id)}"


def find(session: Session, portal: Portal, user_id: str) -> models.Account | None:
    """The account of this ID in this portal."""
    return session.scalars(FIND, {"portal": portal.name, "user_id": fold(user_id)}).first()


def exists(session: Session, portal: Portal, user_id: str) -> bool:
    """Whether there is an account of this ID in this portal."""
    return EXISTS.first(session, portal=portal.name, user_id=fold(user_id)) is not None


def open_account(
    session: Session, portal: Portal, *, email: str, password: str, answers: Any, now: datetime
) -> models.Account:
    """Open an account whose ID is this address; `password` is its hash, `answers` name, kana and birth date.

    Raise sqlalchemy.exc.IntegrityError where there is one of this ID.
    """
    account = models.Account(
        portal=portal.name,
        user_id=fold(email),
        email=email,
        password=password,
        family_name=answers["holder"].family,
        given_name=answers["holder"].given,
        family_kana=answers["kana"].family,
        given_kana=answers["kana"].given,
        birth_date=answers["birth"],
        wants_news=answers.get("news") == "yes",
        created_at=now,
    )
    session.add(account)
    session.flush()
    return account


def address_of(session: Session, account_id: int) -> str | None:
    """Where letters to this account go."""
    return session.scalar(select(models.Account.email).where(models.Account.id == account_id))


def change_address(session: Session, portal: Portal, account_id: int, address: str) -> models.Account | None:
    """Give an account another address, which is its user ID where customers choose theirs; None where another has it.

    Raise sqlalchemy.exc.IntegrityError where another account gets it at this very moment.
    """
    account = session.get_one(models.Account, account_id)
    if portal.user_id == "email":
        if find(session, portal, address):
            return None
        account.user_id = fold(address)
    account.email = address
    session.flush()
    return account


def set_password(account: models.Account, password: str) -> None:
    """The owner chose a password, given as its hash; what was issued to them is worth nothing any more (row A24)."""
    account.password, account.issued_password, account.issued_until = password, None, None


def issue_password(keyring: Keyring, account: models.Account, password: str, until: datetime | None = None) -> None:
    """Let the owner in by a password of the company's, until they choose their own; one issued before is void."""
    account.issued_password = issued.keep(keyring, _opens(account), reading.password(password))
    account.issued_until = until


def is_issued(keyring: Keyring, account: models.Account | None, password: str, now: datetime) -> bool:
    """Whether this password was issued for this account and is still good; the same work where there is none."""
    opens, kept = (_opens(account), account.issued_password) if account else ("", None)
    right = issued.is_right(keyring, opens, reading.password(password), kept)
    return right and account is not None and (account.issued_until is None or now < account.issued_until)


def _opens(account: models.Account) -> str:
    return f"{account.portal} {account.user_id}"
