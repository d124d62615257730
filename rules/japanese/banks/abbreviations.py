"""How do banks shorten what kind of body a holder is? カ)ミホン, ミホン(カ)チバ(エイ, ミホン(カ: a short word for each
(`data/abbreviations.tsv`), in brackets that tell where it stands."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from rules.japanese.banks import alphabet, history

LEGAL, OFFICE, BUSINESS = "legal", "office", "business"
_COLUMNS = 4
# As the same words are read otherwise.
_OTHERWISE = (("ガイシヤ", "カイシヤ"), ("ギヨウシヨ", "ギヨウジヨ"), ("チヨウジヨ", "チヨウシヨ"))
_ALSO_READ = {"エヌピーオーホウジン": "トクヒ", "NPOホウジン": "トクヒ"}
_OF_KANJI = {"株": "カ", "有": "ユ", "名": "メ", "資": "シ", "同": "ド", "医": "イ", "財": "ザイ", "社": "シヤ"}
_OF_KANJI |= {"宗": "シユウ", "学": "ガク", "福": "フク"}
_BRACKETED_KANJI = re.compile(rf"\(([{''.join(_OF_KANJI)}])\)")


class Abbreviation(NamedTuple):
    """A kind of body: LEGAL, OFFICE or BUSINESS, its words, how these are read and how banks shorten that, both in the
    letters of banks."""

    kind: str
    words: str
    reading: str
    short: str


class Parted(NamedTuple):
    """A holder in the pieces of its name, which stand between spaces and what it is; its legal forms; its offices."""

    pieces: tuple[str, ...]
    legal: tuple[str, ...]
    offices: tuple[str, ...]

    @property
    def name(self) -> str:
        """The whole name without spaces."""
        return "".join(self.pieces)


@cache
def table() -> tuple[Abbreviation, ...]:
    """The three lists, whole."""
    rows = history.rows(history.DATA / "abbreviations.tsv", _COLUMNS)
    return tuple(Abbreviation(kind, words, alphabet.read(reading), short) for kind, words, reading, short in rows)


def spoken(raw: str) -> str:
    """A text with the words of the law in kana, and such as （株） as their short words."""
    text = unicodedata.normalize("NFKC", raw)
    for each in sorted(table(), key=lambda each: -len(each.words)):
        text = text.replace(each.words, each.reading)
    return _BRACKETED_KANJI.sub(lambda found: f"({_OF_KANJI[found[1]]})", text)


def shortened(text: str) -> str:
    """A text in the letters of banks, what it is by law and its office shortened as the place of each demands."""

    def short(found: re.Match[str]) -> str:
        word = _word(found)
        opening, closing = "" if found.start() == 0 else "(", "" if found.end() == len(text) else ")"
        return f"{opening}{word}{closing}" if opening or closing else f"{word})"

    return re.sub(r" *([()]) *", r"\1", _written().sub(short, text))


def parted(text: str) -> Parted:
    """A text in the letters of banks, in its parts. 事業略語 stand for their long words, with brackets or without."""
    found: dict[str, list[str]] = {LEGAL: [], OFFICE: []}

    def take(match: re.Match[str]) -> str:
        word = _word(match)
        found[LEGAL if word in _shorts(LEGAL) else OFFICE].append(word)
        return " "

    name = _written().sub(take, text)
    for long, short in _readings(BUSINESS):
        name = re.sub(rf"{long}|^\(?{short}\)|\({short}(?:\)|$)", short, name)
    return Parted(tuple(name.split()), tuple(sorted(found[LEGAL])), tuple(found[OFFICE]))


def _word(found: re.Match[str]) -> str:
    """The short word of what was found, long or short."""
    long, *shorts = found.groups()
    return dict((*_readings(LEGAL), *_readings(OFFICE)))[long] if long else next(each for each in shorts if each)


@cache
def _written() -> re.Pattern[str]:
    """A legal form or an office, long or, in brackets, short; an office is never what a name begins with."""
    legal, office = ("|".join(long for long, _ in _readings(kind)) for kind in (LEGAL, OFFICE))
    short = "|".join(sorted(_shorts(LEGAL) | _shorts(OFFICE), key=len, reverse=True))
    return re.compile(rf"({legal}|(?<=.)(?:{office}))|^\(?({short})\)|\(({short})(?:\)|$)")


@cache
def _shorts(kind: str) -> frozenset[str]:
    return frozenset(each.short for each in table() if each.kind == kind)


@cache
def _readings(kind: str) -> tuple[tuple[str, str], ...]:
    """Every reading of the words of a kind with its short word, long ones first."""
    found = {each.reading: each.short for each in table() if each.kind == kind}
    for usual, other in _OTHERWISE:
        found |= {reading.replace(usual, other): short for reading, short in found.items()}
    if kind == LEGAL:
        found |= _ALSO_READ
    return tuple(sorted(found.items(), key=lambda each: -len(each[0])))
