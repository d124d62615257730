"""Which rows did not come in, and why? A file for who mends them, and the first of them for the screen.

Written as the import goes, so that memory does not grow with the number of bad rows.
"""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self

from exchange.encodings import harmless

SHOWN = 100
HEADER = ("行", "列", "値", "理由")


class Fault(NamedTuple):
    """What is wrong in one cell; `column` is empty where the whole line is."""

    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.column}「{self.value}」 " if self.column else ""
        return f"{self.line}行目: {place}{self.reason}"


class Report:
    """The refused rows of one import: a CSV file that is there only where there are any."""

    def __init__(self, path: Path) -> None:
        """Take where to write; what an earlier import reported there is gone. Raise OSError."""
        self.path = path
        self.refused = 0
        self.first: list[Fault] = []
        self._file: IO[str] | None = None
        path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        if self._file:
            self._file.close()

    def refuse(self, faults: Sequence[Fault]) -> None:
        """One row is refused for these reasons. Raise OSError where the file cannot be written."""
        self.refused += 1
        self.first += faults[: SHOWN - len(self.first)]
        if self._file is None:
            # What stands in it is customers' data: for the one who imports alone.
            owner_only = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = open(owner_only, "w", encoding="utf-8-sig", newline="")  # noqa: PTH123, SIM115
            csv.writer(self._file).writerow(HEADER)
        csv.writer(self._file).writerows([_harmless(cell) for cell in fault] for fault in faults)


def _harmless(cell: object) -> str:
    """What a spreadsheet shows as a text and does not run (data.md); a lone surrogate as a question mark."""
    text = str(cell).encode("utf-8", "replace").decode("utf-8")
    return harmless(text)
