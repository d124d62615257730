"""What becomes of a character that a file's encoding does not have, or of a cell that a spreadsheet would run?"""

import csv
import io
import os
from pathlib import Path

from exchange.private_csv import Beside
from infra import private_files
from rules.japanese import normalize

ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932"}
SHOWN = 100
GAP = "〓"
HEADER = ("受付番号", "列", "値", "書けない文字")
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
# The same characters under other numbers: code page 932 was mapped in two ways.
TWINS = str.maketrans(
    "\u2212\u301c\u2014\u2016\u00a2\u00a3\u00ac\u00a5", "\uff0d\uff5e\u2015\u2225\uffe0\uffe1\uffe2\uffe5"
)


def harmless(text: str) -> str:
    """What a spreadsheet shows as a text and does not run (data.md)."""
    return f"'{text}" if text.startswith(RUN_BY_SPREADSHEETS) else text


class Gaps(Beside):
    """The characters that a file could not hold."""

    def __init__(self, path: Path, encoding: str) -> None:
        """Take where to write, and the encoding of the file. Raise OSError."""
        super().__init__(path, HEADER)
        self.encoding = encoding
        self.count = 0
        self.first: list[str] = []

    def report(self, receipt_number: str, column: str, value: str, lacking: str) -> None:
        """The characters `lacking` in the encoding were written as 〓 in this value, which stands under the heading
        `column`. The value itself stands in the file alone. Raise OSError."""
        self.count += len(lacking)
        if len(self.first) < SHOWN:
            self.first.append(f"受付番号 {receipt_number} {column}: {lacking}")
        self.write([(receipt_number, column, harmless(value), lacking)])


def gaps_in(path: Path) -> int:
    """How many characters a report of an earlier run names, 0 where there is none. Raise OSError."""
    if not os.path.lexists(path):
        return 0
    with io.TextIOWrapper(private_files.there(path), encoding="utf-8-sig", newline="") as file:
        return sum(len(lacking) for *_, lacking in list(csv.reader(file))[1:])


def write_cell(text: str, gaps: Gaps, receipt_number: str, column: str) -> str:
    """The cell as it goes into the file: composed, since it may have been kept otherwise, harmless, and 〓 for what the
    encoding does not have, which is reported to `gaps`, with the request's 受付番号 and the heading of the `column`."""
    cell, lacking = fitting(harmless(normalize.composed(text)), gaps.encoding)
    if lacking:
        gaps.report(receipt_number, column, text, lacking)
    return cell


def fitting(cell: str, encoding: str) -> tuple[str, str]:
    """A cell in the characters that an encoding has, 〓 for each that it lacks; and those."""
    try:
        cell.encode(encoding)
    except UnicodeEncodeError:
        cell = cell.translate(TWINS)
        lacking = "".join(each for each in cell if not _has(encoding, each))
        return "".join(each if each not in lacking else GAP for each in cell), lacking
    return cell, ""


def _has(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
