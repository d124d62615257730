"""How is a file of the core system read? Its encoding, its header, and its lines one at a time.

The header row is Japanese, so its bytes alone tell UTF-8 from code page 932, however late the next such byte comes.
One line is one row: no cell has a line break in it, so that a stray quotation mark spoils its own line and no other.
"""

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO, NamedTuple

from rules.japanese import normalize

BOM = b"\xef\xbb\xbf"
LONGEST_LINE = 64 * 1024
# Which older systems write behind the last line (Ctrl-Z), some until a block is full, of it or of NULs or blanks.
MARK = b"\x1a"
PADDING = MARK + b"\r\n\0 "
# A byte that the encoding does not know is read as a lone surrogate.
UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class WrongFile(Exception):
    """Not a file that can come in at all; nothing of it was written. The message is for the operator."""


class WrongLine(Exception):
    """No row of cells can be made of this line."""


class Line(NamedTuple):
    """One line after the header; its number counts from 1, the header's."""

    number: int
    raw: bytes


class Source:
    """An open file with its encoding and its columns, told from its first line."""

    def __init__(self, file: BinaryIO, columns: Sequence[str], optional: Collection[str] = ()) -> None:
        """Read the header of `file`. Raise WrongFile, naming each missing, unknown or repeated column. One that is
        `optional` is never missing."""
        self._file = file
        first = _without_mark(file.readline(LONGEST_LINE).removeprefix(BOM)).rstrip(b"\r\n")
        self._encoding = _encoding_of(first)
        try:
            self.header = [cell.strip() for cell in self.cells(first)]
        except WrongLine as wrong:
            raise WrongFile(f"見出しの行を読めません: {wrong}") from None
        _check_header(self.header, columns, optional)

    def lines(self) -> Iterator[Line]:
        """Give the lines after the header that are not empty. The marks at the end of the file are no part of them;
        anywhere else they are, and spoil their line."""
        held: list[Line] = []
        for number, raw in enumerate(iter(lambda: self._file.readline(LONGEST_LINE), b""), start=2):
            if raw.strip(PADDING):
                yield from held
                held = []
            if MARK in _tail(raw) or (held and raw.strip(b"\r\n")):
                held.append(Line(number, raw))
            elif raw.strip(b"\r\n"):
                yield Line(number, raw)
        ends = (line._replace(raw=_without_mark(line.raw)) for line in held)
        yield from (line for line in ends if line.raw.strip(PADDING))

    def cells(self, raw: bytes) -> list[str]:
        """Give the cells of a line as they stand in it, a letter and the marks upon it as one character.

        Raise WrongLine where its quotation marks do not pair.
        """
        text = normalize.composed(raw.rstrip(b"\r\n").decode(self._encoding, "surrogateescape"))
        if '"' not in text:
            return text.split(",")
        try:
            return next(csv.reader([text], strict=True))
        except csv.Error:
            raise WrongLine('引用符（"）の対応が取れていません（セルの中の改行は使えません）') from None


def _tail(raw: bytes) -> bytes:
    return raw[len(raw.rstrip(PADDING)) :]


def _without_mark(raw: bytes) -> bytes:
    """Up to the mark at its end, if there is one, with the blanks that may be a cell's."""
    tail = _tail(raw)
    return raw[: len(raw) - len(tail)] + tail.partition(MARK)[0]


def _encoding_of(header: bytes) -> str:
    for encoding in ("utf-8", "cp932"):
        try:
            header.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise WrongFile("見出しの行が、UTF-8 としても Windows コードページ 932 としても読めません")


def _check_header(header: Sequence[str], columns: Sequence[str], optional: Collection[str]) -> None:
    if header == [""]:
        raise WrongFile("ファイルが空か、見出しの行がありません")
    wrong = {
        "足りない列": [name for name in columns if name not in header and name not in optional],
        "知らない列": [name for name in dict.fromkeys(header) if name not in columns],
        "重複した列": [name for name in dict.fromkeys(header) if header.count(name) > 1],
    }
    said = [f"{what}: {'、'.join(repr(name) for name in names)}" for what, names in wrong.items() if names]
    if said:
        raise WrongFile("; ".join(said))
