"""How is a date read that somebody types in 西暦 or 和暦, and how is it shown? (row F11)"""

import re
from datetime import date
from typing import NamedTuple

from forms import reading


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
_SIGNS = {"㋿": "令和", "㍻": "平成", "㍼": "昭和", "㍽": "大正", "㍾": "明治"}
_CODES = {each.code: each for each in ERAS}
_WORDS = {each.word: each for each in ERAS} | {each.letter: each for each in ERAS}
_ERA = r"(令和|平成|昭和|大正|明治|西暦|[RHSTM])?"
_WHOLE = re.compile(_ERA + r"(元|\d{1,4})[年./\-](\d{1,2})[月./\-](\d{1,2})日?", re.IGNORECASE)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(_ERA + r"(元|\d+)年?", re.IGNORECASE)


class PartMissing(ValueError):
    """Year, month or day is empty or no number; `parts` are 年, 月, 日 (E-06)."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__("・".join(parts))
        self.parts = parts


class YearUnclear(ValueError):
    """A year of 西暦 with fewer than three digits: nobody guesses (E-08)."""


class NoSuchDate(ValueError):
    """Not in the calendar; `text` is the date as it was read (E-07)."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def date_parts(era: str, year: str, month: str, day: str) -> tuple[str, str, str, str]:
    """The four boxes, read: the code of the era ('ad' for 西暦) and three numbers as digits.

    A whole date in the year's box fills all; an era written there wins over the one chosen.
    """
    for sign, word in _SIGNS.items():
        year = year.replace(sign, word)
    typed = reading.narrow(year).replace(" ", "")
    rest = [re.sub(r"[月日 ]", "", reading.narrow(part)) for part in (month, day)]
    whole = _WHOLE.fullmatch(typed)
    if whole and not any(rest):
        return _era(whole[1], era), _number(whole[2]), _number(whole[3]), _number(whole[4])
    eight = _EIGHT.fullmatch(typed)
    if eight and not any(rest):
        return "ad", eight[1], _number(eight[2]), _number(eight[3])
    alone = _YEAR.fullmatch(typed)
    if alone:
        return _era(alone[1], era), _number(alone[2]), _number(rest[0]), _number(rest[1])
    return era, typed, _number(rest[0]), _number(rest[1])


def _era(written: str | None, chosen: str) -> str:
    if not written:
        return chosen
    found = _WORDS.get(written.upper())
    return found.code if found else "ad"


def _number(typed: str) -> str:
    return "1" if typed == "元" else typed


def to_date(era: str, year: str, month: str, day: str) -> date:
    """The day meant. Raise PartMissing, YearUnclear or NoSuchDate.

    An era's first and last year overlap with its neighbours': 昭和64年 and 平成1年 are both 1989.
    """
    named = {"年": year, "月": month, "日": day}
    lacking = tuple(name for name, part in named.items() if not re.fullmatch(r"[0-9]{1,6}", part))
    if lacking:
        raise PartMissing(lacking)
    if era == "ad" and int(year) < 100:
        raise YearUnclear
    full = int(year)
    text = f"{year}年{month}月{day}日"
    if era != "ad":
        counted = _CODES[era]
        full, text = counted.begins.year + int(year) - 1, counted.word + text
        if int(year) < 1 or full > counted.last_year:
            raise NoSuchDate(text)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        raise NoSuchDate(text) from None


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
