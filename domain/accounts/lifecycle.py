"""How is an account opened and found waiting, and how does it end?"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

import models
from domain.accounts import find_keys
from domain.accounts.credentials import forget_tries
from domain.accounts.directory import OF_THIS_ID, exists, normalize_user_id
from infra.encryption import Keyring
from rules.japanese import names
from rules.japanese.times import UtcDateTime
from rules.portals import Portal

GRACE = timedelta(hours=24)


def open_account(
    session: Session, keyring: Keyring, portal: Portal, *, email: str, password: str, answers: Any, now: UtcDateTime
) -> models.Account:
    """Open an account whose ID is this address; `password` is its hash, `answers` name, kana and birth date.

    Who waits with a 仮パスワード at this address is to be dropped before. Raise sqlalchemy.exc.IntegrityError where
    there is one of this ID.
    """
    account = models.Account(
        portal=portal.name,
        user_id=normalize_user_id(email),
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
    now: UtcDateTime,
    email: str | None = None,
    typed: tuple[str, str] | None = None,
) -> models.Account:
    """Open an account for the policyholder of a contract; `password` is its hash, "" where they have to choose one yet,
    and `email` where its letters go, None where no address is known. `typed` are the family and the given name that
    they typed and saw again, which are kept where the contract lacks a kanji.

    Raise sqlalchemy.exc.IntegrityError where there is one of this ID.
    """
    lacking = typed if typed and names.has_gap(contract.holder_name) else None
    family, given = lacking or names.name_parts(contract.holder_name)
    family_kana, given_kana = map(names.kana, names.kana_parts(contract.holder_kana))
    account = models.Account(
        portal=contract.portal,
        user_id=normalize_user_id(user_id),
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
    find_keys.keep(account)
    session.add(account)
    session.flush()
    forget_tries(session, keyring, account)
    return account


def drop_others(session: Session, portal: Portal, address: str, contract_ids: Sequence[int]) -> None:
    """Both at once, for who opens an account with this address and will hold these contracts: locked one after the
    other they could be waited for in another order."""
    either = or_(models.Account.id.in_(_waiting_for(contract_ids)), and_(*OF_THIS_ID))
    _drop(session, _waiting().where(either), portal=portal.name, user_id=normalize_user_id(address))


def drop_waiting(session: Session, contract_ids: Sequence[int]) -> None:
    """Whoever else waits with a 仮パスワード for these contracts waits in vain: they are somebody's (row A24)."""
    _drop(session, _waiting_for(contract_ids))


def drop_waiting_for(session: Session, portal: Portal, address: str) -> None:
    """Who waits with a 仮パスワード at this address gets another instead (row A24)."""
    _drop(session, _waiting().where(*OF_THIS_ID), portal=portal.name, user_id=normalize_user_id(address))


def purge(session: Session, now: UtcDateTime) -> int:
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
    for table in (models.Holding, models.Login, models.WaitingLogin, models.RunRow, models.Link, models.Paper):
        session.execute(delete(table).where(table.account_id.in_(gone)))
    by_staff = (models.StaffCase, models.StaffApproval, models.StaffNote, models.StaffDraft)
    for told in (models.Event, models.IncomingCall, *by_staff):
        session.execute(update(told).where(told.account_id.in_(gone)).values(account_id=None))
    session.execute(delete(models.Account).where(models.Account.id.in_(gone)))
    return len(gone)


def lock(session: Session, *account_ids: Any) -> None:
    """No other transaction sets a password or an address of these accounts before this one ends. Taken before what
    hangs on an account, runs and links above all, and all at once in the order of their ids: who takes them in another
    order may wait for each other for ever."""
    theirs = select(models.Account.id).where(models.Account.id.in_(account_ids)).order_by(models.Account.id)
    session.execute(theirs.with_for_update(key_share=True)).all()


def change_address(
    session: Session, keyring: Keyring, portal: Portal, account_id: int, address: str
) -> models.Account | None:
    """Give an account another address, which is its user ID where customers choose theirs; None where another has it.

    Raise sqlalchemy.exc.IntegrityError where another account gets it at this very moment.
    """
    account = session.get_one(models.Account, account_id)
    if portal.chooses_own_id:
        if exists(session, portal, address):
            return None
        drop_waiting_for(session, portal, address)
        account.user_id = normalize_user_id(address)
        forget_tries(session, keyring, account)
    account.email = address
    find_keys.keep(account)
    session.flush()
    return account


def correct(account: models.Account, said: Mapping[str, Any]) -> None:
    """Have an account say otherwise who its owner is: by column, of names, カナ and birth date. Whatever is made of
    these is to be made anew here."""
    for column, value in said.items():
        setattr(account, column, value)
    find_keys.keep(account)
