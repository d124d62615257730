"""What does the process do that reads pictures? One file after the other, within limits, with nothing else in hand.

Run as `python -m domain.photos.reader_process` by domain/photos/reader.py, which says how many seconds of CPU a file
may take. It ends when nobody speaks to it any more.
"""

import os
import resource
import sys
from math import ceil
from typing import BinaryIO

from domain.photos import images
from domain.photos.pictures import Picture, Reason, Unreadable
from domain.photos.wire import LENGTH, READY, answer

# With this, what it holds stays under 300 MB whatever a file makes a decoder do: it hears that there is no more.
MOST_MEMORY = 275 * 1024 * 1024
# A file that is longer is not even taken in.
LARGEST = 20 * 1024 * 1024
_LATER_THAN_OTHERS = 5
_PIECE = 1024 * 1024


def main(seconds: float) -> None:
    """Read files from the standard input, answer each on the standard output, until the input ends."""
    limit()
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    stdout.write(READY)
    stdout.flush()
    while head := stdin.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        allow(seconds)
        stdout.write(answer(taken(stdin, length)))
        stdout.flush()


def limit() -> None:
    """Bound what this process may hold, and have it leave nothing behind: no core, no file."""
    os.nice(_LATER_THAN_OTHERS)
    for which, most in (
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(which, (most, most))


def allow(seconds: float) -> None:
    """From here on, so many seconds of CPU; then the kernel ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(used.ru_utime + used.ru_stime + seconds), hard))


def taken(stream: BinaryIO, length: int) -> Picture | Reason:
    """What is made of the file that comes next, or why nothing is."""
    if length > LARGEST:
        for at in range(0, length, _PIECE):
            stream.read(min(_PIECE, length - at))
        return Reason.TOO_LARGE
    try:
        return images.read(stream.read(length))
    except Unreadable as refused:
        return refused.reason


if __name__ == "__main__":
    main(float(sys.argv[1]))
