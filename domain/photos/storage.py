"""Where do the files of pictures lie? Under random names, known to nobody but the database."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO, Protocol, cast

from flask import current_app

from rules.japanese.times import UtcDateTime

NAME = re.compile(r"[A-Za-z0-9_-]{10,40}")


class Kind(StrEnum):
    """What a file is: what came and is not read yet, the copy that is kept of it, or a thumbnail of that."""

    INCOMING = "incoming"
    COPY = "copies"
    THUMBNAIL = "thumbnails"


class Missing(Exception):
    """There is no such file."""


class StorageFailed(Exception):
    """It cannot be written or read just now: nobody answers, the disk is full, or what lies there does not open. The
    message says which, and names neither a file nor an address."""


class Storage(Protocol):
    """A place for files. A file is named by its kind and by the id of its photo; it is there whole or not at all. All
    of it raises ValueError for what cannot be such an id, so that no path is ever made of it."""

    def put(self, kind: Kind, name: str, source: BinaryIO) -> None:
        """Keep all that `source` gives from where it stands. The same name again replaces. Raise StorageFailed."""

    def read(self, kind: Kind, name: str) -> Iterator[bytes]:
        """Give a file piece by piece; raise Missing or StorageFailed, at the first piece at the latest where it is not
        there. Where a later piece cannot be had or does not open, StorageFailed comes in its place."""

    def delete(self, kind: Kind, name: str) -> None:
        """Take a file away; one that is not there is no error. Raise StorageFailed."""

    def names(self, kind: Kind) -> Iterator[tuple[str, UtcDateTime]]:
        """All names of a kind, with the time at which each was put there. Raise StorageFailed."""


def checked(name: str) -> str:
    """A name that can be that of a file; raise ValueError for any other."""
    if not NAME.fullmatch(name):
        raise ValueError("not the id of a photo")
    return name


def filled(source: BinaryIO, size: int) -> bytes:
    """As many bytes as are asked for; fewer only where the source ends."""
    got = bytearray()
    while len(got) < size and (more := source.read(size - len(got))):
        got += more
    return bytes(got)


def of_app() -> Storage:
    """The storage of this application."""
    return cast(Storage, current_app.extensions["photo storage"])
