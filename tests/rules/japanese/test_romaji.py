"""Is a name found in Latin letters, in each usual spelling?"""

import pytest

from rules.japanese.romaji import spellings


@pytest.mark.parametrize(
    ("kana", "spelled"),
    [
        ("アオキ", {"aoki"}),
        ("シンイチ", {"siniti", "shinichi"}),
        ("サトウ", {"satou", "sato"}),
        ("オオノ", {"oono", "ono"}),
        ("ユウコ", {"yuuko", "yuko"}),
        ("ショウジ", {"syouzi", "shouji", "syozi", "shoji"}),
        ("ハットリ", {"hattori"}),
        ("ハッチョウ", {"hattyou", "hatchou", "hattyo", "hatcho"}),
        ("ホンマ", {"honma", "homma"}),
        ("フジツボ", {"huzitubo", "fujitsubo"}),
        ("ヅカ", {"zuka"}),
        ("リー", {"ri"}),
        ("ッ", set()),
        ("漢字", set()),
        ("", set()),
    ],
)
def test_spellings(kana, spelled):
    assert spellings(kana) == spelled
