"""Which municipality does an address begin with? However it is written: 竜ヶ崎市 for 龍ケ崎市, without the 郡, without
the ward, without the prefecture."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rules.japanese import names, normalize
from rules.japanese.numerals import EVERYDAY, number

MUNICIPALITIES = Path(__file__).parent / "data" / "municipalities.tsv"
PREFECTURES = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県",
    "栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県",
    "石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県",
    "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県",
    "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)  # fmt: skip
# Their readings, in their order.
_READINGS = (
    "ホッカイドウ", "アオモリケン", "イワテケン", "ミヤギケン", "アキタケン", "ヤマガタケン", "フクシマケン",
    "イバラキケン", "トチギケン", "グンマケン", "サイタマケン", "チバケン", "トウキョウト", "カナガワケン",
    "ニイガタケン", "トヤマケン", "イシカワケン", "フクイケン", "ヤマナシケン", "ナガノケン", "ギフケン",
    "シズオカケン", "アイチケン", "ミエケン", "シガケン", "キョウトフ", "オオサカフ", "ヒョウゴケン",
    "ナラケン", "ワカヤマケン", "トットリケン", "シマネケン", "オカヤマケン", "ヒロシマケン", "ヤマグチケン",
    "トクシマケン", "カガワケン", "エヒメケン", "コウチケン", "フクオカケン", "サガケン", "ナガサキケン",
    "クマモトケン", "オオイタケン", "ミヤザキケン", "カゴシマケン", "オキナワケン",
)  # fmt: skip
# Of each row one letter, of which the others are forms or which they stand for in names of places.
_ONE_LETTER = (
    "ケヶヵけがガゖ", "ツッつっ", "ノの之乃", "釜竈", "桧檜", "梼檮", "鯵鰺", "驒騨", "纒纏", "芦蘆", "籠篭", "頸頚",
    "諫諌", "祇祗", "鴎鷗", "蛎蠣",
)  # fmt: skip
_IN_A_COUNTY = re.compile(".+?郡(.+[町村])")
_WARD = re.compile("(.+市)(.+区)")
_NUMERALS = re.compile(rf"[0-9０-９]+|[{EVERYDAY}]+")
_AZA = re.compile("大?字")


class _Letters(dict[int, str]):
    """One letter for all of its forms, found when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = names.fold(chr(code))
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


_LETTERS = _Letters({ord(each): row[0] for row in _ONE_LETTER for each in row})


class Canonical(NamedTuple):
    """A text with its numbers in digits, and for each of its letters, and its end, the place in the text that was
    given; None within a number."""

    text: str
    places: list[int | None]


class Municipality(NamedTuple):
    """A municipality, and its towns with a number in their name, with blanks between and around them."""

    prefecture: str
    city: str
    numbered: str


class Found(NamedTuple):
    """The municipalities that an address can begin with, perhaps none, and how far their name goes in it; how far the
    prefecture goes, 0 where there is none."""

    prefecture: str
    municipalities: tuple[Municipality, ...]
    prefecture_ends: int
    ends: int


def folded(text: str) -> str:
    """The text with one letter for all that mean the same in a place's name; as long as it was."""
    return text.translate(_LETTERS)


def canonical(text: str) -> Canonical:
    """The text, folded, with each number in it as one in digits."""
    written: list[str] = []
    places: list[int | None] = []
    last = 0
    for found in _NUMERALS.finditer(text):
        between = text[last : found.start()]
        written.append(folded(between))
        places += range(last, found.start())
        value = found[0] if found[0].isdecimal() else number(found[0])
        digits = found[0] if value is None else str(int(value))
        written.append(digits)
        places += [found.start(), *[None] * (len(digits) - 1)]
        last = found.end()
    written.append(folded(text[last:]))
    return Canonical("".join(written), [*places, *range(last, len(text) + 1)])


def without_aza(name: str) -> str:
    """A town's name without the 大字 or 字 before it."""
    return _AZA.sub("", name, count=1) if _AZA.match(name) else name


def without_county(city: str) -> str:
    """A municipality's name without the 郡 before it."""
    found = _IN_A_COUNTY.fullmatch(city)
    return found[1] if found else city


def prefecture_of(text: str) -> str:
    """The one of the 47 that is meant by 東京都 or 東京; empty where it is none."""
    return _prefectures().get(folded(text), "")


@cache
def _prefectures() -> Mapping[str, str]:
    short = {folded(each[:-1]): each for each in PREFECTURES if each != "北海道"}
    return short | {folded(each): each for each in PREFECTURES}


@cache
def _by_name() -> Mapping[str, tuple[Municipality, ...]]:
    """By each way to write it: with the 郡 and without; of a ward, the city alone and the ward alone as well."""
    found: dict[str, list[Municipality]] = defaultdict(list)
    for line in MUNICIPALITIES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            prefecture, city, numbered = line.split("\t")
            each = Municipality(prefecture, city, f" {numbered} " if numbered else "")
            ward = _WARD.fullmatch(city)
            for name in {city, without_county(city), *(ward.groups() if ward else ())}:
                found[folded(name)].append(each)
    return {name: tuple(those) for name, those in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _by_name()))


def prefecture_before(line: str) -> str:
    """The prefecture whose whole name a text begins with; empty where it begins with none."""
    for length in (3, 4):
        if line[length - 1 : length] in ("都", "道", "府", "県", "縣"):
            return _prefectures().get(folded(line[:length]), "")
    return ""


def prefecture_read(line: str) -> tuple[str, int]:
    """The prefecture with whose reading a text begins, in any kana, and where that ends: older systems write addresses
    so. Empty and 0 where it begins with none."""
    begun = normalize.kana(line[:20]).translate(normalize.SMALL)
    for prefecture, reading in zip(PREFECTURES, _READINGS, strict=True):
        there = reading.translate(normalize.SMALL)
        if begun.startswith(there):
            return prefecture, next(
                end for end in range(1, 21) if normalize.kana(line[:end]).translate(normalize.SMALL) == there
            )
    return "", 0


def find(line: str, prefecture: str = "") -> Found:
    """What a cleaned address begins with. With a `prefecture` only its municipalities are looked at."""
    text, before = folded(line), prefecture_before(line)
    prefecture, begins = before or prefecture, len(before)
    start = begins + 1 if line[begins : begins + 1] == " " else begins
    for end in range(min(len(text), start + _longest()), start, -1):
        those = _by_name().get(text[start:end], ())
        those = tuple(each for each in those if prefecture in ("", each.prefecture))
        if those:
            return Found(prefecture, those, begins, end)
    return Found(prefecture, (), begins, begins)
