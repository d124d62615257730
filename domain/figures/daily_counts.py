"""How often did something happen to customers on a day? Counted where it happens, and kept without whose it was.

A row for a day, a portal, a screen, a question and a kind of thing (docs/decisions/0036-figures.md). Each word in it is
the program's own: nothing of a customer has a place here.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from infra.database import core, insert_into, write
from models import DailyCount, RunRow
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime

KEPT = timedelta(days=400)
# A run of staff is about a case and of no account; a customer's about nothing, or about what their account holds.
OF_CUSTOMERS = or_(RunRow.subject.is_(None), RunRow.account_id.is_not(None))


class What(StrEnum):
    """What is counted: a question answered wrong, a run that was left, and one that was committed."""

    MISTAKE = "mistake"
    LEFT = "left"
    DONE = "done"


class Counted(NamedTuple):
    """What happened, on which day (in Japan) and where. `screen` is 0 where none was noted; `name` and `kind` are "" of
    what is no question and of no kind."""

    day: date
    what: str
    portal: str
    wizard: str
    screen: int
    name: str = ""
    kind: str = ""


def is_customers(subject: str | None, account_id: int | None) -> bool:
    """As OF_CUSTOMERS, of a row that is at hand: what a DELETE gives back SQLite 3.40 judges wrongly, and says of no
    account that it is one."""
    return subject is None or account_id is not None


def day_of(at: UtcDateTime) -> date:
    """The day in Japan."""
    return at.astimezone(JST).date()


def count(found: Mapping[Counted, int]) -> None:
    """Count these at once, whatever becomes of the rest."""
    if found:
        with write() as session:
            add(session, found)


def add(session: Session, found: Mapping[Counted, int]) -> None:
    """Count these. Always in the order of the rows: of two that count the same rows one waits for the other, and never
    both."""
    rows = [{**each._asdict(), "number": number} for each, number in sorted(found.items())]
    if not rows:
        return
    # Without its values: with them in it, it would be compiled anew each time.
    new = insert_into(session, core(DailyCount))
    more = {"number": DailyCount.number + new.excluded.number}
    session.execute(new.on_conflict_do_update(index_elements=list(Counted._fields), set_=more), rows)


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase what is older than any comparison with the year before; give how many."""
    done = session.execute(delete(DailyCount).where(DailyCount.day < day_of(now - KEPT)))
    return int(done.rowcount)  # type: ignore[attr-defined]
