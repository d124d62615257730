"""Who looks at the pictures that have arrived? Whoever is free: each is looked over, read once, and kept as a copy.

A worker claims a picture for a while and works on it between transactions, so that it may be killed at any time: what
it left is claimed anew. What can not be looked at now (no scanner, no storage) stays where it is and is tried again;
nothing is shown of a picture or sent before it was looked at (row U6).
"""

import atexit
import io
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from tempfile import TemporaryFile
from threading import Event, Thread
from typing import Any, BinaryIO

from flask import Flask, current_app
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from domain.photos import scanner, storage, uploads
from domain.photos.looks import alike
from domain.photos.pictures import Doubt, Picture, Reason, Unreadable
from domain.photos.reader import NoReader, Reader
from domain.photos.storage import Kind, Missing, StorageFailed
from infra import clock
from infra.database import read, write
from infra.encryption import DecryptionFailed
from models import Photo
from rules.japanese.times import UtcDateTime
from rules.states import PhotoState

# Longer than the scanner and the reader may take together, that one twice.
CLAIM = timedelta(seconds=90)
READ_WITHIN = 15.0
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 10, 20, 30))
LOOKS_EVERY_SECONDS = 0.1
LOOKS_EMBEDDED_EVERY_SECONDS = 5.0


@dataclass(frozen=True)
class _Claimed:
    photo: Photo
    until: UtcDateTime

    @property
    def mine(self) -> tuple[ColumnElement[bool], ...]:
        return (Photo.id == self.photo.id, Photo.claimed_until == self.until, Photo.state == PhotoState.ARRIVED)


def inspect_next(reader: Reader) -> bool:
    """Look at the picture that has waited longest; False where none waits."""
    claimed = _claim(clock.now())
    if claimed is None:
        return False
    try:
        picture = _read(reader, claimed.photo)
    except Unreadable as no:
        _refuse(claimed, no.reason)
    except (scanner.ScannerAway, StorageFailed, NoReader, DecryptionFailed) as away:
        _later(claimed, type(away).__name__)
    else:
        _keep(claimed, picture)
    return True


def _free(now: UtcDateTime) -> ColumnElement[bool]:
    return or_(Photo.claimed_until.is_(None), Photo.claimed_until <= now)


def _claim(now: UtcDateTime) -> _Claimed | None:
    """Take a picture that waits; None where another worker was quicker, or none is there."""
    waits = (Photo.state == PhotoState.ARRIVED, Photo.next_try_at <= now, _free(now))
    with read() as session:
        found = session.scalar(select(Photo.id).where(*waits).order_by(Photo.next_try_at, Photo.id).limit(1))
    if found is None:
        return None
    until = now + CLAIM
    taking = update(Photo).where(Photo.id == found, *waits).values(claimed_until=until, attempts=Photo.attempts + 1)
    with write() as session:
        photo = session.execute(taking.returning(Photo)).scalar()
    return _Claimed(photo, until) if photo else None


def _read(reader: Reader, photo: Photo) -> Picture:
    """Raise Unreadable, scanner.ScannerAway, StorageFailed, NoReader or DecryptionFailed."""
    with TemporaryFile() as arrived:
        try:
            for piece in storage.of_app().read(Kind.INCOMING, photo.id):
                arrived.write(piece)
        except Missing:
            raise Unreadable(Reason.BROKEN) from None
        _scan(arrived)
        arrived.seek(0)
        return reader.read(arrived)


def _scan(arrived: BinaryIO) -> None:
    """Raise Unreadable where the scanner finds something, scanner.ScannerAway where it is not known."""
    arrived.seek(0)
    if not scanner.scan(arrived):
        raise Unreadable(Reason.HARMFUL)


def _keep(claimed: _Claimed, picture: Picture) -> None:
    photo, files = claimed.photo, storage.of_app()
    try:
        files.put(Kind.COPY, photo.id, io.BytesIO(picture.copy))
        files.put(Kind.THUMBNAIL, photo.id, io.BytesIO(picture.thumbnail))
    except StorageFailed as away:
        _later(claimed, type(away).__name__)
        return
    doubts = [*picture.doubts, *([Doubt.DOUBLED] if _is_doubled(photo, picture) else [])]
    _settle(
        claimed,
        picture.taken_at,
        state=PhotoState.READY,
        doubts=" ".join(doubts),
        look=picture.look,
        width=picture.width,
        height=picture.height,
    )


def _is_doubled(photo: Photo, picture: Picture) -> bool:
    """Whether another picture of the run looks like this one."""
    others = (each for each in uploads.of_run(photo.run_id) if each.id != photo.id and each.look)
    return any(alike(each.look, picture.look) for each in others)


def _refuse(claimed: _Claimed, reason: Reason) -> None:
    _settle(claimed, state=PhotoState.REFUSED, reason=reason)


def _settle(claimed: _Claimed, taken_at: str = "", **values: Any) -> None:
    """Write down what became of a picture, where it is ours and there still; then what came is needed no more."""
    photo_id = claimed.photo.id
    with write() as session:
        uploads.queue_up_for(session, claimed.photo.run_id)
        photo = session.scalar(select(Photo).where(*claimed.mine))
        if photo:
            # Its owner may have given it a caption meanwhile.
            photo.told = uploads.sealed(photo_id, uploads.told(photo)._replace(taken_at=taken_at))
            photo.claimed_until = None
            for name, value in values.items():
                setattr(photo, name, value)
    if photo:
        storage.of_app().delete(Kind.INCOMING, photo_id)
    elif uploads.find(photo_id) is None:
        uploads.erase_files(photo_id)


def _later(claimed: _Claimed, why: str) -> None:
    pause = PAUSES[min(claimed.photo.attempts, len(PAUSES)) - 1]
    with write() as session:
        again = {"claimed_until": None, "next_try_at": clock.now() + pause}
        session.execute(update(Photo).where(*claimed.mine).values(again))
    current_app.logger.warning("picture %s: %s", claimed.photo.id[:6], why)


def start_thread(app: Flask) -> Callable[[], None]:
    """The embedded worker: a thread that looks when woken; give what ends it, which is called at the end of the process
    anyway."""
    woken, ended = Event(), Event()
    app.extensions["photo inspection"] = woken

    def run() -> None:
        with closing(Reader(patience=READ_WITHIN)) as reader:
            while not ended.is_set():
                woken.clear()
                if not work(app, reader):
                    woken.wait(LOOKS_EMBEDDED_EVERY_SECONDS)

    thread = Thread(target=run, name="pictures", daemon=True)

    def end() -> None:
        ended.set()
        woken.set()
        thread.join(LOOKS_EMBEDDED_EVERY_SECONDS)

    thread.start()
    atexit.register(end)
    return end


def work(app: Flask, reader: Reader) -> bool:
    """Look at one picture, if any waits; give whether to look again at once. A database or a storage that is away now
    will be back."""
    try:
        with app.app_context():
            return inspect_next(reader)
    except (SQLAlchemyError, StorageFailed, DecryptionFailed, OSError) as wrong:
        app.logger.error("pictures: %s", type(wrong).__name__)
        return False


def wake(app: Flask) -> None:
    """A picture has arrived: to be called after it was put there. Does nothing where this process reads none."""
    if "photo inspection" in app.extensions:
        app.extensions["photo inspection"].set()
