"""How is kept apart what must never run twice at once, in whichever process and on whichever machine?"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from infra import private_files
from infra.database import engine

EXCHANGE, AUDIT = 40, 41


class InUse(Exception):
    """Another process does this now."""


@contextmanager
def alone(what: int) -> Iterator[None]:
    """Do this while nobody else does; whoever dies lets go. Raise InUse at once where somebody does, OSError where
    something else lies in the place of the lock.

    On PostgreSQL a lock of the server's; on SQLite one on a file beside the database.
    """
    url = engine().url
    if url.get_backend_name() == "postgresql":
        with _on_the_server(what):
            yield
    else:
        with _on_a_file(Path(f"{url.database}.lock-{what}")):
            yield


@contextmanager
def _on_the_server(what: int) -> Iterator[None]:
    """Held by a connection of its own, outside every transaction."""
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("select pg_try_advisory_lock(:what)"), {"what": what}):
            raise InUse
        try:
            yield
        finally:
            connection.execute(text("select pg_advisory_unlock(:what)"), {"what": what})


@contextmanager
def _on_a_file(path: Path) -> Iterator[None]:
    handle = private_files.to_lock(path)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise InUse from taken
        yield
    finally:
        os.close(handle)
