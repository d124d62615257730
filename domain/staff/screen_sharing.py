"""Which browser shows its screen to which operator, and what of it? (screens.md section 12, decisions 24 and 27)

The customer begins, reads six digits out, and can pause or end it at any moment. What an operator sees was made while
the customer's own request was served: numbers of screens and fields, and whether something is in them, never an answer.
There is one row for it, written over and over, and none once it has ended; the trail keeps that there was one.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.accounts import attempts, audit_log
from domain.staff import audit_trail, shared_screens
from domain.staff.audit_trail import Act, Whom
from domain.staff.shared_screens import IDLE, SEEN, SEEN_EVERY, SHOW, WHOLE, Kept, keyring, opened, sealed
from infra.database import read, write
from infra.encryption import Purpose
from models import SharedScreen
from rules.japanese import normalize
from rules.japanese.times import UtcDateTime
from rules.states import SharingState

CODE_DIGITS = 6
CODE_FOR = timedelta(minutes=10)
AT_MOST = 20
TRIES = attempts.LIMIT


class Sharing(NamedTuple):
    """What a customer's browser is told of its own sharing. `code` are the six digits, until somebody joined or their
    time is over; `pointed` is the number of the field that is pointed at on this very screen. `kept`, `account_id` and
    `seen_at` are as they lie there: what was shown last, whose screen that was, and when."""

    id: str
    state: SharingState
    code: str
    code_until: UtcDateTime
    pointed: int | None
    turn: int
    kept: Kept
    account_id: int | None
    seen_at: UtcDateTime


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
            code=keyring().fingerprint(Purpose.SHARING_CODE, code),
            code_until=now + CODE_FOR,
            state=SharingState.WAITING,
            view=sealed(own, Kept(code, {})),
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
    row = shared_screens.found(sharing_id, now)
    if row is None or row.browser != browser:
        return None
    state, kept = SharingState(row.state), opened(row)
    code = kept.code if state is SharingState.WAITING and row.code_until > now else ""
    pointed = row.pointed if state is SharingState.ON else None
    return Sharing(row.id, state, code, row.code_until, pointed, row.turn, kept, row.account_id, row.seen_at)


def show(
    sharing: Sharing, view: Mapping[str, Any], browser: str, account_id: int | None, now: UtcDateTime
) -> Sharing | None:
    """Write over what the operator sees, as it is now; give the sharing as it is then, None where it has ended. The
    same screen opened again is no other: what is pointed at stays. While it is paused, nothing is written but that the
    customer is there; until somebody joins, nobody sees what is written."""
    if account_id != sharing.account_id:
        _of_another(sharing.id, account_id, now)
        sharing = sharing._replace(account_id=account_id)
    if sharing.state is SharingState.PAUSED or sharing.kept.view == view:
        if now - sharing.seen_at >= SEEN_EVERY:
            SEEN.change(name=sharing.id, now=now)
        return sharing
    seal = sealed(sharing.id, Kept(sharing.kept.code, view))
    if SHOW.change(name=sharing.id, was=sharing.state.value, sealed_view=seal, now=now):
        return sharing._replace(turn=sharing.turn + 1, pointed=None)
    # Somebody joined, or it was paused in another window.
    newer = of_browser(sharing.id, browser, now)
    return show(newer, view, browser, account_id, now) if newer else None


def _of_another(name: str, account_id: int | None, now: UtcDateTime) -> None:
    """Somebody logged in or out at the browser: whose screen it is, the trail and they themselves are told."""
    changed = (SharedScreen.id == name, SharedScreen.account_id.is_distinct_from(account_id))
    with write() as session:
        made = update(SharedScreen).where(*changed).values(account_id=account_id).returning(SharedScreen)
        row = session.scalar(made)
        if row is not None and account_id is not None and row.member_id is not None:
            _tell(session, row, Act.SAW_ACCOUNTS_SCREEN, now)


def pause(sharing: Sharing, now: UtcDateTime) -> None:
    """Show nothing more until it goes on; what was seen last is erased."""
    _turn(sharing.id, SharingState.ON, SharingState.PAUSED, Act.SCREEN_PAUSED, now)


def go_on(sharing: Sharing, now: UtcDateTime) -> None:
    """Show the screen again, from the next one that is opened."""
    _turn(sharing.id, SharingState.PAUSED, SharingState.ON, Act.SCREEN_WENT_ON, now)


def end(sharing_id: str, browser: str, now: UtcDateTime) -> bool:
    """The customer ends it: whether there was anything to end."""
    with write() as session:
        return _end_all(session, (SharedScreen.id == sharing_id) & (SharedScreen.browser == browser), now) > 0


def join(typed: str, member_id: int, login_id: str, now: UtcDateTime) -> str | None:
    """Let a member see the screen whose six digits they typed, once; give its name, None where no screen has these. A
    wrong one is counted before it is looked for. Raise TooManyTries."""
    code, key = normalize.digits(typed), str(member_id)
    with write() as session:
        count = attempts.count_wrong(session, keyring(), Purpose.SHARING_TRIES, key, now)
        joined = _joined(session, code, member_id, login_id, now) if count <= TRIES else None
    if count > TRIES:
        raise TooManyTries
    return joined


def _joined(session: Session, code: str, member_id: int, login_id: str, now: UtcDateTime) -> str | None:
    marks = keyring().fingerprints(Purpose.SHARING_CODE, code)
    under_way = (SharedScreen.seen_at > now - IDLE, SharedScreen.created_at > now - WHOLE)
    waiting = (SharedScreen.code.in_(marks), SharedScreen.state == SharingState.WAITING, SharedScreen.code_until > now)
    became = {"state": SharingState.ON, "member_id": member_id, "login_id": login_id, "joined_at": now}
    taken = update(SharedScreen).where(*waiting, *under_way).values(**became, code=None).returning(SharedScreen)
    row = session.scalar(taken)
    if row is None:
        return None
    row.view, row.turn = sealed(row.id, Kept("", opened(row).view)), row.turn + 1
    attempts.forget(session, keyring(), Purpose.SHARING_TRIES, str(member_id))
    _tell(session, row, Act.JOINED_SCREEN, now)
    return row.id


def of_member(sharing_id: str, member_id: int, login_id: str, now: UtcDateTime) -> Seen | None:
    """What a member sees who joined in this login, None where it has ended or is not theirs."""
    row = shared_screens.found(sharing_id, now)
    if row is None or (row.member_id, row.login_id) != (member_id, login_id):
        return None
    state, view = SharingState(row.state), opened(row).view if row.state == SharingState.ON else {}
    return Seen(row.id, row.portal, state, row.turn, view, row.pointed, row.account_id, row.seen_at)


def joined_by(member_id: int, login_id: str, now: UtcDateTime) -> list[str]:
    """The names of the screens that a member sees in this login, the newest first."""
    mine = (SharedScreen.member_id == member_id, SharedScreen.login_id == login_id)
    under_way = (SharedScreen.seen_at > now - IDLE, SharedScreen.created_at > now - WHOLE)
    newest = select(SharedScreen.id).where(*mine, *under_way).order_by(SharedScreen.joined_at.desc())
    with read() as session:
        return list(session.scalars(newest))


def point(seen: Seen, number: int | None) -> bool:
    """Point at a field of the screen that the member sees, by its number, or at none any more. The screen may be
    another one meanwhile: then nothing is pointed at, and it is said so."""
    same = (SharedScreen.id == seen.id, SharedScreen.turn == seen.turn, SharedScreen.state == SharingState.ON)
    with write() as session:
        pointed = update(SharedScreen).where(*same).values(pointed=number).returning(SharedScreen.id)
        return session.scalar(pointed) is not None


def leave(seen: Seen, now: UtcDateTime) -> None:
    """The operator ends it."""
    with write() as session:
        _end_all(session, SharedScreen.id == seen.id, now)


def leave_all(login_id: str, now: UtcDateTime) -> None:
    """The login of a member ends, and with it whatever they see in it."""
    with write() as session:
        _end_all(session, SharedScreen.login_id == login_id, now)


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase what nobody ended and nobody comes back to; give how many."""
    over = (SharedScreen.seen_at <= now - IDLE) | (SharedScreen.created_at <= now - WHOLE)
    return _end_all(session, over, now)


