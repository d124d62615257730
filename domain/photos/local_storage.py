"""How do the files of pictures lie in a folder of this machine? Sealed, and whole or not at all.

A file is a row of pieces, each sealed by the key ring for its kind, its name, its place in the row and whether it is
the last: one that was cut, lengthened, mixed or moved to another name does not open. While it is written it lies in a
folder of its own, and a process that dies there leaves it behind. Such a rest is named and deleted with the others.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from domain.photos.storage import NAME, Kind, Missing, StorageFailed, checked, filled
from infra import private_files
from infra.encryption import NAME_BYTES, NONCE_BYTES, TAG_BYTES, DecryptionFailed, Keyring, Purpose
from rules.japanese.times import UtcDateTime

PIECE = 64 * 1024
SEALED_PIECE = NAME_BYTES + NONCE_BYTES + PIECE + TAG_BYTES
# No photo has this name.
UNFINISHED = ".unfinished"


class LocalStorage:
    """A storage in a folder that is made where there is none. What it promises stands in domain/photos/storage.py."""

    def __init__(self, folder: Path, ring: Keyring) -> None:
        self._root, self._ring = folder, ring

    def put(self, kind: Kind, name: str, source: BinaryIO) -> None:
        """Keep a file. Raise StorageFailed; nothing of it is left then."""
        place = self._root / kind / checked(name)
        with _told():
            unfinished = self._made(kind) / f"{name}.{secrets.token_hex(8)}"
            try:
                with private_files.new(unfinished) as file:
                    for number, (piece, last) in enumerate(_pieces(source, PIECE)):
                        file.write(self._ring.encrypt(Purpose.PHOTO, _row(kind, name, number, last), piece))
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.replace(place)
                private_files.sync_folder(place.parent)
            finally:
                unfinished.unlink(missing_ok=True)

    def read(self, kind: Kind, name: str) -> Iterator[bytes]:
        """Give a file. Raise Missing or StorageFailed, the latter also for a piece that does not open: under the right
        key it may do so again."""
        return self._opened(kind, checked(name))

    def delete(self, kind: Kind, name: str) -> None:
        """Take a file away, and what a process that died left of it. Raise StorageFailed."""
        place = self._root / kind / checked(name)
        with _told():
            place.unlink(missing_ok=True)
            for rest in (place.parent / UNFINISHED).glob(f"{name}.*"):
                rest.unlink(missing_ok=True)

    def names(self, kind: Kind) -> Iterator[tuple[str, UtcDateTime]]:
        """Give all names. Raise StorageFailed."""
        found: dict[str, UtcDateTime] = {}
        with _told():
            for folder in (self._root / kind / UNFINISHED, self._root / kind):
                for path in folder.iterdir() if folder.is_dir() else ():
                    name = path.name.partition(".")[0]
                    # What is deleted while we look is not there.
                    with suppress(FileNotFoundError):
                        if NAME.fullmatch(name):
                            found[name] = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
        yield from found.items()

    def _opened(self, kind: Kind, name: str) -> Iterator[bytes]:
        with _told(Missing()), private_files.there(self._root / kind / name) as file:
            for number, (piece, last) in enumerate(_pieces(file, SEALED_PIECE)):
                yield self._ring.decrypt(Purpose.PHOTO, _row(kind, name, number, last), piece)

    def _made(self, kind: Kind) -> Path:
        """The folder for what is not finished, and those around it."""
        unfinished = self._root / kind / UNFINISHED
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (unfinished.parent, unfinished):
            folder.mkdir(mode=0o700, exist_ok=True)
        return unfinished


def _row(kind: Kind, name: str, number: int, last: bool) -> str:
    return f"{kind}/{name}/{number}/{'last' if last else 'more'}"


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of this size, and whether each is the last, which may be shorter; of nothing, an empty one."""
    piece, last = filled(source, size), False
    while not last:
        following = filled(source, size)
        last = not following
        yield piece, last
        piece = following


@contextmanager
def _told(absent: Exception | None = None) -> Iterator[None]:
    """What went wrong, in words of the storage. Raise StorageFailed, or `absent` where there is no such file."""
    try:
        yield
    except FileNotFoundError:
        raise absent or StorageFailed("it was taken away meanwhile") from None
    except OSError as wrong:
        raise StorageFailed(os.strerror(wrong.errno) if wrong.errno else "not a file") from None
    except DecryptionFailed:
        raise StorageFailed("it does not open") from None
