"""Which characters do banks have, and how is what people type written in them?

Katakana with large letters alone and without ヲ ヰ ヱ, capital letters, digits, a space and `( ) - . /`; in half width
a long vowel is a hyphen. So the banks' data telecommunication system (全銀システム) takes them, as banks tell those who
fill in a payee.
"""

import re
import unicodedata

from rules.japanese import normalize

_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_OTHER_LETTERS = str.maketrans("ヰヱヲヷヸヹヺ", "イエオワイエオ")
_OPENING, _CLOSING = "[{【〔〈《「『｢〘〖", "]}】〕〉》」』｣〙〗"
_MARKS = str.maketrans(
    dict.fromkeys(_OPENING, "(")
    | dict.fromkeys(_CLOSING, ")")
    | dict.fromkeys("・･、,､=゠＝", " ")
    | dict.fromkeys("。｡", ".")
    | dict.fromkeys("'’‘`", "")
)
_REPEATED = re.compile("([ァ-ヴ])([ヽヾ])")
_NOT_LONG = re.compile("(?<![ァ-ヴー])ー|ー(?=[A-Z0-9])")
_LETTERS = "".join(chr(code) for code in range(ord("ア"), ord("ヴ") + 1) if chr(code) not in "ィゥェォッャュョヮヰヱヲ")
_ALPHABET = re.compile(rf"[{_LETTERS}ー A-Z0-9()\-./]+")
_AROUND_BRACKETS = re.compile(r" *([()]) *")


def read(raw: str) -> str:
    """A text in the letters of banks, in full width, with ー where a vowel is long."""
    kana = normalize.kana(raw.translate(_MARKS)).translate(_MARKS)
    wide = unicodedata.normalize("NFKC", _REPEATED.sub(_repeat, kana).translate(_OTHER_LETTERS))
    large = wide.upper().translate(_SMALL).translate(_MARKS)
    return normalize.clean(_AROUND_BRACKETS.sub(r"\1", _NOT_LONG.sub("-", large)))


def unknown(text: str) -> str:
    """The characters of a text that was read which banks do not have, each once."""
    return "".join(dict.fromkeys(each for each in text if not _ALPHABET.fullmatch(each)))


def written(text: str) -> str:
    """A text that was read, as files for banks have it: in half width, each long vowel a hyphen."""
    return normalize.half_width(text.replace("ー", "-"))


def _repeat(found: re.Match[str]) -> str:
    """ヽ is the letter before it once more, ヾ that letter voiced."""
    letter, mark = found.groups()
    plain = unicodedata.normalize("NFD", letter)[0]
    return letter + (plain if mark == "ヽ" else unicodedata.normalize("NFC", plain + "\u3099"))
