"""What becomes of a run whose time is over, or that is thrown away? It is erased, and how it ended is counted: where
its visitor left it, or that it was committed."""

from collections import Counter
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.figures import daily_counts
from domain.figures.daily_counts import Counted, What, day_of, is_customers
from rules.japanese.times import UtcDateTime
from wizards.engine.runs import RUNS

AT_ONCE = 5000
KNOWN = ("portal", "wizard", "subject", "account_id", "screen", "seen_at", "committed_at")


def purge(session: Session, now: UtcDateTime) -> int:
    """Erase the runs whose time is over; give how many. How those of customers ended is counted: each once, whoever
    else erases at the same moment, since only what is erased here is given back."""
    over = RUNS.c.expires_at <= now
    some = select(RUNS.c.id).where(over).limit(AT_ONCE)
    known = (RUNS.c[name] for name in KNOWN)
    # Of its time once more: one that somebody came back to meanwhile stays.
    erasing = delete(RUNS).where(RUNS.c.id.in_(some), over).returning(*known)
    erased, counted = 0, Counter[Counted]()
    while gone := session.execute(erasing).all():
        erased += len(gone)
        counted.update(_ended(row) for row in gone if is_customers(row.subject, row.account_id))
    daily_counts.add(session, counted)
    return erased


def discard(session: Session, portal: str, account_id: int, wizard: str, subject: str | None) -> list[str]:
    """Erase all that a customer has begun of a wizard about a `subject` and not committed, whatever its time; give the
    ids. Counted as left, on the day of the last sign, as `purge` would have done."""
    about = (RUNS.c.wizard == wizard, RUNS.c.subject == subject)
    theirs = (RUNS.c.portal == portal, RUNS.c.account_id == account_id, RUNS.c.committed_at.is_(None))
    known = (RUNS.c[name] for name in KNOWN)
    gone = session.execute(delete(RUNS).where(*about, *theirs).returning(RUNS.c.id, *known)).all()
    daily_counts.add(session, Counter(_ended(row) for row in gone))
    return [row.id for row in gone]


def _ended(row: Any) -> Counted:
    if row.committed_at:
        return Counted(day_of(row.committed_at), What.DONE.value, row.portal, row.wizard, 0)
    return Counted(day_of(row.seen_at), What.LEFT.value, row.portal, row.wizard, row.screen or 0)
