"""What changes with a letter on paper: whose account is opened, what opens it, and what it shows?"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from domain.accounts import audit_log, credentials, lifecycle, links, logins, paper_requests
from domain.contracts import matching
from domain.messages import frame, letters
from exchange.issuing.recipients import EXPIRY, GUIDE, Due, Order
from infra.encryption import Keyring
from models import Account, Paper
from rules.japanese import mail
from rules.japanese.times import UtcDateTime


def grant(session: Session, keyring: Keyring, order: Order, one: Due, *, file: str, now: UtcDateTime) -> None:
    """Do what a due (`one`) of this `order` says, in the transaction of its `file`, which is the name of the PDF.

    The password that it has is void with everything that was begun with it, and who had chosen it is told by mail. Who
    asked for one by telephone has it.
    """
    account = _account(session, keyring, order, one, now)
    matching.grant_ownership(session, account.id, [contract.id for contract in one.holder.contracts], "issued", now)
    if one.letter is None:
        return
    if one.letter.replaces:
        _tell(session, keyring, order, account, file=file, now=now)
        _end(session, account, now)
    if one.letter.password:
        credentials.issue_password(session, keyring, account, one.letter.password)
        kind = audit_log.Kind.PASSWORD_ISSUED if one.letter.replaces else audit_log.Kind.ACCESS_ISSUED
        audit_log.record(session, order.portal.name, kind, now, account_id=account.id)
        paper_requests.settle(session, [contract.id for contract in one.holder.contracts])
    printed = {"kind": order.paper, "has_password": one.letter.password is not None, "file": file, "made_at": now}
    _note(session, one, printed | {"account_id": account.id})


def _account(session: Session, keyring: Keyring, order: Order, one: Due, now: UtcDateTime) -> Account:
    if one.holder.account:
        return session.get_one(Account, one.holder.account.id)
    assert one.letter is not None
    newest = one.holder.newest
    running = [contract for contract in one.holder.contracts if contract.ends_on >= order.today]
    known = [mail.address(contract.holder_email) for contract in running if contract.holder_email]
    return lifecycle.open_for_holder(
        session, keyring, newest, user_id=one.letter.user_id, password="", now=now, email=known[0] if known else None
    )


def _tell(session: Session, keyring: Keyring, order: Order, account: Account, *, file: str, now: UtcDateTime) -> None:
    owner = frame.owner(account)
    if account.password and owner:
        told = letters.password_issued(order.portal, owner, now)
        letters.post(session, keyring, told, key=f"{file} {account.id}", now=now)


def _end(session: Session, account: Account, now: UtcDateTime) -> None:
    """Nobody is let in any more by the password before."""
    links.void_all(session, account.id, now=now)
    logins.end_of(session, account.id)


def _note(session: Session, one: Due, printed: Mapping[str, Any]) -> None:
    """That it was printed: a guide once for the account, an end once for each contract."""
    if printed["kind"] == GUIDE:
        session.add(Paper(**printed))
        return
    for contract in one.holder.wanted:
        ended = {"contract_id": contract.id, "ends_on": contract.ends_on}
        session.execute(delete(Paper).filter_by(kind=EXPIRY, **ended))
        session.add(Paper(**printed, **ended))
