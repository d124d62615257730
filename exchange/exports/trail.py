"""What does a spreadsheet see of the trail? CSV, made as it is sent: nothing of it is held."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from domain.staff import audit_trail
from domain.staff.audit_trail import Act
from domain.staff.members import ROLES
from exchange.csv_encodings import ENCODINGS, fitting, harmless
from rules.japanese.dates import JST

HEADER = (
    *("番号", "記録日", "行", "日時", "担当者ID", "担当者", "権限", "操作", "承認者ID", "お客さま番号", "契約の番号"),
    *("応対番号", "整理番号", "理由", "画面番号", "内容", "元データ", "ハッシュ"),
)
AT_ONCE = 200


def chunks(rows: Iterable[Any], encoding: str) -> Iterator[bytes]:
    """The file, piece by piece, of rows as audit_search.all_of gives them; `encoding` is one of ENCODINGS, and what it
    lacks becomes 〓. The last two columns are what a hash is of, beside that of the row before it, and the hash."""
    lines = iter([HEADER])
    yield _written(lines, ENCODINGS[encoding])
    # The mark of UTF-8 stands once.
    codec, rest = ENCODINGS[encoding].removesuffix("-sig"), (_cells(row) for row in rows)
    while piece := list(islice(rest, AT_ONCE)):
        yield _written(piece, codec)


def _written(lines: Iterable[Iterable[Any]], codec: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([[fitting(harmless(str(cell)), codec)[0] for cell in line] for line in lines])
    return text.getvalue().encode(codec)


def _cells(row: Any) -> list[Any]:
    words = {act.value: act.words for act in Act}
    when = f"{row.at.astimezone(JST):%Y-%m-%d %H:%M:%S}"
    who = (row.name or "", row.shown_name or "", ROLES[row.role] if row.role else "")
    whom = ["" if each is None else each for each in (row.account_id, row.contract_id, row.case_id, row.ticket)]
    screen = "" if row.screen is None else f"{row.screen:03}"
    what = (words.get(row.act, row.act), row.second or "")
    about = (row.reason, screen, row.about)
    return [row.id, row.day, row.place, when, *who, *what, *whom, *about, audit_trail.canonical(row), row.hash]
