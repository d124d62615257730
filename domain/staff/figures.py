"""What do customers come to: where are they, where do they leave, what is refused, which letters and calls fail?

Counts alone, grouped by the database; whose they are is asked nowhere (docs/decisions/0036-figures.md). Days are days
in Japan.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, literal, literal_column, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from domain.figures.daily_counts import OF_CUSTOMERS, What
from domain.messages.outbox import LOST
from models import DailyCount, IncomingCall, Letter, RunRow
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime

# Whoever has not been seen for so long has gone, as far as anybody can tell.
AWAY = timedelta(minutes=30)
# More kinds of answers than servers give.
MOST_ANSWERS = 200
_A_DAY = timedelta(days=1)
# As letters.NOBODYS has it, in the very words of the index, which no database compares with a value that it is given.
TO_SOMEBODY = Letter.masked_address != literal_column("''")


class Asked(NamedTuple):
    """Which days, the last of them today, and of which portal; None for all."""

    days: Sequence[date]
    portal: str | None
    now: UtcDateTime

    @property
    def since(self) -> UtcDateTime:
        """When the first day begins."""
        return _midnight(self.days[0])


class Figures(NamedTuple):
    """Rows of what was found, each with a `number`: runs under way, and runs that were left or done in these days
    (wizard and screen); mistakes (wizard, screen, name and kind); letters and calls by day (its place among the days)
    and what became of them; and the answers to letters that were lost. A screen of 0 or none says that none was
    noted."""

    under_way: Sequence[Any]
    ended: Sequence[Any]
    mistakes: Sequence[Any]
    letters: Sequence[Any]
    lost: Sequence[Any]
    calls: Sequence[Any]


def last_days(many: int, today: date) -> Sequence[date]:
    """So many days, the last of them today."""
    return [today - _A_DAY * back for back in reversed(range(many))]


def of(session: Session, asked: Asked) -> Figures:
    """All of it."""
    return Figures(
        under_way=session.execute(_under_way(asked)).all(),
        ended=session.execute(_ended(asked)).all(),
        mistakes=session.execute(_mistakes(asked)).all(),
        letters=session.execute(_by_day(asked, Letter.created_at, Letter.state, _letters(asked))).all(),
        lost=session.execute(_lost(asked)).all(),
        calls=session.execute(_by_day(asked, IncomingCall.heard_at, IncomingCall.outcome, _calls(asked))).all(),
    )


def _under_way(asked: Asked) -> Any:
    there = (RunRow.committed_at.is_(None), RunRow.seen_at > asked.now - AWAY, RunRow.expires_at > asked.now)
    return _of_runs(asked, "under way").where(*there)


def _ended(asked: Asked) -> Any:
    """In one statement, which sees each run either where it is kept or where it is counted."""
    gone = (RunRow.committed_at.is_(None), RunRow.seen_at >= asked.since, RunRow.seen_at <= asked.now - AWAY)
    counted = select(DailyCount.what, DailyCount.wizard, DailyCount.screen, func.sum(DailyCount.number).label("number"))
    counted = counted.where(*_counted(asked, What.LEFT, What.DONE))
    both = union_all(
        counted.group_by(DailyCount.what, DailyCount.wizard, DailyCount.screen),
        _of_runs(asked, What.LEFT.value).where(*gone),
        _of_runs(asked, What.DONE.value).where(RunRow.committed_at >= asked.since),
    ).subquery()
    where = (both.c.what, both.c.wizard, both.c.screen)
    return select(*where, func.sum(both.c.number).label("number")).group_by(*where)


def _of_runs(asked: Asked, what: str) -> Any:
    columns = (literal(what).label("what"), RunRow.wizard, RunRow.screen, func.count().label("number"))
    found = select(*columns).where(OF_CUSTOMERS, *_of(asked, RunRow.portal))
    return found.group_by(RunRow.wizard, RunRow.screen)


def _mistakes(asked: Asked) -> Any:
    where = (DailyCount.wizard, DailyCount.screen, DailyCount.name, DailyCount.kind)
    found = select(*where, func.sum(DailyCount.number).label("number"))
    return found.where(*_counted(asked, What.MISTAKE)).group_by(*where)


def _counted(asked: Asked, *what: What) -> Sequence[ColumnElement[bool]]:
    between = DailyCount.day.between(asked.days[0], asked.days[-1])
    return (between, DailyCount.what.in_([each.value for each in what]), *_of(asked, DailyCount.portal))


def _letters(asked: Asked) -> Sequence[ColumnElement[bool]]:
    """Without those that go to nobody."""
    return (TO_SOMEBODY, *_of(asked, Letter.portal))


def _calls(asked: Asked) -> Sequence[ColumnElement[bool]]:
    return _of(asked, IncomingCall.portal)


def _lost(asked: Asked) -> Any:
    lost = (Letter.created_at >= asked.since, Letter.state.in_([each.value for each in LOST]))
    found = select(Letter.state, Letter.last_answer, func.count().label("number")).where(*lost, *_letters(asked))
    return found.group_by(Letter.state, Letter.last_answer).order_by(func.count().desc()).limit(MOST_ANSWERS)


def _by_day(
    asked: Asked,
    at: InstrumentedAttribute[UtcDateTime],
    became: InstrumentedAttribute[str],
    where: Sequence[ColumnElement[bool]],
) -> Any:
    """A part for each day, since no two databases agree on how a day in Japan is made of a time."""
    return union_all(
        *(
            select(literal(place).label("place"), became.label("became"), func.count().label("number"))
            .where(at >= _midnight(day), at < _midnight(day + _A_DAY), *where)
            .group_by(became)
            for place, day in enumerate(asked.days)
        )
    )


def _of(asked: Asked, portal: InstrumentedAttribute[Any]) -> Sequence[ColumnElement[bool]]:
    return () if asked.portal is None else (portal == asked.portal,)


def _midnight(day: date) -> UtcDateTime:
    return datetime.combine(day, time(), JST).astimezone(UTC)
