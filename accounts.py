"""How is an account opened and found, and what lets its owner in?"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, or_, select, text, update
from sqlalchemy.orm import Session

import attempts
import codes
import issued
import models
import passwords
from infra.database import core, write
from infra.encryption import Keyring
from infra.statements import Statement
from rules.japanese import normalize
from rules.portals import Portal

NEW_ADDRESS = "new address"
GRACE = timedelta(hours=24)
SPENT_AGAIN_WITHIN = timedelta(minutes=1)
_POLICY_NUMBER = re.compile(r"[A-Za-z][0-9-]{9,}")

# Built once: building a statement takes longer than running it.
_OF_THIS_ID = (models.Account.portal == bindparam("portal"), models.Account.user_id == bindparam("user_id"))
FIND = select(models.Account).where(*_OF_THIS_ID)
FEW = Statement(select(*(core(models.Account).c[name] for name in ("id", "email", "birth_date"))).where(*_OF_THIS_ID))
EXISTS = Statement(select(core(models.Account).c.id).where(*_OF_THIS_ID, text("password != ''")))


def fold(user_id: str) -> str:
    """A user ID as it is looked up: an address, a 証券番号 or a ログインID, in any width and case."""
    narrow = normalize.narrow(user_id).replace(" ", "")
    if "@" in narrow:
        return normalize.email(user_id).casefold()
    return normalize.code(narrow) if _POLICY_NUMBER.fullmatch(narrow) or codes.is_user_id(narrow) else narrow


def tries_key(portal: str, user_id: str) -> str:
    """Under what wrong passwords for this ID are counted, whether or not it exists (row A4)."""
    return f"{portal}\0{fold(user_id)}"


def find(session: Session, portal: Portal, user_id: str) -> models.Account | None:
    """The account of this ID in this portal."""
    return session.scalars(FIND, {"portal": portal.name, "user_id": fold(user_id)}).first()


def look_up(session: Session, portal: Portal, user_id: str) -> Any:
    """Of the account of this ID its id, email and birth_date, None where there is none; quicker than `find` and, since
    no object is made of what is found, as quick for nobody (row A2)."""
    return FEW.first(session, portal=portal.name, user_id=fold(user_id))


def exists(session: Session, portal: Portal, user_id: str) -> bool:
    """Whether there is an account of this ID in this portal whose owner has chosen a password."""
    return EXISTS.first(session, portal=portal.name, user_id=fold(user_id)) is not None


def open_account(
    session: Session, keyring: Keyring, portal: Portal, *, email: str, password: str, answers: Any, now: datetime
) -> models.Account:
    """Open an account whose ID is this address; `password` is its hash, `answers` name, kana and birth date.

    Who waits with a 仮パスワード at this address is to be dropped before. Raise sqlalchemy.exc.IntegrityError where
    there is one of this ID.
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
    return _opened(session, keyring, account)


def open_for_holder(
    session: Session,
    keyring: Keyring,
    contract: Any,
    *,
    user_id: str,
    password: str,
    now: datetime,
    email: str | None = None,
) -> models.Account:
    """Open an account for the policyholder of a contract; `password` is its hash, "" where they have to choose one yet.

    Raise sqlalchemy.exc.IntegrityError where there is one of this ID.
    """
    family, _, given = contract.holder_name.replace("　", " ").partition(" ")
    family_kana, _, given_kana = contract.holder_kana.replace("　", " ").partition(" ")
    account = models.Account(
        portal=contract.portal,
        user_id=fold(user_id),
        email=email,
        password=password,
        family_name=family,
        given_name=given,
        family_kana=family_kana,
        given_kana=given_kana,
        birth_date=contract.holder_birth,
        created_at=now,
    )
    return _opened(session, keyring, account)


def _opened(session: Session, keyring: Keyring, account: models.Account) -> models.Account:
    session.add(account)
    session.flush()
    forget_tries(session, keyring, account)
    return account


def drop_others(session: Session, portal: Portal, address: str, contract_ids: Sequence[int]) -> None:
    """Both at once, for who opens an account with this address and will hold these contracts: locked one after the
    other they could be waited for in another order."""
    either = or_(models.Account.id.in_(_waiting_for(contract_ids)), and_(*_OF_THIS_ID))
    _drop(session, _waiting().where(either), portal=portal.name, user_id=fold(address))


def drop_waiting(session: Session, contract_ids: Sequence[int]) -> None:
    """Whoever else waits with a 仮パスワード for these contracts waits in vain: they are somebody's (row A24)."""
    _drop(session, _waiting_for(contract_ids))


def drop_waiting_for(session: Session, portal: Portal, address: str) -> None:
    """Who waits with a 仮パスワード at this address gets another instead (row A24)."""
    _drop(session, _waiting().where(*_OF_THIS_ID), portal=portal.name, user_id=fold(address))


def purge(session: Session, now: datetime) -> int:
    """Erase the accounts whose 仮パスワード ran out a while ago, before a password was chosen; give how many."""
    return _drop(session, _waiting().where(models.Account.issued_until <= now - GRACE))


def waiting(session: Session, contract_ids: Sequence[int]) -> Sequence[int]:
    """The accounts that wait with a 仮パスワード for one of these contracts."""
    return session.scalars(_waiting_for(contract_ids)).all()


