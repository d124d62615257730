"""Is what a contract insures read as it was meant, and refused with the reason where it cannot be? (decision 39)"""

import pytest

from rules import covers
from rules.covers import Altered, Cover

FIRE = "建物:1,900万円;水災:補償しません"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("家財:300万円;個人賠償責任:1億円", "家財:300万円;個人賠償責任:1億円"),
        ("家財：３００万円；個人賠償責任：１億円", "家財:300万円;個人賠償責任:1億円"),
        (" 家財 : 300万円 ;　修理費用：100万円；", "家財:300万円;修理費用:100万円"),
        (";;家財:300万円;;", "家財:300万円"),
        ("家財:3000000", "家財:3,000,000円"),
        ("家財:3,000,000円;入院日額:３０００円", "家財:3,000,000円;入院日額:3,000円"),
        ("借家人賠償責任:2000万円", "借家人賠償責任:2,000万円"),
        ("手術:入院日額の10倍（5000円）", "手術:入院日額の10倍（5,000円）"),
        ("特約（ＴＡＰ）:第2024条", "特約（ＴＡＰ）:第2024条"),
        ("対人賠償:無制限", "対人賠償:無制限"),
        (";", ""),
        ("", ""),
    ],
)
def test_it_is_kept_in_one_way_of_writing(text, kept):
    assert covers.checked(text) == kept == covers.checked(kept)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("家財300万円", "「家財300万円」が「名称:金額または内容」の形ではありません"),
        ("家財:", "「家財:」に内容がありません"),
        (":300万円", "「:300万円」に名称がありません"),
        ("家財:300万円,賠償:1億円", "「家財:300万円,賠償:1億円」に「:」が2つ以上あります"),
        ("家財:300万円;水災:あり；家財：300万円", "「家財」が2回以上あります"),
        (f"{'長' * 41}:1円", r"の名称が40文字を超えています（41文字）"),
        (f"家財:{'長' * 101}", r"「家財」の内容が100文字を超えています（101文字）"),
        (";".join(f"補償{n}:1円" for n in range(61)), r"補償が60件を超えています（61件）"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(text, why):
    with pytest.raises(covers.BadCovers, match=why):
        covers.checked(text)


def test_a_contract_without_any_says_nothing():
    assert covers.read(None) == covers.read("") == []


def test_another_plan_is_told_by_what_it_insures_otherwise():
    now = covers.read(FIRE)
    other = [Cover("水災", "補償します"), Cover("建物", "1,900万円"), Cover("地震保険", "900万円")]
    altered = covers.altered(now, other)
    assert altered == [Altered("水災", "補償しません", "補償します"), Altered("地震保険", "", "900万円")]
    whole = [("建物", "1,900万円"), ("水災", "補償します"), ("地震保険", "900万円")]
    assert covers.with_altered(now, altered) == whole
