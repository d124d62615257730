"""Which browser shows its screen to which operator, and what of it? (screens.md section 12, decisions 24 and 27)

The customer begins, reads six digits out, and can pause or end it at any moment. What an operator sees was made while
the customer's own request was served: numbers of screens and fields, and whether something is in them, never an answer.
There is one row for it, written over and over, and none once it has ended; the trail keeps that there was one.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.accounts import attempts, audit_log
from domain.staff import audit_trail
from domain.staff.audit_trail import Act, Whom
from infra.database import read, write
from infra.encryption import DecryptionFailed, Keyring, Purpose
from models import SharedScreen
from rules.japanese import normalize
from rules.japanese.times import UtcDateTime
from rules.states import SharingState

CODE_DIGITS = 6
CODE_FOR = timedelta(minutes=10)
# Without a request of the customer's for so long, or after so long in all, it is over.
IDLE, WHOLE = timedelta(minutes=30), timedelta(minutes=60)
AT_MOST = 20
TRIES = attempts.LIMIT


class Sharing(NamedTuple):
    """What a customer's browser is told of its own sharing. `code` are the six digits, until somebody joined or their
    time is over; `pointed` is the number of the field that is pointed at on this very screen."""

    id: str
    state: SharingState
    code: str
    code_until: UtcDateTime
    pointed: int | None
    turn: int


class Seen(NamedTuple):
    """What an operator sees: `view` as `show` was given it, empty where nothing was shown yet or it is paused."""

    id: str
    portal: str
    state: SharingState
    turn: int
    view: Mapping[str, Any]
    pointed: int | None
    account_id: int | None
    seen_at: UtcDateTime


class _Kept(NamedTuple):
    """What is sealed in a row: the six digits, as long as they are to be read out, and the view."""

    code: str
    seen: Mapping[str, Any]


class NoCodeLeft(Exception):
    """So many wait with digits of their own that none were found that nobody has."""


class TooManyTries(Exception):
    """This member typed wrong codes five times in a row, and has to wait ten minutes."""


def begin(portal: str, browser: str, account_id: int | None, now: UtcDateTime) -> str:
    """Let this browser's screen be joined, in place of what it shared before; give the name of it. Raise
    NoCodeLeft."""
    for _ in range(AT_MOST):
        code, own = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}", secrets.token_urlsafe(16)
        row = SharedScreen(
            id=own,
            portal=portal,
            browser=browser,
            account_id=account_id,
            code=_keyring().fingerprint(Purpose.SHARING_CODE, code),
            code_until=now + CODE_FOR,
            state=SharingState.WAITING,
            view=_sealed(own, code, {}),
            created_at=now,
            seen_at=now,
        )
        try:
            with write() as session:
                _end_all(session, SharedScreen.browser == browser, now)
                stale = (SharedScreen.code == row.code, SharedScreen.code_until <= now)
                session.execute(delete(SharedScreen).where(*stale))
                session.add(row)
        except IntegrityError:
            # Another waits with the same digits.
            continue
        return own
    raise NoCodeLeft


def of_browser(sharing_id: str, browser: str, now: UtcDateTime) -> Sharing | None:
    """What this browser shares, None where that has ended."""
    with read() as session:
        row = session.get(SharedScreen, sharing_id)
    if row is None or row.browser != browser or _is_over(row, now):
        return None
    code = _opened(row).code if row.state == SharingState.WAITING and row.code_until > now else ""
    pointed = row.pointed if row.state == SharingState.ON else None
    return Sharing(row.id, SharingState(row.state), code, row.code_until, pointed, row.turn)


def show(sharing: Sharing, view: Mapping[str, Any], account_id: int | None, now: UtcDateTime) -> Sharing:
    """Write over what the operator sees, as it is now; give the sharing as it is then. The same screen opened again is
    no other: what is pointed at stays. While it is paused, nothing is written but that the customer is there; until
    somebody joins, nobody sees what is written."""
    with write() as session:
        row = session.get(SharedScreen, sharing.id, with_for_update=True)
        if row is None or row.state != sharing.state:
            return sharing
        row.seen_at = now
        kept = _opened(row)
        if row.state != SharingState.PAUSED and kept.seen != view:
            row.view, row.turn, row.pointed = _sealed(row.id, kept.code, view), row.turn + 1, None
        if account_id != row.account_id:
            _of_another(session, row, account_id, now)
        return sharing._replace(turn=row.turn, pointed=row.pointed if row.state == SharingState.ON else None)


def _of_another(session: Session, row: SharedScreen, account_id: int | None, now: UtcDateTime) -> None:
    """Somebody logged in or out at the browser: whose screen it is, the trail and they themselves are told."""
    row.account_id = account_id
    if account_id is not None and row.member_id is not None:
        _tell(session, row, Act.SAW_ACCOUNTS_SCREEN, row.member_id, now)


def pause(sharing: Sharing, now: UtcDateTime) -> None:
    """Show nothing more until it goes on; what was seen last is erased."""
    _turn(sharing.id, SharingState.ON, now, state=SharingState.PAUSED, view=None, pointed=None)


def go_on(sharing: Sharing, now: UtcDateTime) -> None:
    """Show the screen again, from the next one that is opened."""
    _turn(sharing.id, SharingState.PAUSED, now, state=SharingState.ON, view=None, pointed=None)


def end(sharing_id: str, browser: str, now: UtcDateTime) -> bool:
    """The customer ends it: whether there was anything to end."""
    with write() as session:
        return _end_all(session, (SharedScreen.id == sharing_id) & (SharedScreen.browser == browser), now) > 0


def join(typed: str, member_id: int, login_id: str, now: UtcDateTime) -> str | None:
    """Let a member see the screen whose six digits they typed, once; give its name, None where no screen has these. A
    wrong one is counted before it is looked for. Raise TooManyTries."""
    code, key = normalize.digits(typed), str(member_id)
    with write() as session:
        count = attempts.count_wrong(session, _keyring(), Purpose.SHARING_TRIES, key, now)
        joined = _joined(session, code, member_id, login_id, now) if count <= TRIES else None
    if count > TRIES:
        raise TooManyTries
    return joined


def _joined(session: Session, code: str, member_id: int, login_id: str, now: UtcDateTime) -> str | None:
    marks = _keyring().fingerprints(Purpose.SHARING_CODE, code)
    waiting = (SharedScreen.code.in_(marks), SharedScreen.state == SharingState.WAITING, SharedScreen.code_until > now)
    became = {"state": SharingState.ON, "member_id": member_id, "login_id": login_id, "joined_at": now}
    taken = update(SharedScreen).where(*waiting).values(**became, code=None).returning(SharedScreen)
    row = session.scalar(taken)
    if row is None:
        return None
    row.view, row.turn = _sealed(row.id, "", _opened(row).seen), row.turn + 1
    attempts.forget(session, _keyring(), Purpose.SHARING_TRIES, str(member_id))
    _tell(session, row, Act.JOINED_SCREEN, member_id, now)
    return row.id


def of_member(sharing_id: str, member_id: int, login_id: str, now: UtcDateTime) -> Seen | None:
    """What a member sees who joined in this login, None where it has ended or is not theirs."""
    with read() as session:
        row = session.get(SharedScreen, sharing_id)
    if row is None or (row.member_id, row.login_id) != (member_id, login_id) or _is_over(row, now):
        return None
    state, view = SharingState(row.state), _opened(row).seen if row.state == SharingState.ON else {}
    return Seen(row.id, row.portal, state, row.turn, view, row.pointed, row.account_id, row.seen_at)


def joined_by(member_id: int, login_id: str, now: UtcDateTime) -> list[str]:
    """The names of the screens that a member sees in this login, the newest first."""
    mine = (SharedScreen.member_id == member_id, SharedScreen.login_id == login_id)
    with read() as session:
        rows = session.scalars(select(SharedScreen).where(*mine).order_by(SharedScreen.joined_at.desc())).all()
    return [row.id for row in rows if not _is_over(row, now)]


def point(seen: Seen, number: int | None) -> None:
    """Point at a field of the screen that the member sees, by its number, or at none any more. The screen may be
    another one meanwhile: then nothing is pointed at."""
    same = (SharedScreen.id == seen.id, SharedScreen.turn == seen.turn, SharedScreen.state == SharingState.ON)
    with write() as session:
        session.execute(update(SharedScreen).where(*same).values(pointed=number))


def leave(seen: Seen, now: UtcDateTime) -> None:
    """The operator ends it."""
    with write() as session:
        _end_all(session, SharedScreen.id == seen.id, now)


def word(sharing_id: str, now: UtcDateTime) -> str:
    """What tells one moment of a sharing from the next, for pages that ask again and again: its state, turn and field;
    "ended" where there is none."""
    with read() as session:
        columns = (SharedScreen.state, SharedScreen.turn, SharedScreen.pointed)
        times = (SharedScreen.seen_at, SharedScreen.created_at)
        row = session.execute(select(*columns, *times).where(SharedScreen.id == sharing_id)).first()
    if row is None or _is_over(row, now):
        return "ended"
    return f"{row.state} {row.turn} {row.pointed or 0}"


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase what nobody ended and nobody comes back to; give how many."""
    over = (SharedScreen.seen_at <= now - IDLE) | (SharedScreen.created_at <= now - WHOLE)
    return _end_all(session, over, now)


