"""Which pictures lie in a run, and how does one get in and out of it? (803, decision 25)

They are rows of the run beside its answers, so that neither a reload nor Back nor an ended login loses one. The same
file sent once more is the same picture: whoever is not sure that one has arrived may send it again.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import BinaryIO, NamedTuple

from flask import current_app
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from domain.photos import storage
from domain.photos.pictures import Reason
from domain.photos.storage import Kind, StorageFailed
from infra.database import queue_up, read, write
from infra.encryption import Keyring, Purpose
from models import Photo, PhotoPass, RunRow
from rules.japanese import normalize
from rules.japanese.times import UtcDateTime
from rules.states import PhotoState

PIECE = 256 * 1024
LONGEST_NAME = 80
# What is longer is cut before it is looked at: to put marks in order takes longer than they are many.
LONGEST_READ = 400
MOST_REFUSED = 20
ID = re.compile(r"[A-Za-z0-9_-]{22}")
SHOWN = (Photo.place, Photo.arrived_at, Photo.id)


class Closed(Exception):
    """The run is over: it was sent, or there is none any more."""


class Told(NamedTuple):
    """What is known of a picture beside its pixels: the name of its file, the caption, and when it was taken, as
    Picture.taken_at has it."""

    name: str
    caption: str = ""
    taken_at: str = ""


class Into(NamedTuple):
    """The run that a picture goes into, whose it is, and the accident it is of."""

    portal: str
    run_id: str
    account_id: int
    accident_id: int


class Limits(NamedTuple):
    """How many pictures one may send at a time, and how large one may be, in bytes."""

    many: int
    size: int

    @property
    def megabytes(self) -> int:
        """How large one may be, as customers are told."""
        return self.size // 2**20


def limits() -> Limits:
    """As they are set."""
    return Limits(current_app.config["PHOTOS_AT_ONCE"], current_app.config["PHOTO_MEGABYTES"] * 2**20)


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own


def told(photo: Photo) -> Told:
    """What is known of a picture. Raise encryption.DecryptionFailed."""
    return Told(**json.loads(_keyring().decrypt(Purpose.PHOTO_TOLD, photo.id, photo.told)))


def sealed(photo_id: str, what: Told) -> bytes:
    """What is known of a picture, to be kept with it."""
    return _keyring().encrypt(Purpose.PHOTO_TOLD, photo_id, json.dumps(what._asdict(), ensure_ascii=False).encode())


def take(into: Into, source: BinaryIO, name: str, now: UtcDateTime, place: int = 0) -> Photo:
    """Put a file into the run, to be read by whoever does that (domain/photos/inspection.py); give its row, or that of
    the same file which is there already. `name` is what its owner calls it; 0 as its `place` is behind all others.

    What is empty, too large or one too many is refused at once; what was refused before is tried anew. Raise Closed, or
    storage.StorageFailed: then nothing is there of it.
    """
    size, digests = _measured(into.run_id, source)
    photo = Photo(
        id=secrets.token_urlsafe(16),
        digest=digests[0],
        told=b"",
        size=size,
        reason=_too_much_or_nothing(size),
        place=place,
        arrived_at=now,
        next_try_at=now,
        **into._asdict(),
    )
    photo.told = sealed(photo.id, Told(short_name(name)))
    same = _prepared(photo, digests)
    if same:
        return same
    if not photo.reason:
        source.seek(0)
        storage.of_app().put(Kind.INCOMING, photo.id, source)
    return _inserted(photo, digests)


def _measured(run_id: str, source: BinaryIO) -> tuple[int, Sequence[str]]:
    """How long a file is, and the keyed marks of what is in it, the one to keep first."""
    source.seek(0)
    size, read_so_far = 0, hashlib.sha256()
    while piece := source.read(PIECE):
        size += len(piece)
        read_so_far.update(piece)
    return size, _keyring().fingerprints(Purpose.PHOTO_DIGEST, f"{run_id}\0{read_so_far.hexdigest()}")


def _too_much_or_nothing(size: int) -> str:
    if not size:
        return Reason.EMPTY
    return Reason.TOO_LARGE if size > limits().size else ""


def short_name(name: str) -> str:
    """The name of a file as its owner knows it again: without what some browsers put before it."""
    own = normalize.clean(name[-LONGEST_READ:].replace("\\", "/").rpartition("/")[2])
    return own if len(own) <= LONGEST_NAME else f"{own[: LONGEST_NAME - 13]}…{own[-12:]}"


def _prepared(photo: Photo, digests: Sequence[str]) -> Photo | None:
    """An equal file where it is there already; else the new one is ready to be put in. Raise Closed."""
    with read() as session:
        same = _looked_for(session, photo, digests)
    if same and same.state == PhotoState.REFUSED:
        remove(photo.run_id, [same.id])
        return None
    return same


def _looked_for(session: Session, photo: Photo, digests: Sequence[str]) -> Photo | None:
    """An equal file where it lies in the run; where there is none, what speaks against the new one is said of it."""
    _must_be_open(session, photo.run_id)
    mine = select(Photo).where(Photo.run_id == photo.run_id)
    same = session.scalar(mine.where(Photo.digest.in_(digests)))
    taken = (Photo.run_id == photo.run_id, Photo.state != PhotoState.REFUSED)
    if same is None and not photo.reason:
        many = session.scalar(select(func.count()).select_from(Photo).where(*taken)) or 0
        photo.reason = Reason.TOO_MANY if many >= limits().many else ""
    photo.state = PhotoState.REFUSED if photo.reason else PhotoState.ARRIVED
    return same


def _must_be_open(session: Session, run_id: str) -> None:
    found = session.execute(select(RunRow.committed_at).where(RunRow.id == run_id)).first()
    if found is None or found.committed_at is not None:
        raise Closed


def _inserted(photo: Photo, digests: Sequence[str]) -> Photo:
    """The row, or that of an equal file that was quicker. What was put aside for it goes again where it does not come
    in; where this process ends just here, whoever erases finds that it belongs to nobody."""
    try:
        with write() as session:
            queue_up_for(session, photo.run_id)
            same = _looked_for(session, photo, digests)
            if same is None:
                _put_in(session, photo)
    except Closed:
        _let_go(photo.id)
        raise
    if same or photo.reason:
        _let_go(photo.id)
    return same or photo


def _put_in(session: Session, photo: Photo) -> None:
    last = session.scalar(select(func.max(Photo.place)).where(Photo.run_id == photo.run_id)) or 0
    photo.place = photo.place or 1 + last
    session.add(photo)
    # Of what was refused a few stay to be told of: a run is no place to keep rows without end.
    refused = (Photo.run_id == photo.run_id, Photo.state == PhotoState.REFUSED)
    newest = select(Photo.id).where(*refused).order_by(Photo.arrived_at.desc(), Photo.place.desc()).limit(MOST_REFUSED)
    session.execute(delete(Photo).where(*refused, Photo.id.not_in(newest)).execution_options(synchronize_session=False))


def queue_up_for(session: Session, run_id: str) -> None:
    """Wait for whoever does something about the pictures of a run."""
    queue_up(session, f"photos {run_id}")


def of_run(run_id: str) -> Sequence[Photo]:
    """All that lies in a run, what was refused too, in the order that its owner gave."""
    with read() as session:
        return _in_run(session, run_id)


def _in_run(session: Session, run_id: str) -> Sequence[Photo]:
    return session.scalars(select(Photo).where(Photo.run_id == run_id).order_by(*SHOWN)).all()


def mark_of(photos: Sequence[Photo]) -> str:
    """What tells one state of a list from another, by what its owner sees of it."""
    shown = [[each.id, each.state, each.reason, each.doubts, told(each).caption] for each in photos]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


def find(photo_id: str) -> Photo | None:
    """One picture, whoever's it is."""
    with read() as session:
        return session.get(Photo, photo_id)


