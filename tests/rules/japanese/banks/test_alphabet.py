"""Does whatever people type come out in the letters that banks have?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.japanese.banks import alphabet

# As banks tell those who fill in a payee, in half width; written down here once more.
TAKEN = re.compile(r"[ｱ-ﾝﾞﾟ0-9A-Z ()\-./]+")


@pytest.mark.parametrize(
    ("typed", "read", "written"),
    [
        ("さとう　きょうこ", "サトウ キヨウコ", "ｻﾄｳ ｷﾖｳｺ"),
        ("ｻﾄｳ ｷｮｳｺ", "サトウ キヨウコ", "ｻﾄｳ ｷﾖｳｺ"),
        ("ミホン カヲリ", "ミホン カオリ", "ﾐﾎﾝ ｶｵﾘ"),
        ("ヰズミ キヨヱ", "イズミ キヨエ", "ｲｽﾞﾐ ｷﾖｴ"),
        ("カ）ｅ－ラボ", "カ)E-ラボ", "ｶ)E-ﾗﾎﾞ"),
        ("ヴァレリー・スミス", "ヴアレリー スミス", "ｳﾞｱﾚﾘ- ｽﾐｽ"),
        ("ユーコ", "ユーコ", "ﾕ-ｺ"),
        ("ユ－コ", "ユーコ", "ﾕ-ｺ"),
        ("ﾕｰｺ", "ユーコ", "ﾕ-ｺ"),
        ("ハヽ　ミスヾ", "ハハ ミスズ", "ﾊﾊ ﾐｽｽﾞ"),
        ("オ’ブライエン", "オブライエン", "ｵﾌﾞﾗｲｴﾝ"),
        ("【カ】ミホン、チバ", "(カ)ミホン チバ", "(ｶ)ﾐﾎﾝ ﾁﾊﾞ"),
        ("カ) ミホン (エイ )", "カ)ミホン(エイ)", "ｶ)ﾐﾎﾝ(ｴｲ)"),
        ("ヵヶヮ", "カケワ", "ｶｹﾜ"),
        ("A.B。Ｃ/D", "A.B.C/D", "A.B.C/D"),
    ],
)
def test_read_and_written(typed, read, written):
    assert (alphabet.read(typed), alphabet.written(read)) == (read, written)
    assert alphabet.unknown(read) == "" and TAKEN.fullmatch(written)


def test_what_banks_do_not_have_is_named_once_each():
    assert alphabet.unknown(alphabet.read("佐藤☃佐ケイコ")) == "佐藤☃"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_what_is_known_is_written_as_banks_take_it_whatever_was_typed(typed):
    read = alphabet.read(typed)
    if read and not alphabet.unknown(read):
        assert TAKEN.fullmatch(alphabet.written(read))
    assert alphabet.read(read) == read


def test_every_katakana_is_read_as_one_that_banks_have():
    for code in range(0x30A1, 0x30FB):
        read = alphabet.read(f"ア{chr(code)}")
        assert alphabet.unknown(read) == "" and TAKEN.fullmatch(alphabet.written(read)), chr(code)
