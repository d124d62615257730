"""Is a file read whatever its encoding, its line ends and its quotation marks?"""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.imports.agencies import Agencies
from exchange.imports.contracts import Contracts
from exchange.imports.csv_file import UNREADABLE, Source, WrongFile, WrongLine

HEADINGS = [column.heading for kind in (Contracts, Agencies) for column in kind.columns]
COLUMNS = ["代理店コード", "名称", "住所"]
HEADER = "代理店コード,名称,住所"


def source(raw, columns=COLUMNS):
    return Source(io.BytesIO(raw), columns)


def rows(raw):
    opened = source(raw)
    return [(line.number, opened.cells(line.raw)) for line in opened.lines()]


@pytest.mark.parametrize("heading", HEADINGS)
def test_any_heading_in_cp932_is_no_utf8(heading):
    """So the header alone tells the two apart, whichever column comes first."""
    with pytest.raises(UnicodeDecodeError):
        heading.encode("cp932").decode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends_are_told_apart(encoding, end):
    raw = end.join([HEADER, "A1,髙﨑　商店,東京都", "A2,～−∥,①"]).encode(encoding, "replace")
    first = rows(raw)[0]
    assert first == (2, ["A1", "髙﨑　商店", "東京都"])
    assert len(rows(raw)) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_character_that_comes_late_is_read_like_an_early_one(encoding):
    raw = "\n".join([HEADER, *["A1,shop,here"] * 50_000, "A2,髙﨑,東京都"]).encode(encoding)
    assert rows(raw)[-1] == (50_002, ["A2", "髙﨑", "東京都"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "end",
    [
        *("\x1a", "\x1a" * 300, "\r\n\x1a", "\n\x1a\r\n", "\x1a\r\n\x1a\n\n", "\n\n\x1a\x1a"),
        *("\n   \x1a", "\n \x1a \r\n", "\x1a\0\0\0", "\n\x1a" + "\0" * 200_000, "\n\x1a\n   \n", "\x1a   "),
    ],
)
def test_the_mark_of_old_systems_behind_the_last_line_is_none(encoding, line_end, end):
    lines = [HEADER, "A1,髙﨑　商店,東京都", '"A2","～−∥","①"']
    for many in (1, 2, 3):
        plain = line_end.join(lines[:many])
        assert rows(f"{plain}{end}".encode(encoding, "replace")) == rows(plain.encode(encoding, "replace"))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("A1,a\x1a,b\n", [(2, ["A1", "a\x1a", "b"])]),
        ("A1,a,b\x1a\nA2,c,d\n\x1a", [(2, ["A1", "a", "b\x1a"]), (3, ["A2", "c", "d"])]),
        ("\x1a\nA1,a,b\n", [(2, ["\x1a"]), (3, ["A1", "a", "b"])]),
        ("A1,a,b\0\n", [(2, ["A1", "a", "b\0"])]),
        ("A1,a,b \x1a", [(2, ["A1", "a", "b "])]),
        ("   \nA1,a,b\x1a", [(2, ["   "]), (3, ["A1", "a", "b"])]),
        ("\x1aA1,a,b\x1a", [(2, ["\x1aA1", "a", "b"])]),
    ],
)
def test_the_mark_anywhere_else_stays_for_the_checks_to_refuse(body, found):
    assert rows(f"{HEADER}\n{body}".encode()) == found


def test_empty_lines_are_passed_over_and_counted():
    assert rows(f"{HEADER}\n\nA1,a,b\r\n\r\nA2,c,d\n\n".encode()) == [(3, ["A1", "a", "b"]), (5, ["A2", "c", "d"])]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("代理店コード,名称", "足りない列: '住所'"),
        (f"{HEADER},備考", "知らない列: '備考'"),
        (f"{HEADER},名称", "重複した列: '名称'"),
        ("", "見出しの行がありません"),
        ('代理店コード,"名称,住所', "引用符"),
    ],
)
def test_a_wrong_header_is_named(header, said):
    with pytest.raises(WrongFile, match=said):
        source(f"{header}\n".encode())


def test_a_file_in_neither_encoding_is_refused():
    with pytest.raises(WrongFile, match="UTF-8"):
        source(b"\xff\xfe\x81\n")


def test_columns_may_come_in_any_order():
    assert source("住所,代理店コード,名称\n".encode("cp932")).header == ["住所", "代理店コード", "名称"]


def test_a_letter_and_the_mark_upon_it_are_one():
    """Other systems may write them as two characters, in headings too; kanji stay as the file has them."""
    raw = f'{HEADER}ト\u3099\nA1,か\u3099す\ufa19,"Re\u0301, ワ\u3099"\n'.encode()
    opened = source(raw, [*COLUMNS[:2], "住所ド"])
    [line] = opened.lines()
    assert opened.header[-1] == "住所ド"
    assert opened.cells(line.raw) == ["A1", "がす\ufa19", "R\u00e9, ヷ"]


def test_a_stray_quotation_mark_spoils_its_own_line_only():
    opened = source(f'{HEADER}\nA1,"a,b\nA2,"c, ""d""",e\n'.encode())
    spoilt, good = opened.lines()
    with pytest.raises(WrongLine, match="引用符"):
        opened.cells(spoilt.raw)
    assert opened.cells(good.raw) == ["A2", 'c, "d"', "e"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_byte_the_encoding_does_not_know_is_told_and_spoils_no_neighbour(encoding):
    raw = f"{HEADER}\n".encode(encoding) + b"A1,\xfd\x81,b\nA2,c,d\n"
    bad, good = rows(raw)
    assert UNREADABLE.search(bad[1][1])
    assert good == (3, ["A2", "c", "d"])


cell = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)


@given(st.lists(cell, min_size=3, max_size=3), st.sampled_from(["utf-8", "utf-8-sig", "cp932"]))
def test_what_was_written_is_read_byte_for_byte(cells, encoding):
    cells = [text for text in cells if _survives(text, encoding)] + ["A1"] * 3
    written = io.StringIO()
    csv.writer(written).writerows([COLUMNS, cells[:3]])
    [(_, read)] = rows(written.getvalue().encode(encoding))
    assert read == cells[:3]


def _survives(text, encoding):
    """Code page 932 has characters of which only one of two codes comes back."""
    return text.encode(encoding, "ignore").decode(encoding) == text


def test_what_is_optional_is_never_missing_and_never_twice():
    assert Source(io.BytesIO("甲".encode()), ["甲", "乙"], ["乙"]).header == ["甲"]
    assert Source(io.BytesIO("乙,甲".encode()), ["甲", "乙"], ["乙"]).header == ["乙", "甲"]
    for wrong, said in (("乙", "足りない列: '甲'"), ("甲,乙,乙", "重複した列: '乙'"), ("甲,丙", "知らない列: '丙'")):
        with pytest.raises(WrongFile, match=said):
            Source(io.BytesIO(wrong.encode()), ["甲", "乙"], ["乙"])
