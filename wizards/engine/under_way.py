"""What has a customer begun and not finished? (row W17)"""

from collections.abc import Sequence

from sqlalchemy import select

from infra.database import read
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from wizards.engine.runs import RUNS


def of_account(portal: Portal, account_id: int, now: UtcDateTime) -> Sequence[tuple[str, str]]:
    """The ids and wizards of a customer's runs that are not committed, the last one touched first."""
    mine = (RUNS.c.portal == portal.name, RUNS.c.account_id == account_id)
    open_ones = (RUNS.c.committed_at.is_(None), RUNS.c.expires_at > now)
    with read() as session:
        found = select(RUNS.c.id, RUNS.c.wizard).where(*mine, *open_ones).order_by(RUNS.c.seen_at.desc())
        return [(row.id, row.wizard) for row in session.execute(found)]


def about(portal: Portal, wizard: str, account_id: int, subject: str, now: UtcDateTime) -> str | None:
    """The id of the run that a customer has under way in a wizard about a subject, the one touched last; None where
    there is none."""
    mine = (RUNS.c.portal == portal.name, RUNS.c.account_id == account_id, RUNS.c.wizard == wizard)
    this = (RUNS.c.subject == subject, RUNS.c.committed_at.is_(None), RUNS.c.expires_at > now)
    with read() as session:
        return session.scalar(select(RUNS.c.id).where(*mine, *this).order_by(RUNS.c.seen_at.desc()).limit(1))
