"""When are two spellings of a bank's or a branch's name, or two of its sound, the same?

The list writes a sound without small letters and with － for long vowels; people write it as they say it. Both are
folded alike before they are compared, and nothing that is folded is ever shown.
"""

import re
from functools import cache

from rules.japanese import names, normalize, numerals

_ROWS = (
    "アカサタナハマヤラワガザダバパ",
    "イキシチニヒミリギジビピ",
    "ウクスツヌフムユルグズブプ",
    "エケセテネヘメレゲゼデベペ",
    "オコソトノホモヨロゴゾドボポ",
)
_VOWEL = {letter: vowel for row, vowel in zip(_ROWS, "アイウエオ", strict=True) for letter in row}
# What is said alike after a letter of these rows: とうきょう as とおきょお, えいぎょう as ええぎょお.
_SAID = {("オ", "ウ"): "オ", ("エ", "イ"): "エ"}
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶヅヂヲヰヱ", "アイウエオツヤユヨワカケズジオイエ")
_KATAKANA = {code: chr(code + 0x60) for code in range(0x3041, 0x3097)}
_V = (("ヴア", "バ"), ("ヴイ", "ビ"), ("ヴエ", "ベ"), ("ヴオ", "ボ"), ("ヴ", "ブ"))
_LONG = frozenset(normalize.DASHES + normalize.LONG_VOWELS + "-~")
_UNHEARD = re.compile(r"[ ・･.．,、。'’\"“”()\[\]（）［］「」｢｣/]")
_CIRCLES = str.maketrans("○◯零", "〇〇〇")
# What begins with 〇 is no number but a name: 〇一八 is a branch of ゆうちょ, 十八号 another bank's.
_IN_KANJI = re.compile(f"(?<![{numerals.EVERYDAY}])(?!〇)[{numerals.EVERYDAY}]+")
_OF_JAPAN = "ニツポン", "ニホン"
_BETWEEN_KANJI = re.compile("(?<=[々一-鿿0-9])[ケガノツ之](?=[々一-鿿0-9])")
_SOUND = re.compile("[ァ-ヴ]+")
_LETTERS = (
    *(
        "エー",
        "ビー",
        "シー",
        "ディー",
        "イー",
        "エフ",
        "ジー",
        "エイチ",
        "アイ",
        "ジェー",
        "ケー",
        "エル",
        "エム",
        "エヌ",
    ),
    *("オー", "ピー", "キュー", "アール", "エス", "ティー", "ユー", "ブイ", "ダブリュー", "エックス", "ワイ", "ゼット"),
)


def folded(text: str) -> str:
    """A name as names are compared: width, case, kanji variants, numerals, small letters, long vowels and marks do not
    count."""
    large = names.fold(text).translate(_KATAKANA).translate(_LARGE).translate(_CIRCLES)
    large = _IN_KANJI.sub(_in_digits, large)
    for written, said in (*_V, _OF_JAPAN):
        large = large.replace(written, said)
    return _with_vowels(_UNHEARD.sub("", large))


def loose(text: str) -> str:
    """A folded name without the small words between kanji that some write and others do not: 霞ヶ関, 霞が関, 霞関."""
    return _BETWEEN_KANJI.sub("", text)


def sound(text: str) -> str:
    """How a name is said, letters by their names; nothing where there is kanji in it, which only the list can read."""
    return sound_of(folded(text))


def sound_of(name: str) -> str:
    """How a folded name is said."""
    if _SOUND.fullmatch(name):
        return name
    said = "".join(_said_letters().get(each, each) for each in name)
    return said if _SOUND.fullmatch(said) else ""


def _in_digits(found: re.Match[str]) -> str:
    number = numerals.number(found[0])
    return found[0] if number is None else str(number)


@cache
def _said_letters() -> dict[str, str]:
    return {chr(ord("a") + place): folded(name) for place, name in enumerate(_LETTERS)}


def _with_vowels(text: str) -> str:
    """With each long vowel as the vowel that is heard."""
    heard: list[str] = []
    for letter in text:
        vowel = _VOWEL.get(heard[-1]) if heard else None
        if letter in _LONG:
            heard.extend(vowel or "")
        else:
            heard.append(_SAID.get((vowel or "", letter), letter))
    return "".join(heard)
