"""Are spellings that mean one thing folded alike, and others not?"""

import pytest

from rules.japanese.banks import spelling, zengin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ろーそん", "ロ－ソン"),
        ("ﾛｰｿﾝ", "ローソン"),
        ("ろうそん", "ロ－ソン"),
        ("とうきょう", "トーキョー"),
        ("たませんたー", "タマセンタ－"),
        ("えーゆーじぶん", "エ－ユ－ジブン"),
        ("ゆうちょ", "ユウチヨ"),
        ("つづき", "ツズキ"),
        ("ヴィラ", "ビラ"),
        ("三菱ＵＦＪ", "三菱ufj"),
        ("埼玉縣", "埼玉県"),
        ("七十七", "77"),
        ("〇一八", "○一八"),
        ("にっぽん", "ニホン"),
        ("エヌ・エイ", "エヌエイ"),
    ],
)
def test_alike(one, other):
    assert spelling.folded(one) == spelling.folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("みずほ", "みなと"), ("〇一八", "〇二八"), ("中央", "中京"), ("かき", "がぎ"), ("はは", "ばば")]
)
def test_not_alike(one, other):
    assert spelling.folded(one) != spelling.folded(other)


def test_small_words_between_kanji_do_not_count_when_read_loosely():
    written = ("霞ヶ関", "霞ケ関", "霞が関", "霞関")
    assert {spelling.loose(spelling.folded(each)) for each in written} == {"霞関"}
    assert spelling.loose(spelling.folded("ケヤキ台")) == spelling.folded("けやき台")


def test_letters_are_said_by_their_names():
    assert spelling.sound("SBI") == spelling.sound("エスビ－アイ") == spelling.sound("えすびーあい")
    assert spelling.sound("三菱") == "", "what kanji sound like only the list knows"


def test_folding_what_is_folded_changes_nothing():
    for each in zengin.institutions().values():
        for text in (each.name, each.kana):
            assert spelling.folded(spelling.folded(text)) == spelling.folded(text)
