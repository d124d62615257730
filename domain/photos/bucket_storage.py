"""How do the files of pictures lie in a bucket of an object store that speaks S3?

As they are: such a store encrypts what it keeps by itself, and lets in whoever has the key. Every request has an end,
so that no thread of the web server waits for a store that says nothing; and none stays open from piece to piece of a
file, however slow whoever reads them is.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from itertools import chain
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from domain.photos.storage import NAME, Kind, Missing, StorageFailed, checked, filled
from rules.japanese.times import UtcDateTime

# S3 takes no smaller part of a larger object.
PART = 5 * 1024 * 1024
PIECE = 1024 * 1024
CONNECTS_WITHIN = timedelta(seconds=3)
# What a store calls what is wrong.
CODE = re.compile("<Code>([A-Za-z0-9]{1,60})</Code>")
CONTENT_TYPES = {Kind.INCOMING: "application/octet-stream", Kind.COPY: "image/jpeg", Kind.THUMBNAIL: "image/jpeg"}
# The process in which obstore was first used.
_USED_IN: dict[str, int] = {}


class BucketStorage:
    """A storage in a bucket. What it promises stands in domain/photos/storage.py."""

    def __init__(
        self,
        address: str,
        *,
        endpoint: str = "",
        region: str = "",
        key_id: str = "",
        key: str = "",
        encryption: str = "",
        patience: timedelta = timedelta(seconds=10),
    ) -> None:
        """Take the bucket as s3://name/prefix. Without an endpoint it is Amazon's, without a key that of the machine
        or of AWS_ variables. `encryption` is what the store is asked for with each object, "" for its own default.
        `patience` is for one request; a second try begins within it or not at all."""
        parts = urlsplit(address)
        given = {
            "endpoint": endpoint,
            "region": region,
            "access_key_id": key_id,
            "secret_access_key": key,
            "server_side_encryption": encryption,
        }
        # Not every store knows how to delete many at once.
        chosen: Any = {name: value for name, value in given.items() if value} | {"disable_bulk_delete": True}
        self._store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            config=chosen,
            client_options={
                "allow_http": endpoint.startswith("http://"),
                "connect_timeout": min(CONNECTS_WITHIN, patience),
                "timeout": patience,
            },
            retry_config={"max_retries": 1, "retry_timeout": patience},
        )

    def put(self, kind: Kind, name: str, source: BinaryIO) -> None:
        """Keep a file. Raise StorageFailed; nothing of it is seen then."""
        path, kept = _path(kind, name), {"Content-Type": CONTENT_TYPES[kind]}
        with _told():
            first = filled(source, PART)
            if len(first) < PART:
                obstore.put(self._store, path, first, attributes=kept, use_multipart=False)
            else:
                rest = iter(lambda: source.read(PIECE), b"")
                parts = chain([first], rest)
                obstore.put(self._store, path, parts, attributes=kept, chunk_size=PART, max_concurrency=1)

    def read(self, kind: Kind, name: str) -> Iterator[bytes]:
        """Give a file; a large one by a request for each piece. Raise Missing or StorageFailed."""
        return self._opened(_path(kind, name))

    def delete(self, kind: Kind, name: str) -> None:
        """Take a file away. Raise StorageFailed."""
        with suppress(Missing), _told():
            obstore.delete(self._store, _path(kind, name))

    def names(self, kind: Kind) -> Iterator[tuple[str, UtcDateTime]]:
        """Give all names. Raise StorageFailed."""
        with _told():
            for page in obstore.list(self._store, kind.value):
                for found in page:
                    name = found["path"].removeprefix(f"{kind.value}/")
                    if NAME.fullmatch(name):
                        yield name, found["last_modified"]

    def _opened(self, path: str) -> Iterator[bytes]:
        with _told():
            answer = obstore.get(self._store, path)
            size, stamp = answer.meta["size"], answer.meta["e_tag"]
            if size <= PIECE:
                yield bytes(answer.bytes())
                return
            del answer
            for start in range(0, size, PIECE):
                piece = obstore.get(self._store, path, options={"range": (start, start + PIECE), "if_match": stamp})
                yield bytes(piece.bytes())


def _path(kind: Kind, name: str) -> str:
    return f"{kind}/{checked(name)}"


@contextmanager
def _told() -> Iterator[None]:
    """What went wrong, in the store's word for it and without whatever else stands in its message. Raise Missing or
    StorageFailed."""
    _refuse_forked()
    try:
        yield
    except (BaseError, OSError) as wrong:
        code = CODE.search(str(wrong))
        # A bucket that is not there, or a server that is no store, tells nothing of a file.
        if isinstance(wrong, FileNotFoundError) and code and code[1] == "NoSuchKey":
            raise Missing from None
        raise StorageFailed(code[1] if code else "it does not answer as a store does") from None


def _refuse_forked() -> None:
    """obstore's threads are not there in a process that was forked from one that used it: every call would wait there
    without end. Raise StorageFailed."""
    if _USED_IN.setdefault("process", os.getpid()) != os.getpid():
        raise StorageFailed("this process was forked from one that has used it")