def _waiting_for(contract_ids: Sequence[int]) -> Any:
    holders = select(models.Holding.account_id).where(models.Holding.contract_id.in_(contract_ids))
    return _waiting().where(models.Account.id.in_(holders))


def _waiting() -> Any:
    return select(models.Account.id).where(models.Account.password == "", models.Account.issued_until.is_not(None))


def _drop(session: Session, which: Any, **values: Any) -> int:
    """Erase accounts with all that hangs on them; what happened stays, as nobody's."""
    gone = session.scalars(which.order_by(models.Account.id).with_for_update(), values).all()
    for table in (models.Holding, models.Login, models.Run, models.Link, models.Paper):
        session.execute(delete(table).where(table.account_id.in_(gone)))
    session.execute(update(models.Event).where(models.Event.account_id.in_(gone)).values(account_id=None))
    session.execute(delete(models.Account).where(models.Account.id.in_(gone)))
    return len(gone)


def lock(session: Session, *account_ids: Any) -> None:
    """No other transaction sets a password or an address of these accounts before this one ends. Taken before what
    hangs on an account, runs and links above all, and all at once in the order of their ids: who takes them in another
    order may wait for each other for ever."""
    theirs = select(models.Account.id).where(models.Account.id.in_(account_ids)).order_by(models.Account.id)
    session.execute(theirs.with_for_update(key_share=True)).all()


def address_of(session: Session, account_id: int) -> str | None:
    """Where letters to this account go."""
    return session.scalar(select(models.Account.email).where(models.Account.id == account_id))


def change_address(
    session: Session, keyring: Keyring, portal: Portal, account_id: int, address: str
) -> models.Account | None:
    """Give an account another address, which is its user ID where customers choose theirs; None where another has it.

    Raise sqlalchemy.exc.IntegrityError where another account gets it at this very moment.
    """
    account = session.get_one(models.Account, account_id)
    if portal.user_id == "email":
        if exists(session, portal, address):
            return None
        drop_waiting_for(session, portal, address)
        account.user_id = fold(address)
        forget_tries(session, keyring, account)
    account.email = address
    session.flush()
    return account


def set_password(account: models.Account, password: str) -> None:
    """The owner chose a password, given as its hash. What was issued to them opens nothing any more; it is known only
    so that it is never chosen for one's own (row A24, decision 38)."""
    account.password, account.issued_until = password, None


def keep_up(account: models.Account, password: str) -> None:
    """Keep the password with which its owner just came in the way that passwords are kept now, if the one it was looked
    up by is still theirs. Not what was issued to them. Hashes, so never inside a transaction (decision 9)."""
    if account.password and (renewed := passwords.hasher().renewed(account.password, password)):
        theirs = (models.Account.id == account.id, models.Account.password == account.password)
        with write() as session:
            session.execute(update(models.Account).where(*theirs).values(password=renewed))


def issue_password(
    session: Session, keyring: Keyring, account: models.Account, password: str, until: datetime | None = None
) -> None:
    """Let the owner in by a password of the company's, until they choose their own; the one before it is void, and so
    are the tries at it."""
    account.password = ""
    account.issued_password = issued.keep(keyring, _opens(account), normalize.password(password))
    account.issued_until, account.issued_spent_at, account.issued_spent_by = until, None, None
    forget_tries(session, keyring, account)


def forget_tries(session: Session, keyring: Keyring, account: models.Account) -> None:
    """What was tried at this ID before counts for nothing: its owner has just shown in another way who they are, or it
    has only now become somebody's (decision 36)."""
    attempts.forget(session, keyring, "login", tries_key(account.portal, account.user_id))


def spend(account: models.Account, browser: str, now: datetime) -> bool:
    """Use up a 仮パスワード, which is good for one login, and for the same press again; what stands on paper stays good
    until a password is chosen (row A24, decision 38). False where it was used up already."""
    if account.password or account.issued_until is None:
        return True
    if account.issued_spent_at is None:
        account.issued_spent_at, account.issued_spent_by = now, browser
    return _may_spend(account, browser, now)


def _may_spend(account: models.Account, browser: str, now: datetime) -> bool:
    spent_at = account.issued_spent_at
    return spent_at is None or (account.issued_spent_by == browser and now - spent_at <= SPENT_AGAIN_WITHIN)


def is_issued(
    keyring: Keyring, account: models.Account | None, password: str, now: datetime, browser: str = ""
) -> bool:
    """Whether this password was issued for this account and still lets its owner in, at the browser with this mark; the
    same work where there is none."""
    right = was_issued(keyring, account, password)
    if account is None or account.password or not right:
        return False
    return (account.issued_until is None or now < account.issued_until) and _may_spend(account, browser, now)


def was_issued(keyring: Keyring, account: models.Account | None, password: str) -> bool:
    """Whether the company issued this password for this account last, good or not: nobody may have it for their own."""
    typed, kept = normalize.password(password), account.issued_password if account else None
    # Before 0006 they were bound to the ID.
    opens = (_opens(account), f"{account.portal} {account.user_id}") if account else ("", "")
    found = [issued.is_right(keyring, each, typed, kept) for each in opens]
    return any(found)


def _opens(account: models.Account) -> str:
    """What an issued password is bound to: an account, whatever its ID may become."""
    return f"{account.portal} account {account.id}"
