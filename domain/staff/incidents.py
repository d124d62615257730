"""Which fault stands behind the number that a customer reads out from 908?

A row beside the entry in the log (infra/incident_log.py), since that lies on one machine of many, which nobody at the
telephone can read. The log is told first and always; the row is left out where the database is what failed, and where a
process has written its share of this minute: a fault of every request must not become a second one.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import NamedTuple, cast

from flask import Flask, current_app
from sqlalchemy import CursorResult, delete, func, or_, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session

from infra import incident_log
from infra.database import insert_into, write
from models import Incident
from rules.japanese import normalize
from rules.japanese.times import UtcDateTime

EXTENSION = "incidents"
KEPT = timedelta(days=90)
MINUTE = timedelta(minutes=1)
A_MINUTE = 30
NEAREST = 5
NUMBER = re.compile(r"[0-9A-F]{8}")
NOT_IN_A_NUMBER = re.compile(r"[^0-9A-Z]")
# No number has these letters: who reads or writes them means a digit.
MEANT = str.maketrans("OQIL", "0011")


class Where(NamedTuple):
    """Where a request failed: a portal by its name, the address without its values, and the screen, as far as any of it
    is known."""

    portal: str = ""
    pattern: str = ""
    screen: int | None = None


class Again(NamedTuple):
    """How often a fault came again since, and when last."""

    times: int
    last_at: UtcDateTime | None


class Share:
    """What one process may write in a minute; any number of threads may ask."""

    def __init__(self) -> None:
        self._lock, self._since, self._written = Lock(), datetime.min.replace(tzinfo=UTC), 0

    def take(self, now: UtcDateTime) -> bool:
        """Whether one more may be written."""
        with self._lock:
            if not self._since <= now < self._since + MINUTE:
                self._since, self._written = now, 0
            self._written += 1
            return self._written <= A_MINUTE


def init(app: Flask) -> None:
    """Each application counts for itself."""
    app.extensions[EXTENSION] = Share()


def note(number: str, wrong: BaseException, where: Where, now: UtcDateTime) -> None:
    """Write a fault down under its number, once, unless the database is what failed. Raise SQLAlchemyError where it
    fails now."""
    share: Share = current_app.extensions[EXTENSION]
    if any(_is_of_the_database(each) for each in incident_log.chain_of(wrong)) or not share.take(now):
        return
    told = incident_log.told_of(wrong)
    row = {"number": number, "at": now, **where._asdict(), **told._asdict()}
    with write() as session:
        session.execute(insert_into(session, Incident).values(**row).on_conflict_do_nothing())


def _is_of_the_database(wrong: BaseException) -> bool:
    """Whether the database itself may be what failed; a row that it refused is no sign of that."""
    return isinstance(wrong, (DBAPIError, NoConnection)) and not isinstance(wrong, IntegrityError)


def folded(typed: str) -> str:
    """A number as it is kept, however it was heard and typed."""
    return NOT_IN_A_NUMBER.sub("", normalize.code(typed)).translate(MEANT)


def find(session: Session, number: str) -> Incident | None:
    """The fault of a number, None where there is none."""
    return session.get(Incident, number)


def nearest(session: Session, number: str) -> Sequence[Incident]:
    """Faults whose numbers differ in one place, the newest first: letters are misheard on the telephone."""
    one_off = [Incident.number.like(f"{number[:place]}_{number[place + 1 :]}") for place in range(len(number))]
    return session.scalars(select(Incident).where(or_(*one_off)).order_by(Incident.at.desc()).limit(NEAREST)).all()


def again(session: Session, incident: Incident) -> Again:
    """Whether what went wrong there went wrong again."""
    alike = (Incident.classes == incident.classes, Incident.pattern == incident.pattern, Incident.at > incident.at)
    times, last_at = session.execute(select(func.count(), func.max(Incident.at)).where(*alike)).one()
    return Again(times, last_at)


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase what nobody will ask for any more; give how many."""
    over = session.execute(delete(Incident).where(Incident.at < now - KEPT))
    return cast(CursorResult[object], over).rowcount
