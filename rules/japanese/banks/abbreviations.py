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
_ALSO_WRITTEN = (("NPO法人", "NPOホウジン"),)
_OF_KANJI = {"株": "カ", "有": "ユ", "名": "メ", "資": "シ", "同": "ド", "合": "ド", "医": "イ", "財": "ザイ"}
_OF_KANJI |= {
    "社": "シヤ",
    "一社": "シヤ",
    "公社": "シヤ",
    "一財": "ザイ",
    "公財": "ザイ",
    "宗": "シユウ",
    "学": "ガク",
}
_OF_KANJI |= {"福": "フク", "農": "ノウ", "特非": "トクヒ", "税": "ゼイ", "弁": "ベン", "医社": "イ", "医財": "イ"}
_KANJI = "|".join(sorted(_OF_KANJI, key=len, reverse=True))
_BRACKETED_KANJI = re.compile(rf"(^\(?|\()({_KANJI})(\)|$)")


class Abbreviation(NamedTuple):
    """A kind of body: LEGAL, OFFICE or BUSINESS, its words, how these are read and how banks shorten that, both in the
    letters of banks."""

    kind: str
    words: str
    reading: str
    short: str


class Parted(NamedTuple):
    """A holder in the pieces of its name, which stand between spaces and what it is; its legal form, of which there is
    one at most; its offices; how many pieces stand before a legal form in the middle, 0 where there is none; whether it
    stands at the end."""

    pieces: tuple[str, ...]
    legal: str
    offices: tuple[str, ...]
    before: int = 0
    at_end: bool = False

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
    text = unicodedata.normalize("NFKC", raw).strip()
    for words, reading in (*_ALSO_WRITTEN, *sorted(_words(), key=lambda each: -len(each[0]))):
        text = text.replace(words, reading)
    return _BRACKETED_KANJI.sub(lambda found: f"{found[1]}{_OF_KANJI[found[2]]}{found[3]}", text)


def shortened(text: str) -> str:
    """A text in the letters of banks, its legal form and its office shortened as the place of each demands."""
    legal = _found_legal(text)
    if legal:
        text = _bracketed(text, *legal)
    office = _office_at_end().search(text)
    if office:
        text = f"{text[: office.start()]}({_office_word(office[1])}"
    return re.sub(r" *([()]) *", r"\1", text)


def parted(text: str) -> Parted:
    """What `shortened` gave, in its parts. 事業略語 stand for their long words, with brackets or without."""
    legal = _found_legal(text)
    front, behind = (text[: legal[0]], text[legal[1] :]) if legal else (text, "")
    offices = re.findall(rf"\(({'|'.join(_shorts(OFFICE))})(?:\)|$)", front + behind)
    pieces = [_pieces(each) for each in (front, behind)]
    return Parted(
        pieces=(*pieces[0], *pieces[1]),
        legal=legal[2] if legal else "",
        offices=tuple(offices),
        before=len(pieces[0]) if pieces[1] and pieces[0] else 0,
        at_end=bool(legal and legal[0] and not pieces[1]),
    )


def _pieces(text: str) -> list[str]:
    text = re.sub(rf"\((?:{'|'.join(_shorts(OFFICE))})(?:\)|$)", " ", text)
    for long, short in _readings(BUSINESS):
        text = re.sub(rf"{long}|^\(?{short}\)|\({short}(?:\)|$)", short, text)
    return text.split()


def _found_legal(text: str) -> tuple[int, int, str] | None:
    """Where the legal form stands, and its short word: in brackets, or long at the beginning or the end, or between
    spaces; a company's also in the middle, since no other word holds 会社. A name may hold another's."""
    for pattern in _legal_ways():
        found = pattern.search(text)
        if found:
            word = found[1]
            return found.start(), found.end(), dict(_readings(LEGAL)).get(word, word)
    return None


def _bracketed(text: str, start: int, end: int, word: str) -> str:
    if start == 0:
        return f"{word}){text[end:]}"
    return f"{text[:start]}({word}{')' if text[end:].strip() else ''}{text[end:]}"


@cache
def _legal_ways() -> tuple[re.Pattern[str], ...]:
    longs = [long for long, _ in _readings(LEGAL)]
    long, company = "|".join(longs), "|".join(each for each in longs if each.endswith(("ガイシヤ", "カイシヤ")))
    short = "|".join(sorted(_shorts(LEGAL), key=len, reverse=True))
    ways = (
        rf"^\(?({short})\)",
        rf"\(({short})(?:\)|(?= )|$)",
        rf"^({long})",
        rf"({long})$",
        rf"(?<= )({long})(?= )",
        rf"({company})",
    )
    return tuple(map(re.compile, ways))


@cache
def _office_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?<=[^ ]) ?({'|'.join(long for long, _ in _readings(OFFICE))})$")


def _office_word(long: str) -> str:
    return dict(_readings(OFFICE))[long]


def _words() -> list[tuple[str, str]]:
    return [(each.words, each.reading) for each in table()]


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