def _turn(sharing_id: str, was: SharingState, now: UtcDateTime, **became: Any) -> None:
    same = (SharedScreen.id == sharing_id, SharedScreen.state == was)
    with write() as session:
        session.execute(update(SharedScreen).where(*same).values(**became, seen_at=now, turn=SharedScreen.turn + 1))


def _end_all(session: Session, which: Any, now: UtcDateTime) -> int:
    rows = session.scalars(delete(SharedScreen).where(which).returning(SharedScreen)).all()
    for row in rows:
        if row.member_id is not None:
            whom = Whom(account_id=row.account_id)
            audit_trail.record(session, Act.LEFT_SCREEN, row.member_id, now, whom=whom, about=row.id)
    return len(rows)


def _tell(session: Session, row: SharedScreen, act: Act, member_id: int, now: UtcDateTime) -> None:
    if row.account_id is not None:
        kind = audit_log.Kind.SCREEN_SHARED
        audit_log.record(session, row.portal, kind, now, account_id=row.account_id, staff_id=member_id)
    audit_trail.record(session, act, member_id, now, whom=Whom(account_id=row.account_id), about=row.id)


def _is_over(row: Any, now: UtcDateTime) -> bool:
    return bool(now - row.seen_at >= IDLE or now - row.created_at >= WHOLE)


def _sealed(name: str, code: str, seen: Mapping[str, Any]) -> bytes:
    return _keyring().encrypt(Purpose.SHARED_VIEW, name, json.dumps([code, dict(seen)], ensure_ascii=False).encode())


def _opened(row: SharedScreen) -> _Kept:
    try:
        return _Kept(*json.loads(_keyring().decrypt(Purpose.SHARED_VIEW, row.id, row.view or b"")))
    except DecryptionFailed:
        return _Kept("", {})


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
