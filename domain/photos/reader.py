"""Who reads a picture? A process of its own, so that a file can harm no other, and Pillow stays out of this one.

It is started by the first picture, stays, and is started anew when it has died. Nothing of this process is known to
it: not its environment with the keys, and no open file.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Timer
from typing import IO, BinaryIO, cast

from domain.photos.pictures import Picture, Reason, Unreadable
from domain.photos.wire import LENGTH, READY, Garbled, answered

_ROOT = Path(__file__).parents[2]
_PIECE = 64 * 1024
# A process that dies may have been ended by somebody else. Nor is it the file where its CPU is used up: a kernel counts
# that in ticks, so that who has read many pictures has less left than was given. Twice with one file, it is the file.
_TRIES = 2
# One heap for all, which keeps the memory of a usual picture for the next.
ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 * 1024 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(100 * 1024 * 1024),
}


class ReaderFailed(Unreadable):
    """The reader died twice over this file, or was busy with it for too long. For who does not ask further, a file
    that is broken."""

    def __init__(self, how: str) -> None:
        super().__init__(Reason.BROKEN)
        self.how = how


class NoReader(Exception):
    """The reader does not come up. That says nothing of the file, which may be read later."""


class _Died(Exception):
    """In the middle of a file; `status` as of a process, negative for the signal that ended it. `late` if it was we
    who ended it."""

    def __init__(self, status: int, late: bool) -> None:
        super().__init__(status)
        self.status = status
        self.late = late


class Reader:
    """Reads one picture at a time; any thread may ask."""

    def __init__(self, seconds: float = 5.0, patience: float = 30.0) -> None:
        """A file may take `seconds` of CPU, and `patience` by the clock, since others may need the CPU as well."""
        self._seconds = seconds
        self._patience = patience
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, source: BinaryIO) -> Picture:
        """Read the file that `source` gives from where it stands; it must be able to go back there. Raise Unreadable,
        of which ReaderFailed is one, or NoReader, or what `source` raises."""
        begins = source.tell()
        length = source.seek(0, os.SEEK_END) - begins
        with self._lock:
            found = self._tried(source, begins, length)
        if isinstance(found, Reason):
            raise Unreadable(found)
        return found

    @property
    def pid(self) -> int | None:
        """The number of the process, if there is one."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the reader. Who asks again has another one started."""
        with self._lock:
            self._end()

    def _tried(self, source: BinaryIO, begins: int, length: int) -> Picture | Reason:
        tries = _TRIES
        while True:
            source.seek(begins)
            try:
                return self._asked(source, length)
            except _Died as died:
                tries -= 1
                if not tries or died.late:
                    raise ReaderFailed("too slow" if died.late else f"status {died.status}") from died

    def _asked(self, source: BinaryIO, length: int) -> Picture | Reason:
        process = self._up()
        stdin, stdout = cast(IO[bytes], process.stdin), cast(BinaryIO, process.stdout)
        with self._watched(process):
            stdin.write(LENGTH.pack(length))
            while piece := source.read(_PIECE):
                stdin.write(piece)
            stdin.flush()
            return answered(stdout)

    def _up(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        command = (sys.executable, "-E", "-s", "-W", "ignore", "-m", "domain.photos.reader_process", str(self._seconds))
        try:
            self._process = subprocess.Popen(  # noqa: S603
                command,
                cwd=_ROOT,
                env=ENVIRONMENT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            with self._watched(self._process):
                if cast(IO[bytes], self._process.stdout).read(len(READY)) != READY:
                    raise Garbled
        except (OSError, _Died) as error:
            raise NoReader(str(error)) from error
        return self._process

    @contextmanager
    def _watched(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Who does not come to the end of it with this process gets another one next time: this one may have half a
        file, or half an answer, in its hands."""
        late = Event()

        def end() -> None:
            late.set()
            process.kill()

        watch = Timer(self._patience, end)
        watch.daemon = True
        watch.start()
        whole = False
        try:
            yield
            whole = True
        except (BrokenPipeError, Garbled) as error:
            raise _Died(self._end(), late.is_set()) from error
        finally:
            watch.cancel()
            if not whole:
                self._end()

    def _end(self) -> int:
        """End the process and give its status, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return 0
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                cast(IO[bytes], pipe).close()
        return process.wait()
