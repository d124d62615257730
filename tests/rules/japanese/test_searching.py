"""Is what is searched found however it is written, and nothing else? (602)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.japanese import searching
from tests.rules.japanese.test_normalize import IVS


@pytest.mark.parametrize(
    "same",
    [
        ("C900-000001", "ｃ９０００００００１", "Ｃ９００ー０００００１", "C (900) 000001"),
        ("タカサキ　ヨシノ", "たかさき よしの", "ﾀｶｻｷﾖｼﾉ", "タカサキ・ヨシノ"),
        ("キョウコ", "きょうこ", "キヨウコ", "ｷｮｳｺ"),
        ("が", "か\u3099", "か\u309b", "ｶﾞ", "ガ"),
        ("髙﨑", "高崎", "髙嵜", "高\ufa11"),
        ("ビートルズ・ビル", "びーとるずびる", "ﾋﾞ-ﾄﾙｽﾞﾋﾞﾙ", "ビ〜トルズ（ビル）", "ビ~トルズ「ビル」"),
        (IVS, "葛城", "葛\u3000城"),
        ("アパート", "㌀", "ｱﾊﾟｰﾄ"),
        ("-", "", "ー〜~", "（）「」", "・ \u3000"),
    ],
)
def test_what_is_searched_is_alike_however_it_is_written(same):
    assert {searching.searched(each) for each in same} == {searching.searched(same[0])}
    assert searching.searched(f"x{same[0]}") != searching.searched("y")


def test_what_is_told_at_sight_is_what_a_long_look_tells():
    for code in range(0x10000):
        if not 0xD800 <= code < 0xE000:
            assert searching.searched(chr(code)) == searching.searched(f"\U00020bb7{chr(code)}")[1:], hex(code)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_what_is_searched_has_no_spaces_and_stays_as_it_is(text):
    folded = searching.searched(text)
    assert not any(each.isspace() for each in folded)
    assert searching.searched(folded) == folded


@given(st.text("ab１－ーあゃアャヵｱﾊﾟ髙高 　々〆ヴゝ(〒𠮷", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_a_part_of_a_text_is_found_in_it(text, start, end):
    part = text[start:end]
    if not part.startswith("ﾟ") and not text[end:].startswith("ﾟ"):
        assert searching.searched(part) in searching.searched(text)
