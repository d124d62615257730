"""How do a file of letters and what the database knows of it come together, or not at all?

The file is written beside its name first, then the database changes, then the file gets its name. Whoever stops in
between leaves a file to which the next run gives its name, if the database knows of it, or of which it tells.
"""

import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from infra import private_files
from infra.database import read
from models import Paper

UNFINISHED = ".part"
OURS = re.compile(r"[a-z0-9]+-[a-z]+-[0-9]{8}-[0-9]{6}-[0-9a-f]{6}-[0-9]{3,}\.pdf\.part")


class InUse(Exception):
    """Another run writes into the same folder."""


class Left(NamedTuple):
    """What runs that died have left in a folder: files that were `finished` now, and such that the database does not
    know, which stay where they are."""

    finished: Sequence[Path]
    unknown: Sequence[Path]


@contextmanager
def alone(folder: Path) -> Iterator[Left]:
    """Keep other runs out of a folder, which is made where there is none, and finish what one that died has left there.

    Raise InUse, or OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise InUse from taken
        yield _finish(folder)
    finally:
        os.close(handle)


@contextmanager
def beside(path: Path, content: bytes) -> Iterator[None]:
    """Keep `content` ready while a transaction runs inside: it is the file at `path` if that ends well, nothing if not.
    Where the database went away, nobody knows: then it is left for the next run.

    Raise OSError where it cannot be written, or where there is such a file.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    try:
        _write(unfinished, content)
        yield
    except Exception as wrong:
        if not (isinstance(wrong, DBAPIError) and wrong.connection_invalidated):
            unfinished.unlink(missing_ok=True)
        raise
    _name(unfinished)


def _finish(folder: Path) -> Left:
    left = [path for path in sorted(folder.iterdir()) if OURS.fullmatch(path.name) and _is_file(path)]
    with read() as session:
        names = [path.name.removesuffix(UNFINISHED) for path in left]
        known = set(session.scalars(select(Paper.file).where(Paper.file.in_(names))))
    finished = [_name(path) for path in left if path.name.removesuffix(UNFINISHED) in known]
    return Left(finished, [path for path in left if path.exists()])


def _write(path: Path, content: bytes) -> None:
    """For the operator alone, and on the disk for good."""
    with private_files.new(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _name(unfinished: Path) -> Path:
    path = unfinished.rename(unfinished.with_name(unfinished.name.removesuffix(UNFINISHED)))
    private_files.sync_folder(path.parent)
    return path


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
