"""Which account has this ID?"""

import re
from typing import Any

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

import models
from domain.accounts import issued_ids
from infra.database import core
from infra.statements import Statement
from rules.japanese import mail, normalize
from rules.portals import Portal

_POLICY_NUMBER = re.compile(r"[A-Za-z][0-9-]{9,}")
# Built once: building a statement takes longer than running it.
OF_THIS_ID = (models.Account.portal == bindparam("portal"), models.Account.user_id == bindparam("user_id"))
FIND = select(models.Account).where(*OF_THIS_ID)
FEW = Statement(select(*(core(models.Account).c[name] for name in ("id", "email", "birth_date"))).where(*OF_THIS_ID))
EXISTS = Statement(select(core(models.Account).c.id).where(*OF_THIS_ID, text("password != ''")))


def normalize_user_id(user_id: str) -> str:
    """A user ID as it is looked up: an address, a 証券番号 or a ログインID, in any width and case."""
    narrow = normalize.narrow(user_id).replace(" ", "")
    if "@" in narrow:
        return mail.address(user_id).casefold()
    return normalize.code(narrow) if _POLICY_NUMBER.fullmatch(narrow) or issued_ids.is_user_id(narrow) else narrow


def tries_key(portal: str, user_id: str) -> str:
    """Under what wrong passwords for this ID are counted, whether or not it exists (row A4)."""
    return f"{portal}\0{normalize_user_id(user_id)}"


def find(session: Session, portal: Portal, user_id: str) -> models.Account | None:
    """The account of this ID in this portal."""
    return session.scalars(FIND, {"portal": portal.name, "user_id": normalize_user_id(user_id)}).first()


def look_up(session: Session, portal: Portal, user_id: str) -> Any:
    """Of the account of this ID its id, email and birth_date, None where there is none; quicker than `find` and, since
    no object is made of what is found, as quick for nobody (row A2)."""
    return FEW.first(session, portal=portal.name, user_id=normalize_user_id(user_id))


def exists(session: Session, portal: Portal, user_id: str) -> bool:
    """Whether there is an account of this ID in this portal whose owner has chosen a password."""
    return EXISTS.first(session, portal=portal.name, user_id=normalize_user_id(user_id)) is not None


def user_id_of(session: Session, account_id: int) -> str | None:
    """The ID of an account."""
    return session.scalar(select(models.Account.user_id).where(models.Account.id == account_id))


def address_of(session: Session, account_id: int) -> str | None:
    """Where letters to this account go."""
    return session.scalar(select(models.Account.email).where(models.Account.id == account_id))
