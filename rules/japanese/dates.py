"""How is a date read that somebody types in 西暦 or 和暦, and how is it shown? (row F11)"""

import re
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rules.japanese import normalize, numerals

JST = ZoneInfo("Asia/Tokyo")


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
_WEEKDAY = r"(?: ?\( ?[月火水木金土日](?:曜日?)? ?\)| ?[月火水木金土日]曜日?)?"
_DAY = rf"{_NUMBER}(?: ?日)?{_WEEKDAY}"
_END = "(?: ?(?:生まれ|生れ|うまれ|生))?[.。]?"
_IN_YEAR = re.compile(rf"{_YEAR}(?:{_BETWEEN}{_MONTH}(?:{_BETWEEN}{_DAY})?)?{_END}", re.IGNORECASE)
_IN_MONTH = re.compile(rf"{_MONTH}(?:{_BETWEEN}{_DAY})?{_END}")
_IN_DAY = re.compile(_DAY + _END)
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
    """A box says another month or day than the box before it, which holds more than its own (E-38)."""


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
        "月": _in_month(typed["月"]) if typed["月"] else _Read(),
        "日": _in_day(typed["日"]) if typed["日"] else _Read(),
    }
    return _in_calendar(_together(read))


def _narrow(box: str) -> str:
    return _LIKE_KANJI.sub(lambda found: _IN_KANA[found[0]], normalize.narrow(box))


def _together(read: dict[str, _Read | None]) -> _Read:
    """What the boxes say in common. Raise PartUnread, PartsDiffer or PartMissing."""
    if unread := tuple(name for name, each in read.items() if each is None):
        raise PartUnread(unread)
    boxes = [each for each in read.values() if each]
    months, days = ([each for each in said if each is not None] for said in list(zip(*boxes, strict=True))[1:])
    if differ := tuple(name for name, said in (("月", months), ("日", days)) if len(set(said)) > 1):
        raise PartsDiffer(differ)
    found = {"年": boxes[0].year, "月": months, "日": days}
    if lacking := tuple(name for name, said in found.items() if not said):
        raise PartMissing(lacking)
    return _Read(boxes[0].year, months[0], days[0])


def _in_year(chosen: str, typed: str) -> _Read | None:
    """A year, and perhaps more; None where it can't be read."""
    solid = _SOLID.fullmatch(typed)
    if solid:
        return _Read(_year(chosen, solid[1], solid[2]), int(solid[3]), int(solid[4]))
    found = _IN_YEAR.fullmatch(typed)
    if found is None:
        return None
    era, number, other_era, other_number, month, day = found.groups()
    year = _year(chosen, era, number)
    other = _year("ad", other_era, other_number) if other_number else None
    if year is None or (other_number and (other is None or _western(other) != _western(year))):
        return None
    return _with(year, month, day)


def _in_month(typed: str) -> _Read | None:
    found = _IN_MONTH.fullmatch(typed)
    return _with(None, found[1], found[2]) if found else None


def _in_day(typed: str) -> _Read | None:
    found = _IN_DAY.fullmatch(typed)
    return _with(None, None, found[1]) if found else None


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
