"""What becomes of a day of the trail that is over? Its head is told, to be kept elsewhere; after ten years its rows go.

Both are said in the day itself, under its mark. The day stays for ever: those after it follow from it.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.staff import audit_check, audit_trail
from domain.staff.audit_check import NO_HEADS, Checked, Heads, Verdict
from domain.staff.audit_trail import Act, Mark
from infra import locks
from infra.database import one_at_a_time, read, write
from models import AuditDay, AuditEntry
from rules.japanese.times import UtcDateTime

KEPT_YEARS = 10


class Told(NamedTuple):
    """A day whose head is told."""

    day: date
    entries: int
    head: str

    @property
    def line(self) -> str:
        """A line of JSON, as it is kept elsewhere."""
        return json.dumps({"day": self.day.isoformat(), "entries": self.entries, "head": self.head})


class NotWhole(Exception):
    """Rows that are not as they were written are kept: they are all that tells of it."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(checked.day.isoformat())
        self.checked = checked


def heads(session: Session, since: date | None = None, until: date | None = None) -> Iterator[Told]:
    """The heads of the days from `since` to `until`, both included."""
    inside = AuditDay.day.between(since or date.min, until or date.max)
    found = select(AuditDay.day, AuditDay.entries, AuditDay.head).where(inside).order_by(AuditDay.day)
    for row in session.execute(found, execution_options={"yield_per": audit_check.AT_ONCE}):
        yield Told(*row)


def over(session: Session, today: date) -> list[tuple[date, bool]]:
    """The days before today that are to be checked, each with whether its head is still to be told: the latest, and
    those before it that were not told. The latest also where it says that it was: whoever wrote so would hide it."""
    days = select(AuditDay.day, AuditDay.told).where(AuditDay.day < today)
    latest = session.execute(days.order_by(AuditDay.day.desc()).limit(1)).all()
    untold = session.execute(days.where(AuditDay.told.is_(False))).all()
    return sorted({(row.day, not row.told) for row in (*latest, *untold)})


def note_told(session: Session, which: date) -> None:
    """Say of a day that its head was told."""
    one_at_a_time(session, locks.AUDIT)
    day = session.get_one(AuditDay, which)
    is_ours = audit_trail.whose(day) is Mark.OURS
    day.told = True
    if is_ours:
        audit_trail.mark(day)


def last_to_prune(today: date) -> date:
    """The last day that may be pruned: that of ten years ago."""
    is_leap_day = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year - KEPT_YEARS, day=28 if is_leap_day else today.day)


def prune(until: date, now: UtcDateTime, known: Heads = NO_HEADS) -> Iterator[Checked]:
    """Erase the rows of the days up to `until`, each day in a transaction of its own, and give what was erased, day by
    day. That it was stands in the trail. `known` are heads that were kept elsewhere. Raise NotWhole at the first day
    that is not proved to be whole, ValueError as audit_check.check."""
    with read() as session:
        for checked in audit_check.check(session, until=until, heads=known):
            if checked.verdict is not Verdict.WHOLE:
                raise NotWhole(checked)
            if _pruned(checked.day, now):
                yield checked


def _pruned(which: date, now: UtcDateTime) -> bool:
    with write() as session:
        one_at_a_time(session, locks.AUDIT)
        day = session.get_one(AuditDay, which)
        if day.pruned:
            return False
        day.pruned = True
        # It was proved to be whole, perhaps by a head that was kept elsewhere.
        audit_trail.mark(day)
        session.flush()
        session.execute(delete(AuditEntry).where(AuditEntry.day == which))
        about = f"{which.isoformat()}　{day.entries:,}行"
        audit_trail.record(session, Act.PRUNED_TRAIL, None, now, about=about)
    return True
