"""How often was this very link asked for lately? The same for a question that concerns nobody."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.accounts.links import LINKS
from infra import rate_limits
from infra.database import queue_up
from rules.japanese.times import UtcDateTime

LIMIT = "way in"


def too_often(session: Session, marks: Sequence[str], now: UtcDateTime) -> bool:
    """Whether so many links about this (`links.abouts`) were made lately, told to somebody or not, that no letter is to
    go out for one more; whoever asks waits for who asks at the same moment."""
    queue_up(session, marks[0])
    many, within = rate_limits.LETTERS[LIMIT]
    lately = select(LINKS.c.id).where(LINKS.c.about.in_(marks), LINKS.c.created_at > now - within)
    return len(session.execute(lately.limit(many)).all()) >= many and rate_limits.are_on()


def about(session: Session, link_id: str) -> Sequence[str]:
    """What a link is about."""
    return session.scalars(select(LINKS.c.about).where(LINKS.c.id == link_id)).all() or [""]
