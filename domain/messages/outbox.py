"""How do letters leave? Each at most once, however many senders there are and whenever one of them dies.

A sender claims a letter for a while, marks it `sending` just before it hands it over, and then says how that went. A
letter found in `sending` after its claim ran out may or may not have gone: it becomes `unsure` and is not sent again
(decision 12). Nothing is sent inside a transaction. A letter that is withheld takes the same steps, and however they
end, it is `withheld` then (row A2).
"""

import atexit
import logging
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import ColumnElement, case, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from domain.messages import letters, smtp
from infra import clock
from infra.database import read, write
from infra.encryption import DecryptionFailed
from models import Letter
from rules.japanese.times import UtcDateTime
from rules.states import LetterState

CLAIM = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60))
AT_LEAST_EVERY_SECONDS = 20.0
AT_ONCE = 100
# Letters of which somebody should know.
LOST = (LetterState.FAILED, LetterState.UNSURE, LetterState.ABANDONED)

cli = AppGroup("outbox", help="Letters on their way.")


@dataclass(frozen=True)
class Counts:
    """What became of the letters that were due."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    unsure: int = 0
    abandoned: int = 0
    withheld: int = 0


class _ClaimLost(Exception):
    """Our claim ran out and another sender has the letter."""


@dataclass(frozen=True)
class _Claimed:
    letter: Letter
    until: UtcDateTime

    @property
    def mine(self) -> tuple[ColumnElement[bool], ...]:
        return (Letter.id == self.letter.id, Letter.claimed_until == self.until)


def deliver_due(app: Flask) -> Counts:
    """Send what is due, at most a hundred letters; any number of senders may do so at once."""
    with app.app_context():
        counts = _close_overdue(clock.now())
        for letter_id in _due(clock.now()):
            claimed = _claim(letter_id, clock.now())
            if claimed:
                counts[_deliver(claimed)] += 1
    return Counts(**counts)


def start_thread(app: Flask) -> Callable[[], None]:
    """The embedded sender: a thread that sends when woken, and looks by itself three times a minute.

    Give what ends it; at the end of the process it is called by itself, so that a letter on its way is finished.
    """
    woken, ended = Event(), Event()
    app.extensions["outbox"] = woken

    def run() -> None:
        while not ended.is_set():
            woken.clear()
            if not _sent_any(app) and not ended.is_set():
                woken.wait(AT_LEAST_EVERY_SECONDS)

    thread = Thread(target=run, name="outbox", daemon=True)

    def end() -> None:
        ended.set()
        woken.set()
        thread.join(AT_LEAST_EVERY_SECONDS)

    thread.start()
    atexit.register(end)
    return end


def wake(app: Flask) -> None:
    """There may be letters: to be called after a commit. Does nothing where this process sends none."""
    if "outbox" in app.extensions:
        app.extensions["outbox"].set()


@cli.command("run")
@click.option("--once", is_flag=True, help="Send what is due and end.")
def run_command(once: bool) -> None:
    """Send letters until told to stop; a letter being handed over is finished first."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        while (counts := deliver_due(app)) != Counts():
            click.echo(counts)
        return
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        if not _sent_any(app):
            stop.wait(AT_LEAST_EVERY_SECONDS)


def _sent_any(app: Flask) -> bool:
    """Whether to look again at once. A database or a disk that is away now will be back."""
    try:
        counts = deliver_due(app)
        return counts.sent + counts.withheld > 0
    except (SQLAlchemyError, OSError) as wrong:
        app.logger.error("outbox: %s", type(wrong).__name__)
        return False


def _free(now: UtcDateTime) -> ColumnElement[bool]:
    return or_(Letter.claimed_until.is_(None), Letter.claimed_until <= now)


def _due(now: UtcDateTime) -> list[int]:
    with read() as session:
        return list(
            session.scalars(
                select(Letter.id)
                .where(Letter.state == LetterState.QUEUED, Letter.next_try_at <= now, _free(now))
                .order_by(Letter.next_try_at)
                .limit(AT_ONCE)
            )
        )


