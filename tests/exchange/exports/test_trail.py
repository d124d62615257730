"""Is the file of the trail one that a spreadsheet reads and does not run, made piece by piece, and proved by itself?"""

import csv
import hashlib
import io

import pytest
from factories import NOW
from staffing import hire
from tampering import entries, written

from domain.staff import audit_search, audit_trail
from domain.staff.audit_search import Wanted
from domain.staff.audit_trail import Act
from exchange.exports import trail
from infra.database import write


@pytest.fixture
def member_id(app, context):
    return hire(app)


def pieces(encoding="utf-8"):
    return list(trail.chunks(audit_search.all_of(Wanted(), 1000), encoding))


def rows(encoding="utf-8"):
    text = b"".join(pieces(encoding)).decode(trail.ENCODINGS[encoding])
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_says_all_of_it_in_words(member_id):
    written(member_id, days=1, rows=2)
    first, second = rows()
    assert first["日時"] == "2026-11-24 12:00:00" and first["担当者"] == "田中　見本" and first["お客さま番号"] == ""
    told = (
        "権限",
        "操作",
        "承認者ID",
        "お客さま番号",
        "契約の番号",
        "応対番号",
        "整理番号",
        "理由",
        "画面番号",
        "内容",
    )
    values = ["オペレーター", "事故の画像を表示した", "tanaka", "3", "4", "case1", "T-1", "お問い合わせ", "714", "𠮷"]
    assert [second[name] for name in told] == values and second["内容"] == "𠮷"


def test_who_has_the_file_proves_the_chain_without_us(member_id):
    written(member_id, days=2)
    before = audit_trail.NOTHING_BEFORE
    for row in rows():
        before = hashlib.sha256(f"{before}\0{row['元データ']}".encode()).hexdigest()
        assert row["ハッシュ"] == before
    assert before == entries()[-1].hash


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "＝1", "\tx"])
def test_a_spreadsheet_runs_nothing_of_it(member_id, text):
    with write() as session:
        audit_trail.record(session, Act.LOGGED_IN, member_id, NOW, reason=text, about=text, ticket=text)
    [row] = rows()
    assert row["理由"] == row["内容"] == row["整理番号"] == f"'{text}"


def test_what_an_encoding_lacks_is_seen(member_id):
    written(member_id, days=1, rows=1)
    assert rows("cp932")[0]["内容"] == "〓" and rows("cp932")[0]["理由"] == "お問い合わせ"


def test_the_mark_of_utf_8_stands_once_and_rows_come_piece_by_piece(member_id, monkeypatch):
    monkeypatch.setattr(trail, "AT_ONCE", 2)
    written(member_id, days=1, rows=5)
    found = pieces()
    assert [piece.count(b"\r\n") for piece in found] == [1, 2, 2, 1]
    assert b"".join(found).count(b"\xef\xbb\xbf") == 1 and found[0].startswith(b"\xef\xbb\xbf")


def test_what_was_done_by_a_command_has_no_member(member_id):
    with write() as session:
        audit_trail.record(session, Act.PRUNED_TRAIL, None, NOW)
    assert (rows()[0]["担当者ID"], rows()[0]["操作"]) == ("", Act.PRUNED_TRAIL.words)
