"""Which pictures are erased, and when? With what they belong to (row U10, decision 45).

What was not sent goes with its run, at once where its owner throws that away; what was sent, once it was kept as long
as it is to be. A file that no row names is nobody's: whoever put it there ended half-way.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from domain.photos import storage, uploads
from domain.photos.storage import Kind
from infra.database import read
from models import Photo, PhotoPass, RunRow
from rules.japanese.times import UtcDateTime
from rules.states import PhotoState

# A file is put there before its row: whoever is at it now has not come so far.
AT_WORK_FOR = timedelta(hours=1)
AT_ONCE = 500


def purge(session: Session, now: UtcDateTime, kept_days: int) -> list[str]:
    """Erase the rows of what is over, and give their ids: their files are to go after the transaction (`files_of`)."""
    under_way = select(RunRow.id).where(RunRow.committed_at.is_(None), RunRow.expires_at > now)
    left = (Photo.sent_at.is_(None), Photo.run_id.not_in(under_way), Photo.arrived_at <= now - AT_WORK_FOR)
    kept_long_enough = Photo.sent_at <= now - timedelta(days=kept_days)
    # Said twice: what is being sent at this moment is not to be found by what it was before.
    over = or_(kept_long_enough, and_(Photo.sent_at.is_(None), Photo.id.in_(select(Photo.id).where(*left))))
    return list(session.scalars(delete(Photo).where(over).returning(Photo.id)))


def of_runs(session: Session, run_ids: Collection[str]) -> list[str]:
    """Erase the rows of what lies in runs that this transaction has erased, and the passes to them; give the ids of the
    pictures, as `purge`. Whoever is putting one in just now was here before, or finds no run any more."""
    for run_id in sorted(run_ids):
        uploads.queue_up_for(session, run_id)
    session.execute(delete(PhotoPass).where(PhotoPass.run_id.in_(run_ids)))
    unsent = (Photo.run_id.in_(run_ids), Photo.sent_at.is_(None))
    return list(session.scalars(delete(Photo).where(*unsent).returning(Photo.id)))


def files_of(photo_ids: Iterable[str]) -> None:
    """Erase the files of pictures. Raise storage.StorageFailed; what stays is nobody's then."""
    for photo_id in photo_ids:
        uploads.erase_files(photo_id)


def files_of_nobody(now: UtcDateTime) -> int:
    """Erase the files that belong to no picture, and what came of those that were read; give how many. It looks through
    all that there are. Raise storage.StorageFailed."""
    erased = 0
    for kind in Kind:
        old = [name for name, put_at in storage.of_app().names(kind) if put_at <= now - AT_WORK_FOR]
        for some in (old[start : start + AT_ONCE] for start in range(0, len(old), AT_ONCE)):
            needed = _needed(kind, some)
            for name in set(some) - needed:
                storage.of_app().delete(kind, name)
                erased += 1
    return erased


def _needed(kind: Kind, names: Iterable[str]) -> set[str]:
    """Those of these names that a row needs."""
    state = PhotoState.ARRIVED if kind == Kind.INCOMING else PhotoState.READY
    with read() as session:
        return set(session.scalars(select(Photo.id).where(Photo.id.in_(names), Photo.state == state)))
