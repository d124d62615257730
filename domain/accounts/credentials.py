"""What lets the owner of an account in: the password that they chose, or the one that the company issued?"""

from datetime import timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

import models
from domain.accounts import attempts, issued_passwords, password_hashing
from domain.accounts.directory import tries_key
from infra.database import write
from infra.encryption import Keyring, Purpose
from rules.japanese import normalize
from rules.japanese.times import UtcDateTime

SPENT_AGAIN_WITHIN = timedelta(minutes=1)


def set_password(account: models.Account, password: str) -> None:
    """The owner chose a password, given as its hash. What was issued to them opens nothing any more; it is known only
    so that it is never chosen for one's own (row A24, decision 38)."""
    account.password, account.issued_until = password, None


def keep_up(account: models.Account, password: str) -> None:
    """Keep the password with which its owner just came in the way that passwords are kept now, if the one it was looked
    up by is still theirs. Not what was issued to them. Hashes, so never inside a transaction (decision 9)."""
    if account.password and (renewed := password_hashing.hasher().renewed(account.password, password)):
        theirs = (models.Account.id == account.id, models.Account.password == account.password)
        with write() as session:
            session.execute(update(models.Account).where(*theirs).values(password=renewed))


def issue_password(
    session: Session, keyring: Keyring, account: models.Account, password: str, until: UtcDateTime | None = None
) -> None:
    """Let the owner in by a password of the company's, given as it is typed, until they choose their own, but not
    beyond `until`, where that is told; the one before it is void, and so are the tries at it."""
    account.password = ""
    account.issued_password = issued_passwords.keep(keyring, _opens(account), normalize.password(password))
    account.issued_until, account.issued_spent_at, account.issued_spent_by = until, None, None
    forget_tries(session, keyring, account)


def end_password(account: models.Account) -> None:
    """No password lets the owner in any more, chosen or issued, until another is."""
    account.password, account.issued_password, account.issued_until = "", None, None


def forget_tries(session: Session, keyring: Keyring, account: models.Account) -> None:
    """What was tried at this ID before counts for nothing: its owner has just shown in another way who they are, or it
    has only now become somebody's (decision 36)."""
    attempts.forget(session, keyring, Purpose.LOGIN, tries_key(account.portal, account.user_id))


def consume_temporary_password(account: models.Account, browser: str, now: UtcDateTime) -> bool:
    """Use up a 仮パスワード, which is good for one login, and for the same press again; what stands on paper stays good
    until a password is chosen (row A24, decision 38). False where it was used up already."""
    if account.password or account.issued_until is None:
        return True
    if account.issued_spent_at is None:
        account.issued_spent_at, account.issued_spent_by = now, browser
    return _may_spend(account, browser, now)


def _may_spend(account: models.Account, browser: str, now: UtcDateTime) -> bool:
    spent_at = account.issued_spent_at
    return spent_at is None or (account.issued_spent_by == browser and now - spent_at <= SPENT_AGAIN_WITHIN)


def mark(keyring: Keyring, account: Any) -> str:
    """Which password an account has now, marked: what rests on it is to end with it. `account` is one, or a row with
    its `id`, `password` and `issued_password`."""
    return keyring.fingerprint(Purpose.PASSWORD, _marked(account))


def is_marked(keyring: Keyring, account: Any, marked: str) -> bool:
    """Whether an account, as in `mark`, still has the password that was marked."""
    return keyring.verify(Purpose.PASSWORD, _marked(account), marked)


def _marked(account: Any) -> str:
    return f"{account.id}\0{password_hashing.lasting(account.password)}\0{account.issued_password}"


def is_issued(
    keyring: Keyring, account: models.Account | None, password: str, now: UtcDateTime, browser: str = ""
) -> bool:
    """Whether this password was issued for this account and still lets its owner in, at the browser with the mark
    `browser`; the same work where there is none."""
    right = was_issued(keyring, account, password)
    if account is None or account.password or not right:
        return False
    return (account.issued_until is None or now < account.issued_until) and _may_spend(account, browser, now)


def was_issued(keyring: Keyring, account: models.Account | None, password: str) -> bool:
    """Whether the company issued this password for this account last, good or not: nobody may have it for their own."""
    typed, kept = normalize.password(password), account.issued_password if account else None
    # Before 0006 they were bound to the ID.
    opens = (_opens(account), f"{account.portal} {account.user_id}") if account else ("", "")
    found = [issued_passwords.is_right(keyring, each, typed, kept) for each in opens]
    return any(found)


def _opens(account: models.Account) -> str:
    """What an issued password is bound to: an account, whatever its ID may become."""
    return f"{account.portal} account {account.id}"
