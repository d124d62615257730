"""Whose login waits for a call, on which number, and what has become of it? (screens.md section 6, decision 22)

Whoever comes here gave the right password. A registered number has one open login: a second one from the same browser
takes its place; from another browser both end, and none opens on that number for a while. Which of the numbers to be
called a login is shown is chosen so that few wait on each.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import Select, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

import models
from domain.accounts import audit_log, credentials, lifecycle, logins, password_hashing, user_agents
from domain.calls import alarm
from domain.messages import frame, letters
from infra.database import core, queue_up, read, write
from infra.encryption import Keyring
from infra.statements import Statement
from models import WaitingLogin, WaitingNumber
from rules import callers
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from rules.states import OPEN_STATES, WaitingState

OPEN_FOR = timedelta(minutes=5)
# How long whoever called may take to come back to the browser.
CONFIRMED_FOR = timedelta(minutes=5)
BARRED_FOR = timedelta(minutes=5)
KEPT_FOR = timedelta(hours=1)

_LOGINS = core(WaitingLogin).c
_ACCOUNTS = core(models.Account).c
_SHOWN = ("portal", "browser", "called", "onward", "state", "heard", "heard_at", "expires_at", "barred_until")
_MARKED = (_LOGINS.password.label("mark"), _ACCOUNTS.id, _ACCOUNTS.password, _ACCOUNTS.issued_password)
FIND = Statement(
    select(*(_LOGINS[name] for name in _SHOWN), *_MARKED).where(
        _LOGINS.id == bindparam("login"), _ACCOUNTS.id == _LOGINS.account_id
    )
)


class Begun(NamedTuple):
    """A login that gave its password: of which portal, how its browser is marked, where it wants to go, and how the
    browser names itself and from which address of the network it comes, for its owner to know."""

    portal: Portal
    browser: str
    onward: str
    device: str = ""
    source: str = ""


def begin(begun: Begun, proved: models.Account, numbers: Sequence[str], now: UtcDateTime) -> str:
    """Let a login wait for a call from one of these `numbers` (E.164); give its name. `proved` is the account as it was
    when its password was found right. Raise logins.StaleCredentials where that is not the one any more."""
    keyring: Keyring = current_app.extensions["keyring"]
    portal = begun.portal
    with write() as session:
        for number in sorted(numbers):
            queue_up(session, line(portal.name, number))
        beside = held(session, _open_on(portal.name, numbers, now), proved.id)
        account = session.get(models.Account, proved.id)
        if account is None or not _same(account, proved):
            raise logins.StaleCredentials
        mine = WaitingLogin(
            id=secrets.token_urlsafe(16),
            portal=portal.name,
            account_id=account.id,
            browser=begun.browser,
            password=credentials.mark(keyring, account),
            called=_least_called(session, portal, now),
            onward=begun.onward,
            state=WaitingState.WAITING,
            created_at=now,
            expires_at=now + OPEN_FOR,
        )
        session.add(mine)
        session.flush()
        session.add_all(WaitingNumber(login_id=mine.id, number=number) for number in numbers)
        _bar(session, mine, numbers)
        if mine.state == WaitingState.WAITING:
            _settle(session, keyring, begun, mine, beside)
        alarm.of_logins(session, portal.name, now)
    return mine.id


def line(portal: str, number: str) -> str:
    """What those queue up for who do something about a registered number of a portal."""
    return f"call {portal} {number}"


def held(session: Session, which: Select[WaitingLogin], *account_ids: int) -> Sequence[WaitingLogin]:
    """Waiting logins that are about to change, their accounts locked before them, and these accounts too: whoever
    erases an account takes it before what hangs on it (lifecycle.lock)."""
    theirs = session.scalars(which.with_only_columns(WaitingLogin.account_id)).all()
    lifecycle.lock(session, *theirs, *account_ids)
    return session.scalars(which.order_by(WaitingLogin.id).with_for_update()).all()


def _same(account: models.Account, proved: models.Account) -> bool:
    own = password_hashing.same(account.password, proved.password)
    return own and account.issued_password == proved.issued_password


def _open_on(portal: str, numbers: Sequence[str], now: UtcDateTime) -> Select[WaitingLogin]:
    on_these = select(WaitingNumber.login_id).where(WaitingNumber.number.in_(numbers))
    still_open = (WaitingLogin.state.in_(OPEN_STATES), WaitingLogin.expires_at > now)
    return select(WaitingLogin).where(WaitingLogin.portal == portal, WaitingLogin.id.in_(on_these), *still_open)


def _least_called(session: Session, portal: Portal, now: UtcDateTime) -> str:
    """The number on which the fewest wait; of several such any."""
    offered = [callers.e164(each) or each for each in portal.phone_verification.numbers]
    there = (WaitingLogin.state == WaitingState.WAITING, WaitingLogin.expires_at > now)
    asked = select(WaitingLogin.called).where(WaitingLogin.called.in_(offered), *there)
    waiting = Counter(session.scalars(asked))
    fewest = min(waiting[each] for each in offered)
    return secrets.choice([each for each in offered if waiting[each] == fewest])


def _settle(
    session: Session, keyring: Keyring, begun: Begun, mine: WaitingLogin, beside: Sequence[WaitingLogin]
) -> None:
    """What a new login makes of those that are open on its numbers, and they of it."""
    if all(each.browser == mine.browser for each in beside):
        for each in beside:
            each.state = WaitingState.REPLACED
        return
    voided, now = [mine, *beside], mine.created_at
    for each in voided:
        each.state, each.barred_until = WaitingState.VOID, now + BARRED_FOR
    for account_id in sorted({each.account_id for each in voided}):
        _tell_owner(session, keyring, begun, mine, account_id)


def _tell_owner(session: Session, keyring: Keyring, begun: Begun, mine: WaitingLogin, account_id: int) -> None:
    """Write it down and to them. From where the second login came is told to its own account alone: a number may be
    shared."""
    own = account_id == mine.account_id
    audit_log.record(
        session,
        begun.portal.name,
        audit_log.Kind.LOGIN_VOIDED,
        mine.created_at,
        account_id=account_id,
        device=begun.device if own else None,
    )
    owner = frame.owner(session.get_one(models.Account, account_id))
    if owner:
        where = {"device": user_agents.named(begun.device), "source": begun.source} if own else {}
        letter = letters.logins_voided(begun.portal, owner, mine.created_at, **where)
        letters.post(session, keyring, letter, key=f"voided {mine.id} {account_id}", now=mine.created_at)


def _bar(session: Session, mine: WaitingLogin, numbers: Iterable[str]) -> None:
    """Nothing opens on a number on which two have just ended each other; what does not open changes nothing."""
    on_these = select(WaitingNumber.login_id).where(WaitingNumber.number.in_(numbers))
    ended = (WaitingLogin.state == WaitingState.VOID, WaitingLogin.barred_until > mine.created_at)
    until = session.scalar(
        select(func.max(WaitingLogin.barred_until)).where(
            WaitingLogin.portal == mine.portal, WaitingLogin.id.in_(on_these), *ended
        )
    )
    if until:
        mine.state, mine.barred_until = WaitingState.BARRED, until


def find(login: str | None) -> Any:
    """What is kept of a waiting login by its name: the columns of FIND; None where there is none any more."""
    return FIND.first(login=login) if login else None


def is_stale(found: Any) -> bool:
    """Whether another password was set since this login gave its own; `found` is what `find` gave."""
    return not credentials.is_marked(current_app.extensions["keyring"], found, found.mark)


def numbers_of(login: str) -> Sequence[str]:
    """The registered numbers, in E.164, that one of is waited for."""
    with read() as session:
        return session.scalars(
            select(WaitingNumber.number).where(WaitingNumber.login_id == login).order_by(WaitingNumber.number)
        ).all()


def use(session: Session, login: str, now: UtcDateTime) -> models.Account | None:
    """Use a confirmed login up, once: its account, locked; None where it is not confirmed, or was used, or another
    password was set meanwhile."""
    keyring: Keyring = current_app.extensions["keyring"]
    row = session.get(WaitingLogin, login)
    if row is None:
        return None
    lifecycle.lock(session, row.account_id)
    confirmed = (WaitingLogin.state == WaitingState.CONFIRMED, WaitingLogin.expires_at > now)
    used = session.execute(
        update(WaitingLogin).where(WaitingLogin.id == login, *confirmed).values(state=WaitingState.USED)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return None
    account = session.get_one(models.Account, row.account_id, populate_existing=True)
    return account if credentials.is_marked(keyring, account, row.password) else None


def leave(browser: str, state: WaitingState, now: UtcDateTime) -> None:
    """What still waits in a browser ends as `state` says: somebody logged in or out there since, and its page can go on
    no more. Nobody is to call in vain."""
    open_here = (WaitingLogin.browser == browser, WaitingLogin.state.in_(OPEN_STATES), WaitingLogin.expires_at > now)
    with write() as session:
        for each in held(session, select(WaitingLogin).where(*open_here)):
            each.state = state


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase the logins whose time is long over; give how many."""
    done = session.execute(delete(WaitingLogin).where(WaitingLogin.expires_at <= now - KEPT_FOR))
    return int(done.rowcount)  # type: ignore[attr-defined]