def _close_overdue(now: UtcDateTime) -> Counter[str]:
    """Give up what is too late, and what a sender that died may have sent."""
    ends = (
        (
            LetterState.ABANDONED,
            "not taken in time",
            (Letter.state == LetterState.QUEUED, Letter.give_up_at <= now, _free(now)),
        ),
        (LetterState.UNSURE, "its sender is gone", (Letter.state == LetterState.SENDING, _free(now))),
    )
    counts: Counter[str] = Counter()
    for state, why, where in ends:
        with read() as session:
            found = session.scalar(select(Letter.id).where(*where).limit(1))
        if found is not None:
            with write() as session:
                # By their values: of a member SQLAlchemy does not know that it is a text.
                became = case((letters.NOBODYS, LetterState.WITHHELD.value), else_=state.value)
                closing = update(Letter).where(*where).values(state=became, contents=None)
                closed = session.execute(closing.returning(Letter.id, Letter.kind, Letter.state)).all()
            for letter in closed:
                _log(*letter, why)
            counts.update(letter.state for letter in closed)
    return counts


def _claim(letter_id: int, now: UtcDateTime) -> _Claimed | None:
    """Take a letter for five minutes; None where another sender has it."""
    until = now + CLAIM
    due = (Letter.state == LetterState.QUEUED, Letter.next_try_at <= now, Letter.give_up_at > now, _free(now))
    with write() as session:
        taken = session.execute(
            update(Letter)
            .where(Letter.id == letter_id, *due)
            .values(claimed_until=until, attempts=Letter.attempts + 1)
            .returning(Letter)
        ).scalar()
        return _Claimed(taken, until) if taken else None


def _deliver(claimed: _Claimed) -> str:
    """Hand one letter over, between transactions; give what became of it."""
    letter = claimed.letter
    try:
        draft = letters.opened(current_app.extensions["keyring"], letter)
        answer = smtp.hand_over(current_app.config, draft, letter.key, clock.now(), lambda: _begin(claimed))
    except _ClaimLost:
        return "later"
    except DecryptionFailed:
        return _finish(claimed, LetterState.FAILED, "its key is gone")
    except smtp.PermanentFailure as no:
        return _finish(claimed, LetterState.FAILED, str(no))
    except smtp.UnknownOutcome as lost:
        return _finish(claimed, LetterState.UNSURE, str(lost))
    except smtp.TransientFailure as no:
        return _later(claimed, str(no))
    return _finish(claimed, LetterState.SENT, answer)


def _begin(claimed: _Claimed) -> None:
    """From here on the letter counts as perhaps sent. Raise _ClaimLost where it is not ours any more."""
    with write() as session:
        begun = session.execute(
            update(Letter)
            .where(*claimed.mine, Letter.state == LetterState.QUEUED)
            .values(state=LetterState.SENDING)
            .returning(Letter.id)
        ).first()
    if begun is None:
        raise _ClaimLost


def _finish(claimed: _Claimed, state: LetterState, answer: str) -> str:
    at = clock.now()
    state = state if claimed.letter.masked_address else LetterState.WITHHELD
    _record(claimed, state=state, last_answer=answer, contents=None, sent_at=at if state == LetterState.SENT else None)
    return state


def _later(claimed: _Claimed, answer: str) -> str:
    pause = PAUSES[min(claimed.letter.attempts, len(PAUSES)) - 1]
    again = clock.now() + pause
    _record(claimed, state=LetterState.QUEUED, last_answer=answer, claimed_until=None, next_try_at=again)
    return "later"


def _record(claimed: _Claimed, **values: Any) -> None:
    """What is known for certain wins over `unsure`, except that what was erased cannot be sent again."""
    states = [LetterState.QUEUED, LetterState.SENDING]
    if values["state"] != LetterState.QUEUED:
        states.append(LetterState.UNSURE)
    with write() as session:
        session.execute(update(Letter).where(*claimed.mine, Letter.state.in_(states)).values(**values))
    _log(claimed.letter.id, claimed.letter.kind, values["state"], values["last_answer"])


def _log(letter_id: int, kind: str, state: str, answer: str) -> None:
    level = logging.WARNING if state in LOST else logging.INFO
    current_app.logger.log(level, "letter %d (%s): %s, %s", letter_id, kind, state, answer)
