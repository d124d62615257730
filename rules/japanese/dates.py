"""How is a date read that somebody types in 西暦 or 和暦, and how is it shown? (row F11)"""

import re
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rules.japanese import normalize, numerals

JST = ZoneInfo("Asia/Tokyo")
WEEKDAYS = "月火水木金土日"


class Era(NamedTuple):
    """An era: its first day, and the last year that calendars of the time still counted in it."""

    code: str
    word: str
    letter: str
    begins: date
    last_year: int


ERAS = (
    Era("reiwa", "令和", "R", date(2019, 5, 1), 9999),
    Era("heisei", "平成", "H", date(1989, 1, 8), 2019),
    Era("showa", "昭和", "S", date(1926, 12, 25), 1989),
    Era("taisho", "大正", "T", date(1912, 7, 30), 1926),
    Era("meiji", "明治", "M", date(1868, 1, 25), 1912),
)
_CODES = {each.code: each for each in ERAS}
_WRITTEN = {mark: each.code for each in ERAS for mark in (each.word, each.word[0], each.letter, each.code.upper())}
_NAMES = r"令和|平成|昭和|大正|明治|西暦|reiwa|heisei|showa|taisho|meiji|A\.?D|[令平昭大明RHSTM]"
_ERA = rf"(?:({_NAMES})[-./,:、。・ ]*)?['’ ]*"
_KANJI = rf"[{numerals.CHARACTERS}]{{1,9}}"
_COUNTED = rf"(元|[0-9]{{1,4}}|{_KANJI})"
_NUMBER = rf"([0-9]{{1,2}}|{_KANJI})"
# What stands between two numbers: a mark, or nothing where 年 or 月 was written, or a blank.
_BETWEEN = r"(?: ?[-./,:、。・_~] ?| |(?<=[年月)]))"
_YEAR = rf"{_ERA}{_COUNTED} ?年? ?(?:\( ?{_ERA}{_COUNTED} ?年? ?\))? ?年?"
_MONTH = rf"{_NUMBER}(?: ?月)?"
_IN_ENGLISH = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?"
_WEEKDAY = rf"(?: ?\( ?(?:[月火水木金土日](?:曜日?)?|{_IN_ENGLISH}) ?\)| ?[月火水木金土日]曜日?| {_IN_ENGLISH})?"
# As programs write a day: with a time.
_TIME = "(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?)?"
_DAY = rf"{_NUMBER}(?: ?日)?{_WEEKDAY}{_TIME}"
_IN_BRACKETS = rf"(?: ?\( ?{_ERA}{_COUNTED} ?年? ?\))?"
_END = "(?: ?(?:生まれ|生れ|うまれ|生))?[.。]?"
# What stands before a date on papers and in what is copied.
_LABEL = re.compile("(?:生年月日|誕生日|お誕生日|年月日|変更日|解約日|日付|生まれ) ?[:：]? ?")
_IN_YEAR = re.compile(rf"{_YEAR}(?:{_BETWEEN}{_MONTH}(?:{_BETWEEN}{_DAY}{_IN_BRACKETS})?)?{_END}", re.IGNORECASE)
_IN_MONTH = re.compile(rf"{_MONTH}(?:{_BETWEEN}{_DAY})?{_END}", re.IGNORECASE)
_IN_DAY = re.compile(_DAY + _END, re.IGNORECASE)
# Two numbers of which the first may as well be the month.
_TWO_SHORT = re.compile(r"[0-9]{1,2}[^0-9年]+[0-9]{1,2}[^0-9]*")
# Four digits outside of these are no year that anybody means.
_PLAUSIBLE = range(1800, 2200)
_SOLID = re.compile(rf"{_ERA}([0-9]{{2}}|[0-9]{{4}})([0-9]{{2}})([0-9]{{2}})", re.IGNORECASE)
# What was not turned into kanji, and the circles that stand for the 〇 of a number.
_IN_KANA = {"れいわ": "令和", "へいせい": "平成", "しょうわ": "昭和", "たいしょう": "大正", "めいじ": "明治"}
_IN_KANA |= {"せいれき": "西暦", "がんねん": "元年", "ねん": "年", "がつ": "月", "にち": "日", "○": "〇", "◯": "〇"}
_LIKE_KANJI = re.compile("|".join(_IN_KANA))


