"""Is the same day read from every way to write it? (row F11)"""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.japanese import dates

NAMES = {"reiwa": "令和", "heisei": "平成", "showa": "昭和", "taisho": "大正", "meiji": "明治"}
SQUARE = {"reiwa": "㋿", "heisei": "㍻", "showa": "㍼", "taisho": "㍽", "meiji": "㍾"}


def read(*boxes):
    return dates.to_date(*boxes)


def wide(text):
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def spellings(day):
    """The four boxes of the many ways to write a day."""
    y, m, d = str(day.year), str(day.month), str(day.day)
    yield from (("ad", y, m, d), ("ad", f" {y} 年", f"{m}月", f"{d}日"), ("showa", f"西暦{y}", m, d))
    for whole in (
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}-{m}-{d}",
        f"{y}年{m}月{d}日",
        f"{y}ー{m}－{d}",
        f"{day:%Y%m%d}",
    ):
        yield "ad", whole, "", ""
    word, counted = dates.era_of(day)
    code = next(code for code, name in NAMES.items() if name == word)
    letter = code[0].upper()
    for n in (str(counted), *(["元"] if counted == 1 else [])):
        yield from ((code, n, m, d), ("ad", f"{word}{n}年", m, d), ("taisho", f"{letter}{n}", m, d))
        for mark in (word, SQUARE[code], letter, letter.lower()):
            yield "ad", f"{mark}{n}年{m}月{d}日", "", ""
            yield "heisei", f"{mark} {n}.{m}.{d}", "", ""
        yield "ad", f"{word} {n}年{m}月{d}日生まれ", "", ""
    yield "ad", f"{letter}{counted:02}{day:%m%d}", "", ""


@given(st.dates(dates.ERAS[-1].begins, date(2117, 12, 31)))
def test_every_spelling_is_the_same_day(day):
    for boxes in spellings(day):
        assert read(*boxes) == day, boxes
        assert read(boxes[0], *map(wide, boxes[1:])) == day, boxes
    assert read("ad", dates.show_date(day), "", "") == day


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(1960, 4, 1), "1960年（昭和35年）4月1日"),
        (date(2019, 4, 30), "2019年（平成31年）4月30日"),
        (date(2019, 5, 1), "2019年（令和元年）5月1日"),
        (date(1989, 1, 7), "1989年（昭和64年）1月7日"),
        (date(1989, 1, 8), "1989年（平成元年）1月8日"),
        (date(1926, 12, 24), "1926年（大正15年）12月24日"),
        (date(1926, 12, 25), "1926年（昭和元年）12月25日"),
        (date(1912, 7, 29), "1912年（明治45年）7月29日"),
        (date(1912, 7, 30), "1912年（大正元年）7月30日"),
        (date(1868, 1, 25), "1868年（明治元年）1月25日"),
        (date(1868, 1, 24), "1868年1月24日"),
    ],
)
def test_both_calendars_at_the_edges_of_the_eras(day, shown):
    assert dates.show_both(day) == shown


@pytest.mark.parametrize(
    ("era", "year", "full"),
    [
        ("showa", "64", 1989),
        ("heisei", "1", 1989),
        ("heisei", "31", 2019),
        ("reiwa", "1", 2019),
        ("reiwa", "元", 2019),
        ("showa", "1", 1926),
        ("taisho", "15", 1926),
        ("taisho", "1", 1912),
        ("meiji", "45", 1912),
    ],
)
def test_the_year_that_two_eras_share_is_read_in_either(era, year, full):
    assert read(era, year, "12", "31") == date(full, 12, 31)
    assert read(era, year, "1", "1") == date(full, 1, 1)