def _turn(name: str, was: SharingState, becomes: SharingState, act: Act, now: UtcDateTime) -> None:
    same = (SharedScreen.id == name, SharedScreen.state == was)
    made = {"state": becomes, "seen_at": now, "turn": SharedScreen.turn + 1, "view": None, "pointed": None}
    with write() as session:
        row = session.scalar(update(SharedScreen).where(*same).values(**made).returning(SharedScreen))
        if row is not None:
            _record(session, row, act, now)


def _end_all(session: Session, which: Any, now: UtcDateTime) -> int:
    rows = session.scalars(delete(SharedScreen).where(which).returning(SharedScreen)).all()
    for row in rows:
        if row.member_id is not None:
            _record(session, row, Act.LEFT_SCREEN, now)
    return len(rows)


def _tell(session: Session, row: SharedScreen, act: Act, now: UtcDateTime) -> None:
    if row.account_id is not None:
        kind = audit_log.Kind.SCREEN_SHARED
        audit_log.record(session, row.portal, kind, now, account_id=row.account_id, staff_id=row.member_id)
    _record(session, row, act, now)


def _record(session: Session, row: SharedScreen, act: Act, now: UtcDateTime) -> None:
    assert row.member_id is not None
    audit_trail.record(session, act, row.member_id, now, whom=Whom(account_id=row.account_id), about=row.id)
