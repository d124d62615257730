"""When are two names one? Forms of one kanji, kana that sound one, marks between the parts of a foreign name.

What is one is a table, never a distance (docs/decisions/0017-names.md, decision 42). Nothing here is stored but the
keys of フリガナ, by which contracts are found; a name is kept as it was typed.
"""

import re
import unicodedata
from pathlib import Path

from rules.japanese import normalize

TABLE = Path(__file__).parent / "data" / "kanji-forms.txt"
LETTERS = TABLE.with_name("latin-letters.txt")
BETWEEN = "\u30a0\uff1d=\u30fb\uff65.\uff0e\u00b7\u2022\u2027\u2219\u22c5"
_DASHES = normalize.DASHES.replace("\u30a0", "")
_SELECTOR = re.compile(f"[{normalize.SELECTORS}]")
# Most names are of these, which nothing but the table changes; told at a look, as is most フリガナ.
_AT_SIGHT = re.compile("[ \u3000\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]*")
_TO_DOT = str.maketrans(dict.fromkeys(BETWEEN, "・"))
APOSTROPHES = "'\uff07\u2018\u2019\u201b`\u00b4\u02b9\u02bb\u02bc\u2032"
_LETTER = "\u3041-\u3096\u309b-\u309e\u30a1-\u30fa\u30fc-\u30fe\uff66-\uff9f\u3099\u309a"
_AMONG_LETTERS = re.compile(rf"(?<=[{_LETTER}])[{re.escape(_DASHES)}](?=[{_LETTER}])")
_AFTER_NO_VOWEL = re.compile(rf"(?<=[んッっンﾝｯー])[{re.escape(_DASHES)}](?=[{_LETTER}])")
_APART = re.compile(rf"(?<=[{_LETTER}])[ \u3000][{re.escape(_DASHES)}][ \u3000](?=[{_LETTER}])")
_APOSTROPHE = re.compile(f"(?<=[{_LETTER}])[{APOSTROPHES}](?=[{_LETTER}])")
# A dash may be read as a long vowel, and is a letter then.
_READ = f"{_LETTER}{re.escape(_DASHES)}"
_BESIDE = re.compile(f"(?<=[{_READ}])[{APOSTROPHES}]+|[{APOSTROPHES}]+(?=[{_READ}])")
_ASIDE = re.compile("[(（\\[［〔【][^)）\\]］〕】]*[)）\\]］〕】]|['’‘\",、，\\[\\]()（）［］〔〕【】]")
_REPEATED = re.compile("([ァ-ヺぁ-ゖ])([ヽヾゝゞ])|([^々〻])[々〻]")
_KANJI = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003ffff"
_TU = re.compile(f"(?<=[{_KANJI}])ッ(?=[{_KANJI}])")
# What a core system writes with a name.
_ADDED = re.compile(r"[(（\[［〔【]旧姓[^)）\]］〕】]*[)）\]］〕】]|[様樣]\Z")
SOUNDS = normalize.SMALL | str.maketrans("ヅヂヲヰヱ", "ズジオイエ")
_KATAKANA = re.compile("[ァ-ヺー・ \u3000]*")
_LARGE = normalize.SMALL | str.maketrans("", "", " \u3000・ヽヾ")
_SOUND = _LARGE | SOUNDS | str.maketrans("", "", "ー")
# A core system writes these for a kanji that it has no code for: the geta mark, what Unicode has for a sign that could
# not be read, or a code of its own (外字).
_UNWRITTEN = re.compile("[〓\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_MARKS = f"{normalize.DASHES}{normalize.LONG_VOWELS}{BETWEEN}{APOSTROPHES},"
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


def _spellings() -> dict[str, list[str]]:
    rows = (line.split() for line in LETTERS.read_text(encoding="utf-8").splitlines() if line[0] != "#")
    return {letter: spellings for letter, *spellings in rows}


PLAIN = _forms()
SPELLINGS = _spellings()
_SPELLED = re.compile(f"[{''.join(SPELLINGS)}]")
_OF_ONE_WAY = str.maketrans({letter: ways[0] for letter, ways in SPELLINGS.items() if len(ways) == 1})
_TWO_FOR_ONE = re.compile("(?<=[aou])e|(?<=a)a")


def fold(text: str) -> str:
    """A name as it is compared: without spaces, in one width, the forms of a kanji alike (row F9)."""
    if _AT_SIGHT.fullmatch(text):
        return text.replace(" ", "").replace("\u3000", "").translate(PLAIN)
    bare = _SELECTOR.sub("", unicodedata.normalize("NFKC", normalize.clean(text))).replace(" ", "")
    return unicodedata.normalize("NFKC", bare.casefold()).translate(PLAIN)


def is_same(in_contract: str, typed: str) -> bool:
    """Whether a contract and a customer may write the same name. The marks between its parts, the accents of letters
    and what is no name (様, 旧姓) do not count, and whatever stands in the contract for a kanji that its system lacks
    is any one character."""
    one, other = fold(in_contract), fold(typed)
    if one != other:
        one, other = _alike(_ADDED.sub("", one)), _alike(other)
    mine, theirs = _bare(one), _bare(other)
    if mine == theirs:
        return not ("弁" in mine and _are_two(in_contract, typed))
    return _can_be(one, theirs, _UNWRITTEN) or _can_be(other, mine, None)


def _can_be(name: str, bare: str, gap: re.Pattern[str] | None) -> bool:
    """Whether a name can be written so without its accents, by whichever spelling of each letter."""
    if not (_SPELLED.search(name) or (gap and gap.search(name))):
        return False
    ways = ("." if gap and gap.match(each) else _ways(each) for each in name)
    return re.fullmatch("".join(f"(?:{way})" for way in ways), bare) is not None


def _ways(letter: str) -> str:
    spellings = SPELLINGS.get(letter, [])
    return "|".join(re.escape(each) for each in (_bare(letter), *spellings))


def written_key(text: str) -> str:
    """A 氏名 as it tells one person from another of the same カナ, "" where a part of it is not known."""
    name = _alike(_ADDED.sub("", fold(text)))
    if _UNWRITTEN.search(name):
        return ""
    spelled = _SPELLED.sub(lambda found: SPELLINGS[found[0]][0], name)
    return _TWO_FOR_ONE.sub("", _bare(spelled))


def _alike(name: str) -> str:
    """Without the marks between its parts, and its kana and what stands for the letter before it written out."""
    return _TU.sub("ツ", _written_out(name)).translate(_ALIKE)


def _bare(name: str) -> str:
    if name.isascii() or _AT_SIGHT.fullmatch(name):
        return name
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", name))).translate(_OF_ONE_WAY)


def _are_two(one: str, other: str) -> bool:
    mine, theirs = _OF_BEN.intersection(one), _OF_BEN.intersection(other)
    return bool(mine and theirs and mine.isdisjoint(theirs))


def hyphens(text: str) -> int:
    """How many hyphens of any kind a name has."""
    return sum(each in _DASHES for each in text)


def kana(raw: str, *, hyphenated: bool = False) -> str:
    """フリガナ as `normalize.kana` has it, but ・ for what stands between the parts of a foreign name: ゠ ＝ . and
    their kin, an apostrophe, and a hyphen where it can't be a long vowel: between blanks, after ン, ッ or one, or where
    there are others as such. An apostrophe elsewhere goes. In a `hyphenated` name
    every hyphen between letters is one."""
    dotted = _BESIDE.sub("", _APOSTROPHE.sub("・", normalize.clean(raw)).translate(_TO_DOT))
    text = _APART.sub("・", dotted)
    has_long_vowels = any(each in text for each in normalize.LONG_VOWELS)
    joined = (_AMONG_LETTERS if has_long_vowels or hyphenated else _AFTER_NO_VOWEL).sub("・", text)
    return normalize.kana(joined)


def has_gap(in_contract: str) -> bool:
    """Whether a contract's 氏名 has something for a kanji that its system lacks."""
    return _UNWRITTEN.search(in_contract) is not None


def name_parts(text: str) -> tuple[str, str]:
    """The family and the given name of a 氏名 written with any blank between them, without what is no name
    (様, 旧姓); one name alone is all family."""
    family, _, given = normalize.clean(_ADDED.sub(" ", normalize.clean(text))).partition(" ")
    return family, given


def kana_parts(text: str) -> tuple[str, str]:
    """The family and the given name of a フリガナ written with any space between them; one name alone, as a company's,
    is all family."""
    text = _APART.sub("・", text)
    family, _, given = text.partition("\u3000")
    if not given:
        family, _, given = kana(text).partition(" ")
    return family, given


def kana_alone(text: str) -> str:
    """A フリガナ without what is no part of it: what stands in brackets, and marks that are not between names."""
    return _ASIDE.sub("", text).strip(" \u3000")


def kana_key(text: str) -> str:
    """フリガナ as contracts are looked up by it, with a birth date: as it sounds, without what older systems leave out
    or write otherwise (marks, long vowels, small letters)."""
    return _as_written(_letters(text).translate(_SOUND))


def strict_key(text: str) -> str:
    """フリガナ as it tells one person from another alone: letter by letter, but for small ones as large ones, which is
    all that older systems print (キヨウコ for キョウコ)."""
    return _as_written(_letters(text).translate(_LARGE))


def _letters(text: str) -> str:
    return text if _KATAKANA.fullmatch(text) else _written_out(_SELECTOR.sub("", kana(text)))


def _as_written(text: str) -> str:
    """Where a letter that is a large one now has a mark behind it, both are one letter."""
    return unicodedata.normalize("NFC", text)


def _written_out(text: str) -> str:
    """ミスズ for ミスヾ, 佐佐木 for 佐々木."""
    while found := _REPEATED.search(text):
        first = found[1] or found[3]
        again = unicodedata.normalize("NFC", first + "\u3099") if found[2] and found[2] in "ヾゞ" else first
        text = f"{text[: found.start()]}{first}{again[:1]}{text[found.end() :]}"
    return text