@pytest.mark.parametrize(
    "boxes",
    [
        ("ad", "昭35.4.1", "", ""),
        ("ad", "S.35.4.1", "", ""),
        ("ad", "S35/4/1", "", ""),
        ("ad", "昭和35 4 1", "", ""),
        ("ad", "昭和 35 年 4 月 1 日", "", ""),
        ("ad", "昭和三十五年四月一日", "", ""),
        ("ad", "昭和卅五年四月一日", "", ""),
        ("ad", "昭三五・四・一", "", ""),
        ("ad", "㍼35年4月1日", "", ""),
        ("ad", "㍼三五年㋃㏠", "", ""),
        ("ad", "Showa 35.4.1", "", ""),
        ("ad", "しょうわ35ねん4がつ1にち", "", ""),
        ("ad", "一九六〇年四月一日", "", ""),
        ("ad", "一九六○年四月一日", "", ""),
        ("ad", "千九百六十年四月一日", "", ""),
        ("ad", "1960 4 1", "", ""),
        ("ad", "１９６０，０４，０１", "", ""),
        ("ad", "1960。4。1", "", ""),
        ("ad", "1960年4月1日（金）", "", ""),
        ("ad", "1960年4月1日 金曜日", "", ""),
        ("ad", "1960年4月1日㈮", "", ""),
        ("ad", "昭和35年4月1日(金)生", "", ""),
        ("ad", "1960年（昭和35年）4月1日", "", ""),
        ("ad", "昭和35(1960)年4月1日", "", ""),
        ("ad", "昭和350401", "", ""),
        ("ad", "昭和・35・4・1", "", ""),
        ("ad", "A.D.1960", "4", "1"),
        ("ad", "S’35", "4", "1"),
        ("ad", "1960年生まれ", "4", "1"),
        ("ad", "1960_4_1", "", ""),
        ("ad", "", "昭35.4.1", ""),
        ("ad", "", "", "1960/4/1"),
        ("showa", "35.4.1", "", ""),
        ("showa", "350401", "", ""),
        ("showa", "1960", "4", "1"),
        ("heisei", "1960年", "四月", "一日"),
        ("ad", "昭35", "四", "一日"),
        ("ad", "S.35", "4月", "1日（金）"),
        ("ad", "S35", "4/1", ""),
        ("ad", "S35", "四月一日", ""),
        ("ad", "昭和35年4月", "", "1"),
        ("ad", "1960/4/1", "4", "1"),
        ("ad", "1960", "", "4/1"),
        ("ad", "1960", "1960/4/1", ""),
        ("ad", "1960", "", "昭和35年4月1日"),
        ("ad", "1960年04月01日（昭和35年）", "", ""),
        ("ad", "昭和35年4月1日（1960年）", "", ""),
        ("ad", "1960/4/1 (Fri)", "", ""),
        ("ad", "1960年4月1日（Friday）", "", ""),
        ("ad", "1960-04-01 Fri.", "", ""),
        ("ad", "生年月日：昭和35年4月1日", "", ""),
        ("ad", "誕生日 1960/4/1", "", ""),
        ("ad", "1960/04/01 00:00:00", "", ""),
        ("ad", "1960-04-01T00:00", "", ""),
        ("ad", "1960/4/1", "4", "1日"),
    ],
)
def test_what_people_write_is_the_first_of_april_1960(boxes):
    assert read(*boxes) == date(1960, 4, 1)


def test_a_day_written_in_kanji_is_the_day():
    digits = "〇一二三四五六七八九"
    for n in range(1, 32):
        ten, one = divmod(n, 10)
        by_places = f"{digits[ten] if ten > 1 else ''}{'十' if ten else ''}{digits[one] if one else ''}"
        for written in (by_places, "".join(digits[int(each)] for each in str(n))):
            assert read("ad", f"昭和六十年一月{written}日", "", "") == date(1985, 1, n)
            assert read("showa", "六十", "一月", f"{written}日") == date(1985, 1, n)
    assert read("ad", "平成丗一年四月卅日", "", "") == date(2019, 4, 30)
    assert read("ad", "令和元年五月一日", "", "") == read("ad", "㋿元年5月1日", "", "") == date(2019, 5, 1)


@pytest.mark.parametrize(
    ("boxes", "parts"),
    [
        (("ad", "", "4", "1"), ("年",)),
        (("ad", "1960", "", "1"), ("月",)),
        (("ad", "1960", "4", "\u3000"), ("日",)),
        (("showa", "35", "", ""), ("月", "日")),
        (("ad", "昭和35年4月", "", ""), ("日",)),
        (("ad", "", "4月1日", ""), ("年",)),
    ],
)
def test_a_part_that_is_missing_is_named(boxes, parts):
    with pytest.raises(dates.PartMissing) as wrong:
        read(*boxes)
    assert (type(wrong.value), wrong.value.parts) == (dates.PartMissing, parts)


