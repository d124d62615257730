"""How are the pictures of a run put in order and described? (803)"""

from collections.abc import Mapping

from sqlalchemy import select

from domain.photos import uploads
from infra.database import write
from models import Photo
from rules.japanese import normalize
from rules.states import PhotoState

LONGEST_CAPTION = 300
BESIDE = "／"


def move(run_id: str, photo_id: str, by: int) -> None:
    """Put a picture so many places nearer to the end of the list, to its beginning where `by` is below 0."""
    with write() as session:
        uploads.queue_up_for(session, run_id)
        found = select(Photo).where(Photo.run_id == run_id, Photo.state != PhotoState.REFUSED, Photo.sent_at.is_(None))
        rows = list(session.scalars(found.order_by(*uploads.SHOWN)))
        at = next((place for place, row in enumerate(rows) if row.id == photo_id), None)
        if at is None:
            return
        rows.insert(max(0, at + by), rows.pop(at))
        for place, row in enumerate(rows, 1):
            row.place = place


def caption(run_id: str, typed: Mapping[str, str], shown: Mapping[str, str]) -> int:
    """Keep the captions of a run's pictures that were `typed`, by their ids; what stands there as it was `shown` was
    not touched, and changes nothing. Where another window has changed one meanwhile, both stand beside each other; give
    how many those are."""
    both = 0
    with write() as session:
        uploads.queue_up_for(session, run_id)
        mine = (Photo.run_id == run_id, Photo.id.in_(typed), Photo.sent_at.is_(None))
        for photo in session.scalars(select(Photo).where(*mine)):
            known = uploads.told(photo)
            own, before = (_cleaned(each.get(photo.id, "")) for each in (typed, shown))
            if own in (before, known.caption):
                continue
            is_both = known.caption != before and own != "" != known.caption
            kept = f"{known.caption}{BESIDE}{own}"[:LONGEST_CAPTION] if is_both else own
            photo.told = uploads.sealed(photo.id, known._replace(caption=kept))
            both += is_both
    return both


def _cleaned(typed: str) -> str:
    return normalize.clean(typed[: uploads.LONGEST_READ])[:LONGEST_CAPTION]
