"""Who is logged in, for how long, and how does a login end?

A login is a row; the cookie holds its secret name alone. 30 minutes idle, 8 hours in all (decision 20).
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

import models
from database import read, write

SEEN_EVERY = timedelta(seconds=60)
DEVICE_LENGTH = 200
REMEMBERED_FOR = timedelta(days=7)


class LoggedIn:
    """A customer at work in one browser, as Flask-Login carries them."""

    is_active = is_authenticated = True
    is_anonymous = False

    def __init__(self, token: str, login: models.Login, account: models.Account) -> None:
        self.token, self.login, self.account = token, login, account

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


def _name(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin(account_id: int, device: str, now: datetime, *, opening: bool = False) -> LoggedIn:
    """Log an account in on a device; give what the cookie is to hold.

    `opening` is the login by the commit that opens the account: the first, however many answers of it carry one.
    """
    token = secrets.token_urlsafe(32)
    with write() as session:
        account = session.get_one(models.Account, account_id)
        if not opening:
            account.previous_login_at = account.last_login_at
        account.last_login_at = now
        login = models.Login(
            id=_name(token),
            portal=account.portal,
            account_id=account_id,
            device=device[:DEVICE_LENGTH],
            created_at=now,
            seen_at=now,
        )
        session.add(login)
    return LoggedIn(token, login, account)


def find(token: str, portal: str, now: datetime, *, idle: timedelta, whole: timedelta) -> LoggedIn | None:
    """The login of this name in this portal, None where it has ended."""
    with read() as session:
        row = session.execute(
            select(models.Login, models.Account)
            .join(models.Account, models.Account.id == models.Login.account_id)
            .where(models.Login.id == _name(token), models.Login.portal == portal, models.Login.ended_at.is_(None))
        ).first()
    if row is None or now - row.Login.seen_at >= idle or now - row.Login.created_at >= whole:
        return None
    return LoggedIn(token, row.Login, row.Account)


def account_of(token: str, portal: str) -> int | None:
    """Whose login this is, though its time may be over; None where it was ended."""
    with read() as session:
        return session.scalar(
            select(models.Login.account_id).where(
                models.Login.id == _name(token), models.Login.portal == portal, models.Login.ended_at.is_(None)
            )
        )


def ends_at(login: models.Login, *, idle: timedelta, whole: timedelta) -> datetime:
    """When a login left alone since it was last seen ends."""
    return min(login.seen_at + idle, login.created_at + whole)


def seen(login: models.Login, now: datetime) -> None:
    """The customer is still there; written at most once a minute."""
    if now - login.seen_at >= SEEN_EVERY:
        login.seen_at = now
        with write() as session:
            session.execute(update(models.Login).where(models.Login.id == login.id).values(seen_at=now))


def end(login_id: str, now: datetime) -> None:
    """End one login on the server (ASVS 7.4.1)."""
    with write() as session:
        session.execute(update(models.Login).where(models.Login.id == login_id).values(ended_at=now))


def purge(session: Session, now: datetime) -> int:
    """Erase logins that nobody can come back to; give how many. A lapsed one is known as long as its runs are kept."""
    done = session.execute(delete(models.Login).where(models.Login.seen_at <= now - REMEMBERED_FOR))
    return int(done.rowcount)  # type: ignore[attr-defined]
