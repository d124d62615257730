"""Who is logged in, for how long, and how does a login end?

A login is a row; the cookie holds its secret name alone. 30 minutes idle, 8 hours in all (decision 20).
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

import models
from domain.accounts import audit_log, credentials, lifecycle, password_hashing
from infra import clock
from infra.database import read, write
from models import Login, PhotoPass, WaitingLogin
from rules.japanese.times import UtcDateTime
from rules.states import OPEN_STATES, WaitingState

SEEN_EVERY = timedelta(seconds=60)
# How long a page that logs in may be sent again and be the same login: a second press, or an answer that got lost.
REPEATED_WITHIN = timedelta(minutes=1)
REMEMBERED_FOR = timedelta(days=7)


class LoggedIn:
    """A customer at work in one browser, as Flask-Login carries them."""

    is_active = is_authenticated = True
    is_anonymous = False

    def __init__(self, token: str, login: Login, account: models.Account) -> None:
        self.token, self.login, self.account = token, login, account

    def get_id(self) -> str:
        """What the cookie holds."""
        return self.token


def name_of(token: str) -> str:
    """The id of the row of a login, by what the cookie holds."""
    return hashlib.sha256(token.encode()).hexdigest()


class StaleCredentials(Exception):
    """The password was right, and is not the one any more, or the account is gone."""


def begin(
    account_id: int,
    device: str,
    now: UtcDateTime,
    *,
    token: str = "",
    browser: str = "",
    proved: models.Account | None = None,
    repeated: bool = False,
    stands: Callable[[models.Account], bool] = lambda account: True,
) -> LoggedIn:
    """Log an account in on a device; give what the cookie is to hold. Raise StaleCredentials.

    `device` is how the browser names itself. `token` is what the cookie is to hold where the same page, sent again, is
    to be the same login; `browser` marks from where it was sent. `proved` is the account as it was when its password
    was found right; None where a commit logs in that opens the account or sets its password. An equal press of such a
    commit, `repeated`, shows that password and is no login of its own: nothing is told of it. `stands` is asked of the
    account as it is now, whether what the commit rests on still holds.
    """
    with write() as session:
        lifecycle.lock(session, account_id)
        account = session.get(models.Account, account_id)
        if account is None or not stands(account):
            raise StaleCredentials
        if proved is not None:
            _use_up(account, proved, browser, now)
        known = session.get(Login, name_of(token))
        if known and known.ended_at is None and now - known.created_at < REPEATED_WITHIN:
            known.proved_at = now if proved is not None else known.proved_at
            return LoggedIn(token, known, account)
        if proved is not None and not repeated:
            account.previous_login_at = account.last_login_at
            audit_log.record(
                session, account.portal, audit_log.Kind.LOGGED_IN, now, account_id=account_id, device=device
            )
        account.last_login_at = now
        token = token if token and known is None else secrets.token_urlsafe(32)
        about = {"portal": account.portal, "account_id": account_id, "device": device}
        login = Login(id=name_of(token), created_at=now, seen_at=now, **about)
        session.add(login)
    return LoggedIn(token, login, account)


def _use_up(account: models.Account, proved: models.Account, browser: str, now: UtcDateTime) -> None:
    """The password was used. Raise StaleCredentials where it has been changed, or used up, since it was found right."""
    own = password_hashing.same(account.password, proved.password)
    if (
        not own
        or account.issued_password != proved.issued_password
        or not credentials.consume_temporary_password(account, browser, now)
    ):
        raise StaleCredentials


def find(token: str, portal: str, now: UtcDateTime, *, idle: timedelta, whole: timedelta) -> LoggedIn | None:
    """The login of this portal for which the cookie holds `token`, None where it has ended: unused for as long as
    `idle`, or `whole` after it began."""
    with read() as session:
        row = session.execute(
            select(Login, models.Account)
            .join(models.Account, models.Account.id == Login.account_id)
            .where(Login.id == name_of(token), Login.portal == portal, Login.ended_at.is_(None))
        ).first()
    if row is None or now - row.Login.seen_at >= idle or now - row.Login.created_at >= whole:
        return None
    return LoggedIn(token, row.Login, row.Account)


def account_of(token: str, portal: str) -> int | None:
    """Whose login this is, though its time may be over; None where it was ended."""
    with read() as session:
        return session.scalar(
            select(Login.account_id).where(Login.id == name_of(token), Login.portal == portal, Login.ended_at.is_(None))
        )


def ends_at(login: Login, *, idle: timedelta, whole: timedelta) -> UtcDateTime:
    """When a login left alone since it was last seen ends."""
    return min(login.seen_at + idle, login.created_at + whole)


def seen(login: Login, now: UtcDateTime) -> None:
    """The customer is still there; written at most once a minute."""
    if now - login.seen_at >= SEEN_EVERY:
        login.seen_at = now
        with write() as session:
            session.execute(update(Login).where(Login.id == login.id).values(seen_at=now))


def prove(login_id: str, now: UtcDateTime) -> None:
    """The customer gave their password once more (row A17)."""
    with write() as session:
        session.execute(update(Login).where(Login.id == login_id).values(proved_at=now))


def stands(session: Session, login_id: str) -> bool:
    """Whether a login has not ended; for good where its account is locked (lifecycle.lock)."""
    return session.scalar(select(Login.id).where(Login.id == login_id, Login.ended_at.is_(None))) is not None


def end(login_id: str) -> None:
    """End one login on the server (ASVS 7.4.1)."""
    with write() as session:
        login = session.get(Login, login_id, with_for_update=True)
        if login:
            login.ended_at = clock.this_moment()
            _end_passes(session, login.account_id)


def _end_passes(session: Session, account_id: int) -> None:
    """A telephone puts pictures into what its customer does elsewhere: not after they left."""
    session.execute(delete(PhotoPass).where(PhotoPass.account_id == account_id))


def under_way(
    session: Session, account_id: int, now: UtcDateTime, *, idle: timedelta, whole: timedelta
) -> Sequence[Login]:
    """The logins of an account that have not ended, last seen first (row A16); `idle` and `whole` as in find."""
    alive = (Login.ended_at.is_(None), Login.seen_at > now - idle, Login.created_at > now - whole)
    found = select(Login).where(Login.account_id == account_id, *alive)
    return session.scalars(found.order_by(Login.seen_at.desc())).all()


def any_ended_since(account_id: int, moment: UtcDateTime) -> bool:
    """Whether a login of this account was ended after this moment: what was open then is not to be opened again."""
    later = (Login.account_id == account_id, Login.ended_at > moment)
    with read() as session:
        return session.scalar(select(Login.id).where(*later).limit(1)) is not None


def end_of(session: Session, account_id: int, *, only: str = "", but: str = "") -> int:
    """End the logins of an account: all, `only` one of these names, or all `but` one. Give how many (ASVS 7.4.3). But
    for a single one, those that wait for a call are logins too.

    Which of this and a commit came first is told by their times (any_ended_since): so the account is held still before.
    """
    lifecycle.lock(session, account_id)
    now = clock.this_moment()
    mine = [Login.account_id == account_id, Login.ended_at.is_(None), Login.id != but]
    ended = [update(Login).where(*mine, *([Login.id == only] if only else [])).values(ended_at=now)]
    _end_passes(session, account_id)
    if not only:
        waits = (WaitingLogin.state.in_(OPEN_STATES), WaitingLogin.expires_at > now)
        theirs = update(WaitingLogin).where(WaitingLogin.account_id == account_id, *waits)
        ended.append(theirs.values(state=WaitingState.ENDED))
    return sum(int(session.execute(each).rowcount) for each in ended)  # type: ignore[attr-defined, misc]


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase logins that nobody can come back to; give how many. A lapsed one is known as long as its runs are kept."""
    done = session.execute(delete(Login).where(Login.seen_at <= now - REMEMBERED_FOR))
    return int(done.rowcount)  # type: ignore[attr-defined]