@pytest.mark.parametrize(
    ("boxes", "parts"),
    [
        (("ad", "-1960", "4", "1"), ("年",)),
        (("ad", "abc", "x", "1"), ("年", "月")),
        (("ad", "abc", "", ""), ("年",)),
        (("ad", "４/１/1960", "", ""), ("年",)),
        (("ad", "昭和三十五年十十月一日", "", ""), ("年",)),
        (("ad", "平成35年（昭和35年）4月1日", "", ""), ("年",)),
        (("ad", "1960", "師走", "末"), ("月", "日")),
        (("ad", "1960", "401", ""), ("月",)),
        (("ad", "S35401", "", ""), ("年",)),
        (("ad", "12/1", "", ""), ("年",)),
        (("showa", "12月1日", "", ""), ("年",)),
        (("showa", "3541", "", ""), ("年",)),
        (("ad", "昭和3504 01", "", ""), ("年",)),
        (("ad", "196041", "", ""), ("年",)),
        (("showa", "351341", "", ""), ("年",)),
        (("ad", "1960", "", "401"), ("日",)),
        (("ad", "1960年4月1日（昭和36年）", "", ""), ("年",)),
        (("ad", "19600", "4", "1"), ("年",)),
        (("ad", "9" * 900, "4", "1"), ("年",)),
        (("ad", "一" * 900, "4", "1"), ("年",)),
        (("showa", "35", "4", "1" * 900), ("日",)),
    ],
)
def test_what_cannot_be_read_is_named_and_not_told_to_be_missing(boxes, parts):
    with pytest.raises(dates.PartUnread) as wrong:
        read(*boxes)
    assert wrong.value.parts == parts


@pytest.mark.parametrize(
    ("boxes", "parts", "said"),
    [
        (("ad", "1960/4/1", "5", "1"), ("年", "月"), (("4月", "5月"),)),
        (("ad", "1960/4/1", "", "2"), ("年", "日"), (("1日", "2日"),)),
        (("ad", "1960/4/1", "5/2", ""), ("年", "月"), (("4月", "5月"), ("1日", "2日"))),
        (("ad", "1960", "4/1", "2"), ("月", "日"), (("1日", "2日"),)),
        (("ad", "1960", "1961/4/1", ""), ("年", "月"), (("1960年", "1961年"),)),
    ],
)
def test_boxes_that_say_different_things_are_named_with_what_they_say(boxes, parts, said):
    with pytest.raises(dates.PartsDiffer) as wrong:
        read(*boxes)
    assert (wrong.value.parts, wrong.value.said) == (parts, said)


@pytest.mark.parametrize("year", ["0", "35", "60", "960", "0060", "元", "西暦35"])
def test_a_western_year_needs_four_digits(year):
    with pytest.raises(dates.YearUnclear):
        read("ad", year, "4", "1")


@pytest.mark.parametrize(
    ("boxes", "text", "part"),
    [
        (("ad", "1961", "2", "29"), "1961年2月29日", "日"),
        (("ad", "1900", "02", "29"), "1900年2月29日", "日"),
        (("ad", "1960", "4", "31"), "1960年4月31日", "日"),
        (("ad", "1960", "4", "0"), "1960年4月0日", "日"),
        (("ad", "1960", "13", "1"), "1960年13月1日", "月"),
        (("ad", "1960", "0", "41"), "1960年0月41日", "月"),
        (("showa", "0", "4", "1"), "昭和0年4月1日", "年"),
        (("showa", "65", "4", "1"), "昭和65年4月1日", "年"),
        (("heisei", "32", "4", "1"), "平成32年4月1日", "年"),
        (("taisho", "16", "4", "1"), "大正16年4月1日", "年"),
        (("ad", "令和9999", "4", "1"), "令和9999年4月1日", "年"),
        (("ad", "昭和1960年", "4", "1"), "昭和1960年4月1日", "年"),
    ],
)
def test_a_day_that_is_in_no_calendar_says_which_part(boxes, text, part):
    with pytest.raises(dates.NoSuchDate) as wrong:
        read(*boxes)
    assert (wrong.value.text, wrong.value.part) == (text, part)


@given(st.sampled_from(["ad", *NAMES]), st.text(max_size=12), st.text(max_size=4), st.text(max_size=4))
def test_whatever_is_typed_is_a_day_or_one_of_three_refusals(era, year, month, day):
    with suppress(dates.PartMissing, dates.YearUnclear, dates.NoSuchDate):
        assert isinstance(read(era, year, month, day), date)