def remove(run_id: str, photo_ids: Collection[str]) -> None:
    """Take pictures out of a run that is not sent yet, and their files with them."""
    with write() as session:
        queue_up_for(session, run_id)
        mine = (Photo.run_id == run_id, Photo.id.in_(photo_ids), Photo.sent_at.is_(None))
        gone = session.scalars(delete(Photo).where(*mine).returning(Photo.id)).all()
    for photo_id in gone:
        _let_go(photo_id)


def _let_go(photo_id: str) -> None:
    """Its row is gone; files that cannot be erased now are found by whoever erases nightly."""
    with suppress(StorageFailed):
        erase_files(photo_id)


def erase_files(photo_id: str) -> None:
    """Erase all that lies in the storage under a picture's id. Raise storage.StorageFailed: whoever erases nightly
    finds what is left."""
    for kind in Kind:
        storage.of_app().delete(kind, photo_id)


def send(session: Session, run_id: str, mark: str, number: str, now: UtcDateTime) -> int:
    """Send the pictures of a run under a receipt number, in the transaction of its commit; give how many those are, 0
    where they are not those any more that its owner saw (`mark`, of mark_of)."""
    queue_up_for(session, run_id)
    there = _in_run(session, run_id)
    ready = [photo for photo in there if photo.state == PhotoState.READY and photo.sent_at is None]
    if mark_of(there) != mark:
        return 0
    for photo in ready:
        photo.sent_at, photo.receipt_number = now, number
    session.execute(delete(PhotoPass).where(PhotoPass.run_id == run_id))
    return len(ready)


def sent_of(account_id: int, accident_ids: Collection[int]) -> dict[int, int]:
    """How many pictures a customer has sent of each of these accidents."""
    with read() as session:
        theirs = (Photo.account_id == account_id, Photo.accident_id.in_(accident_ids), Photo.sent_at.is_not(None))
        counted = select(Photo.accident_id, func.count()).where(*theirs).group_by(Photo.accident_id)
        return {row[0]: row[1] for row in session.execute(counted)}
