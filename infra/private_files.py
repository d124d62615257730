"""How is a file opened that is the operator's own, whatever somebody laid where it is to be?

Others may be able to write into its folder: then a link to anybody's file, a pipe without an end or a file that all can
read may lie there beforehand. Nothing of that is followed, waited for or written into.
"""

import os
import stat
from pathlib import Path
from typing import BinaryIO

OWN = 0o600


def new(path: Path) -> BinaryIO:
    """A new file to write that nobody else can read. What lies there goes, save a folder; where it leads to is left
    as it is. Raise OSError."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, OWN)
    try:
        os.fchmod(handle, OWN)
    except OSError:
        os.close(handle)
        raise
    return os.fdopen(handle, "wb")


def there(path: Path) -> BinaryIO:
    """A file that is there already, to read. Raise OSError, also where it is none."""
    return os.fdopen(_regular(path, os.O_RDONLY), "rb")


def to_lock(path: Path) -> int:
    """The handle of a file that is there for a lock alone, made where there is none. Raise OSError as above."""
    return _regular(path, os.O_RDWR | os.O_CREAT)


def sync_folder(folder: Path) -> None:
    """Names given in this folder outlive a power cut. Raise OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _regular(path: Path, how: int) -> int:
    # Without O_NONBLOCK opening a pipe waits for whoever opens its other end.
    handle = os.open(path, how | os.O_NOFOLLOW | os.O_NONBLOCK, OWN)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(f"{path} is not a file")
    return handle
