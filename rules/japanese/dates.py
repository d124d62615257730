"""How is a date read that somebody types in 西暦 or 和暦, and how is it shown? (row F11)"""

import re
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rules.japanese import normalize

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
_WORDS = {each.word: each for each in ERAS} | {each.letter: each for each in ERAS}
_ERA = r"(令和|平成|昭和|大正|明治|西暦|[RHSTM])?"
_WHOLE = re.compile(_ERA + r"(元|[0-9]{1,4})[年./\-]([0-9]{1,2})[月./\-]([0-9]{1,2})日?(?:生まれ|生)?", re.IGNORECASE)
_SOLID = re.compile(r"([0-9]{4}|[RHSTM][0-9]{2})([0-9]{2})([0-9]{2})", re.IGNORECASE)
_YEAR = re.compile(_ERA + r"(元|[0-9]+)年?", re.IGNORECASE)


class PartMissing(ValueError):
    """Year, month or day is empty or no number; `parts` are 年, 月, 日 (E-06)."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__("・".join(parts))
        self.parts = parts


class YearUnclear(ValueError):
    """A year of 西暦 without its four digits: nobody guesses (E-08)."""


class NoSuchDate(ValueError):
    """Not in the calendar; `text` is the date as it was read, `part` the one of 年, 月, 日 to look at (E-07)."""

    def __init__(self, text: str, part: str) -> None:
        super().__init__(text)
        self.text, self.part = text, part


def date_parts(era: str, year: str, month: str, day: str) -> tuple[str, str, str, str]:
    """The four boxes, read: the code of the era ('ad' for 西暦) and three numbers as digits.

    `era` is the code of the one chosen, the others are as typed. A whole date in the year's box fills all; an era
    written there wins over the one chosen.
    """
    typed = normalize.narrow(year).replace(" ", "")
    month, day = (re.sub(r"[月日 ]", "", normalize.narrow(part)) for part in (month, day))
    whole = None if month or day else _WHOLE.fullmatch(typed)
    if whole:
        return _era(whole[1], era), _number(whole[2]), whole[3], whole[4]
    solid = None if month or day else _SOLID.fullmatch(typed)
    if solid and solid[1].isdigit():
        return "ad", solid[1], solid[2], solid[3]
    if solid:
        return _era(solid[1][0], era), solid[1][1:], solid[2], solid[3]
    alone = _YEAR.fullmatch(typed)
    if alone:
        return _era(alone[1], era), _number(alone[2]), month, day
    return era, typed, month, day


def _era(written: str | None, chosen: str) -> str:
    if not written:
        return chosen
    found = _WORDS.get(written.upper())
    return found.code if found else "ad"


def _number(typed: str) -> str:
    return "1" if typed == "元" else typed


def to_date(era: str, year: str, month: str, day: str) -> date:
    """The day meant by parts as date_parts gives them. Raise PartMissing, YearUnclear or NoSuchDate.

    An era's first and last year overlap with its neighbours': 昭和64年 and 平成1年 are both 1989.
    """
    named = {"年": year, "月": month, "日": day}
    lacking = tuple(name for name, part in named.items() if not re.fullmatch(r"[0-9]{1,6}", part))
    if lacking:
        raise PartMissing(lacking)
    full = int(year)
    if era == "ad" and not 1000 <= full <= 9999:
        raise YearUnclear
    text = f"{full}年{int(month)}月{int(day)}日"
    if era != "ad":
        counted = _CODES[era]
        full, text = counted.begins.year + full - 1, counted.word + text
        if not counted.begins.year <= full <= counted.last_year:
            raise NoSuchDate(text, "年")
    if not 1 <= int(month) <= 12:
        raise NoSuchDate(text, "月")
    try:
        return date(full, int(month), int(day))
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
