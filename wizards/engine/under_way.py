"""What has a customer begun and not finished? (row W17)"""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from infra.database import read
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from wizards.engine.runs import RUNS

# So many can be gone on with. What of them has no way in any more is looked at too.
MOST = 10
_NEWEST_FIRST = (
    func.coalesce(RUNS.c.committed_at, RUNS.c.seen_at).desc(),
    RUNS.c.committed_at.is_not(None),
    RUNS.c.id,
)
_OF_ONE_THING = func.row_number().over(partition_by=(RUNS.c.wizard, RUNS.c.subject), order_by=_NEWEST_FIRST)
_KEPT = (
    RUNS.c.portal == bindparam("portal"),
    RUNS.c.account_id == bindparam("account"),
    RUNS.c.expires_at > bindparam("now"),
)
_ALL = (
    select(RUNS.c.id, RUNS.c.wizard, RUNS.c.seen_at, RUNS.c.committed_at, _OF_ONE_THING.label("place"))
    .where(*_KEPT)
    .subquery()
)
_OPEN = (
    select(_ALL.c.id, _ALL.c.wizard)
    .where(_ALL.c.place == 1, _ALL.c.committed_at.is_(None))
    .order_by(_ALL.c.seen_at.desc(), _ALL.c.id)
    .limit(MOST)
)


def of_account(portal: Portal, account_id: int, now: UtcDateTime) -> Sequence[tuple[str, str]]:
    """The ids and wizards of the runs that a customer can go on with, the last one touched first: of a sequence about
    one thing the newest, and none where that was committed, for what is older it has replaced."""
    with read() as session:
        given = {"portal": portal.name, "account": account_id, "now": now}
        return [(row.id, row.wizard) for row in session.execute(_OPEN, given)]


def newest(portal: Portal, wizard: str, account_id: int, subject: str | None, now: UtcDateTime) -> str | None:
    """The id of the run that `of_account` gives of a wizard about a subject; None where there is none."""
    of_it = (RUNS.c.portal == portal.name, RUNS.c.account_id == account_id, RUNS.c.wizard == wizard)
    kept = (RUNS.c.subject == subject, RUNS.c.expires_at > now)
    with read() as session:
        asked = select(RUNS.c.id, RUNS.c.committed_at).where(*of_it, *kept).order_by(*_NEWEST_FIRST)
        found = session.execute(asked.limit(1)).first()
    return found.id if found and found.committed_at is None else None


def about(portal: Portal, wizard: str, account_id: int, subject: str, now: UtcDateTime) -> str | None:
    """The id of the run that a customer has under way in a wizard about a subject, the one touched last; None where
    there is none."""
    mine = (RUNS.c.portal == portal.name, RUNS.c.account_id == account_id, RUNS.c.wizard == wizard)
    this = (RUNS.c.subject == subject, RUNS.c.committed_at.is_(None), RUNS.c.expires_at > now)
    with read() as session:
        return session.scalar(select(RUNS.c.id).where(*mine, *this).order_by(RUNS.c.seen_at.desc()).limit(1))
