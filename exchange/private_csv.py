"""What does a run tell beside its file? A CSV in UTF-8, for whoever ran it alone: customers' data stands in it."""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from infra import private_files


def owner_only(path: Path, encoding: str) -> IO[str]:
    """A text to write that nobody else can read; what a run that died has left there goes. Raise OSError."""
    return io.TextIOWrapper(private_files.new(path), encoding=encoding, newline="")


class Beside:
    """Such a CSV, written as the run goes. It is there only where a row was written."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        """Take where to write; what an earlier run told there is gone. Raise OSError."""
        self.path = path
        self._header = header
        self._file: IO[str] | None = None
        path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        if self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def write(self, rows: Iterable[Sequence[str]]) -> None:
        """Add these. Raise OSError."""
        if self._file is None:
            self._file = owner_only(self.path, "utf-8-sig")
            csv.writer(self._file).writerow(self._header)
        csv.writer(self._file).writerows(rows)
