"""How do a file of letters and what the database knows of it come together, or not at all?

The file is written beside its name first, then the database changes, then the file gets its name. Whoever stops in
between leaves a file that the next run gives its name, if the database knows of it, or throws away.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import exists, select

from database import read
from models import Paper

UNFINISHED = ".part"


class InUse(Exception):
    """Another run writes into the same folder."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder, which is made where there is none, and finish what one that died has left there.

    Raise InUse, or OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise InUse from taken
        _finish(folder)
        yield
    finally:
        os.close(handle)


@contextmanager
def beside(path: Path, content: bytes) -> Iterator[None]:
    """Keep `content` ready while a transaction runs inside: it is the file at `path` if that ends well, nothing if not.

    Raise OSError where it cannot be written, or where there is such a file.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    try:
        _write(unfinished, content)
        yield
    except Exception:
        # Of a commit whose answer was lost, only the database knows.
        _settle(unfinished)
        raise
    _name(unfinished)


def _finish(folder: Path) -> None:
    for left in sorted(folder.glob(f"*{UNFINISHED}")):
        _settle(left)


def _settle(unfinished: Path) -> None:
    with read() as session:
        known = session.scalar(select(exists().where(Paper.file == unfinished.name.removesuffix(UNFINISHED))))
    if known:
        _name(unfinished)
    else:
        unfinished.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """For the operator alone, and on the disk for good."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _name(unfinished: Path) -> None:
    unfinished.rename(unfinished.with_name(unfinished.name.removesuffix(UNFINISHED)))
    handle = os.open(unfinished.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
