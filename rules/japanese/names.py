"""When are two names one? Forms of one kanji, kana that sound one, marks between the parts of a foreign name.

What is one is a table, never a distance (docs/decisions/0017-names.md, decision 42). Nothing here is stored but the
keys of フリガナ, by which contracts are found; a name is kept as it was typed.
"""

import re
import unicodedata
from pathlib import Path

from rules.japanese import normalize

TABLE = Path(__file__).parent / "data" / "kanji-forms.txt"
BETWEEN = "\u30a0\uff1d=\u30fb\uff65.\uff0e\u00b7\u2022\u2027\u2219\u22c5"
_DASHES = normalize.DASHES.replace("\u30a0", "")
_SELECTOR = re.compile(f"[{normalize.SELECTORS}]")
# Most names are of these, which nothing but the table changes; told at a look, as is most フリガナ.
_AT_SIGHT = re.compile("[ \u3000\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]*")
_TO_DOT = str.maketrans(dict.fromkeys(BETWEEN, "・"))
_LETTER = "\u3041-\u3096\u309b-\u309e\u30a1-\u30fa\u30fc-\u30fe\uff66-\uff9f\u3099\u309a"
_AMONG_LETTERS = re.compile(rf"(?<=[{_LETTER}])[{re.escape(_DASHES)}](?=[{_LETTER}])")
_AFTER_NO_VOWEL = re.compile(rf"(?<=[んッっンﾝｯー])[{re.escape(_DASHES)}](?=[{_LETTER}])")
_REPEATED = re.compile("([ァ-ヺ])([ヽヾ])")
SOUNDS = normalize.SMALL | str.maketrans("ヅヂヲヰヱ", "ズジオイエ")
_KATAKANA = re.compile("[ァ-ヺー・ \u3000]*")
_LARGE = normalize.SMALL | str.maketrans("", "", " \u3000・ヽヾ")
_SOUND = _LARGE | SOUNDS | str.maketrans("", "", "ー")
# A core system writes these for a kanji that it has no code for: the geta mark, or a code of its own (外字).
_UNWRITTEN = re.compile("[〓\ue000-\uf8ff\U000f0000-\U0010ffff]")
_MARKS = f"{normalize.DASHES}{normalize.LONG_VOWELS}{BETWEEN},'\u2018\u2019`"
_ALIKE = str.maketrans("ヶヵヅヂヲヰヱづぢをゐゑ", "ケカズジオイエずじおいえ", _MARKS)
_ACCENTS = re.compile("[\u0300-\u036f]+")
# The old forms of 弁 are three kanji. No other new form has taken the place of several.
_OF_BEN = frozenset("辨瓣辯")


def _forms() -> dict[int, int]:
    plain: dict[int, int] = {}
    with TABLE.open(encoding="utf-8") as lines:
        for line in lines:
            if line[0] != "#":
                plain |= dict.fromkeys(map(ord, line[1:-1]), ord(line[0]))
    return plain


def ours() -> dict[str, str]:
    """The new form of those that the last part of the table adds to the official ones."""
    added = TABLE.read_text(encoding="utf-8").rpartition("\n#")[2].splitlines()[1:]
    return {form: line[0] for line in added for form in line[1:]}


PLAIN = _forms()


def fold(text: str) -> str:
    """A name as it is compared: without spaces, in one width, the forms of a kanji alike (row F9)."""
    if _AT_SIGHT.fullmatch(text):
        return text.replace(" ", "").replace("\u3000", "").translate(PLAIN)
    bare = _SELECTOR.sub("", unicodedata.normalize("NFKC", normalize.clean(text))).replace(" ", "")
    return unicodedata.normalize("NFKC", bare.casefold()).translate(PLAIN)


def is_same(in_contract: str, typed: str) -> bool:
    """Whether a contract and a customer may write the same name. The marks between its parts and the accents of letters
    do not count, and whatever stands in the contract for a kanji that its system lacks is any one character."""
    one, other = fold(in_contract), fold(typed)
    if one != other:
        one, other = _bare(one), _bare(other)
    if _UNWRITTEN.search(one) and len(one) == len(other):
        return all(mine == theirs or _UNWRITTEN.match(mine) for mine, theirs in zip(one, other, strict=True))
    return one == other and not ("弁" in one and _are_two(in_contract, typed))


def written_key(text: str) -> str:
    """A 氏名 as it tells one person from another of the same カナ, "" where a part of it is not known."""
    bare = _bare(fold(text))
    return "" if _UNWRITTEN.search(bare) else bare


def _bare(name: str) -> str:
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", name))).translate(_ALIKE)


def _are_two(one: str, other: str) -> bool:
    mine, theirs = _OF_BEN.intersection(one), _OF_BEN.intersection(other)
    return bool(mine and theirs and mine.isdisjoint(theirs))


def kana(raw: str) -> str:
    """フリガナ as `normalize.kana` has it, but ・ for what stands between the parts of a foreign name: ゠ ＝ . and
    their kin, and a hyphen where it can't be a long vowel: after ン, ッ or one, or where there are others as such."""
    text = normalize.clean(raw).translate(_TO_DOT)
    has_long_vowels = any(each in text for each in normalize.LONG_VOWELS)
    joined = (_AMONG_LETTERS if has_long_vowels else _AFTER_NO_VOWEL).sub("・", text)
    return normalize.kana(joined)


def kana_parts(text: str) -> tuple[str, str]:
    """The family and the given name of a フリガナ written with any space between them; one name alone, as a company's,
    is all family."""
    family, _, given = text.partition("\u3000")
    if not given:
        family, _, given = kana(text).partition(" ")
    return family, given


def kana_key(text: str) -> str:
    """フリガナ as contracts are looked up by it, with a birth date: as it sounds, without what older systems leave out
    or write otherwise (marks, long vowels, small letters)."""
    return _letters(text).translate(_SOUND)


def strict_key(text: str) -> str:
    """フリガナ as it tells one person from another alone: letter by letter, but for small ones as large ones, which is
    all that older systems print (キヨウコ for キョウコ)."""
    return _letters(text).translate(_LARGE)


def _letters(text: str) -> str:
    return text if _KATAKANA.fullmatch(text) else _written_out(kana(text))


def _written_out(text: str) -> str:
    """ミスズ for ミスヾ."""
    while found := _REPEATED.search(text):
        again = unicodedata.normalize("NFC", found[1] + "\u3099") if found[2] == "ヾ" else found[1]
        text = f"{text[: found.start()]}{found[1]}{again[:1]}{text[found.end() :]}"
    return text