class PartMissing(ValueError):
    """Nothing stands where year, month or day should; `parts` are 年, 月, 日 (E-06)."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__("・".join(parts))
        self.parts = parts


class PartUnread(PartMissing):
    """Something stands there that is no year, month or day (E-37)."""


class PartsDiffer(PartMissing):
    """Boxes of which one holds more than its own contradict each other (E-38): `parts` are those boxes, `said` what
    they say, part by part: ("4月", "5月")."""

    def __init__(self, parts: tuple[str, ...], said: tuple[tuple[str, ...], ...]) -> None:
        super().__init__(parts)
        self.said = said


class YearUnclear(ValueError):
    """A year of 西暦 without its four digits: nobody guesses (E-08)."""


class NoSuchDate(ValueError):
    """Not in the calendar; `text` is the date as it was read, `part` the one of 年, 月, 日 to look at (E-07)."""

    def __init__(self, text: str, part: str) -> None:
        super().__init__(text)
        self.text, self.part = text, part


class _Year(NamedTuple):
    """A year as it was read: the code of its era, 'ad' for 西暦, and the number that it has there."""

    era: str
    number: int


class _Read(NamedTuple):
    """What one box holds, None for what it does not."""

    year: _Year | None = None
    month: int | None = None
    day: int | None = None


def to_date(era: str, year: str, month: str, day: str) -> date:
    """The day meant by the boxes as they were typed; `era` is the code of the one chosen, 'ad' for 西暦.

    A whole date in any of them does for all. An era that is written wins over the one chosen, and so do the four digits
    of a year of 西暦. Raise PartUnread, PartsDiffer, PartMissing, YearUnclear or NoSuchDate.
    """
    typed = {name: _narrow(box) for name, box in (("年", year), ("月", month), ("日", day))}
    filled = [box for box in typed.values() if box]
    whole = _in_year(era, filled[0]) if len(filled) == 1 else None
    if whole and whole.day:
        return _in_calendar(whole)
    read = {
        "年": _in_year(era, typed["年"]) if typed["年"] else _Read(),
        "月": _in_month(era, typed["月"]) if typed["月"] else _Read(),
        "日": _in_day(era, typed["日"]) if typed["日"] else _Read(),
    }
    return _in_calendar(_together(read, typed["年"]))


def _narrow(box: str) -> str:
    plain = _LIKE_KANJI.sub(lambda found: _IN_KANA[found[0]], normalize.narrow(box))
    label = _LABEL.match(plain)
    return plain[label.end() :] if label else plain


def _together(read: dict[str, _Read | None], typed_year: str) -> _Read:
    """What the boxes say in common. Raise PartUnread, PartsDiffer or PartMissing."""
    if unread := tuple(name for name, each in read.items() if each is None):
        raise PartUnread(unread)
    boxes = {name: each for name, each in read.items() if each}
    found: dict[str, dict[str, _Year | int]] = {}
    for part, values in zip(read, zip(*boxes.values(), strict=True), strict=True):
        found[part] = {name: value for name, value in zip(boxes, values, strict=True) if value is not None}
    _same(found)
    if lacking := tuple(part for part, said in found.items() if not said):
        if typed_year and _is_no_year(typed_year, boxes["年"].year):
            raise PartUnread(("年",))
        raise PartMissing(lacking)
    year, month, day = (next(iter(said.values())) for said in found.values())
    assert isinstance(year, _Year) and isinstance(month, int) and isinstance(day, int)
    return _Read(year, month, day)


def _same(found: dict[str, dict[str, _Year | int]]) -> None:
    """Raise PartsDiffer where boxes say different things."""
    boxes: list[str] = []
    differing: list[tuple[str, ...]] = []
    for part, said in found.items():
        in_words = {
            name: f"{_western(value) if isinstance(value, _Year) else value}{part}" for name, value in said.items()
        }
        if len(set(in_words.values())) > 1:
            boxes += said
            differing.append(tuple(dict.fromkeys(in_words.values())))
    if differing:
        raise PartsDiffer(tuple(part for part in found if part in boxes), tuple(differing))


def _is_no_year(typed: str, year: _Year | None) -> bool:
    """Whether a year box that leaves something missing was perhaps not meant as the year that was read: 12/1, 3541."""
    if year is None or _TWO_SHORT.fullmatch(typed):
        return True
    if year.era == "ad":
        return year.number >= 1000 and year.number not in _PLAUSIBLE
    return not _CODES[year.era].begins.year <= _western(year) <= _CODES[year.era].last_year


def _in_year(chosen: str, typed: str) -> _Read | None:
    """A year, and perhaps more; None where it can't be read."""
    solid = _SOLID.fullmatch(typed)
    if solid:
        # 196041 is no 60th month.
        possible = int(solid[3]) <= 12 and int(solid[4]) <= 31
        return _with(_year(chosen, solid[1], solid[2]), solid[3], solid[4]) if possible else None
    found = _IN_YEAR.fullmatch(typed)
    if found is None:
        return None
    era, number, month, day = found.group(1, 2, 5, 6)
    year = _year(chosen, era, number)
    others = [_year("ad", *pair) for pair in (found.group(3, 4), found.group(7, 8)) if pair[1]]
    if year is None or any(other is None or _western(other) != _western(year) for other in others):
        return None
    return _with(year, month, day)


