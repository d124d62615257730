"""Which rows did not come in, and why? A file for who mends them, and the first of them for the screen.

Written as the import goes, so that memory does not grow with the number of bad rows.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from exchange.csv_encodings import harmless
from exchange.private_csv import Beside

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


class Report(Beside):
    """The refused rows of one import, and what is to be told of others."""

    def __init__(self, path: Path) -> None:
        """Take where to write. Raise OSError."""
        super().__init__(path, HEADER)
        self.refused = 0
        self.first: list[Fault] = []
        self.remarked = 0
        self.first_remarks: list[str] = []

    def refuse(self, faults: Sequence[Fault]) -> None:
        """One row is refused for these reasons. Raise OSError where the file cannot be written."""
        self.refused += 1
        self.first += faults[: SHOWN - len(self.first)]
        self.write([_harmless(cell) for cell in fault] for fault in faults)

    def remark(self, lines: Sequence[str]) -> None:
        """These are to be told of rows that came in."""
        self.remarked += len(lines)
        self.first_remarks += lines[: SHOWN - len(self.first_remarks)]


def _harmless(cell: object) -> str:
    """What a spreadsheet shows as a text and does not run (data.md); a lone surrogate as a question mark."""
    text = str(cell).encode("utf-8", "replace").decode("utf-8")
    return harmless(text)