def _in_month(chosen: str, typed: str) -> _Read | None:
    """A month, a month and a day, or a whole date; None where it can't be read."""
    found = _IN_MONTH.fullmatch(typed)
    return _with(None, found[1], found[2]) if found else _whole(chosen, typed)


def _in_day(chosen: str, typed: str) -> _Read | None:
    """A day, or more than that; None where it can't be read."""
    found = _IN_DAY.fullmatch(typed)
    if found:
        return _with(None, None, found[1])
    more = _in_month(chosen, typed)
    return more if more and more.day else None


def _whole(chosen: str, typed: str) -> _Read | None:
    read = _in_year(chosen, typed)
    return read if read and read.day else None


def _with(year: _Year | None, month: str | None, day: str | None) -> _Read | None:
    """With the numbers that were written; None where one is none."""
    numbers = [_number(each) if each else None for each in (month, day)]
    if any(said and number is None for said, number in zip((month, day), numbers, strict=True)):
        return None
    return _Read(year, *numbers)


def _number(written: str) -> int | None:
    return int(written) if written.isdigit() else numerals.number(written)


def _year(chosen: str, written_era: str | None, written: str) -> _Year | None:
    number = 1 if written == "元" else _number(written)
    if number is None:
        return None
    if written_era:
        return _Year(_WRITTEN.get(written_era.upper(), "ad"), number)
    return _Year("ad" if number >= 1000 else chosen, number)


def _western(year: _Year) -> int:
    return year.number if year.era == "ad" else _CODES[year.era].begins.year + year.number - 1


def _in_calendar(read: _Read) -> date:
    """The day itself. Raise YearUnclear or NoSuchDate.

    An era's first and last year overlap with its neighbours': 昭和64年 and 平成1年 are both 1989.
    """
    year, month, day = read
    assert year is not None and month is not None and day is not None
    full, text = _western(year), f"{year.number}年{month}月{day}日"
    if year.era == "ad" and not 1000 <= full <= 9999:
        raise YearUnclear
    if year.era != "ad":
        counted, text = _CODES[year.era], _CODES[year.era].word + text
        if not counted.begins.year <= full <= counted.last_year:
            raise NoSuchDate(text, "年")
    if not 1 <= month <= 12:
        raise NoSuchDate(text, "月")
    try:
        return date(full, month, day)
    except ValueError:
        raise NoSuchDate(text, "日") from None


def era_of(day: date) -> tuple[str, int] | None:
    """The era's name and its year; None before 明治."""
    for each in ERAS:
        if day >= each.begins:
            return each.word, day.year - each.begins.year + 1
    return None


def show_date(day: date) -> str:
    """1960年4月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def show_both(day: date) -> str:
    """1960年（昭和35年）4月1日."""
    found = era_of(day)
    if found is None:
        return show_date(day)
    year = "元" if found[1] == 1 else found[1]
    return f"{day.year}年（{found[0]}{year}年）{day.month}月{day.day}日"
