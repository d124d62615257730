"""Where is an address cut? 都道府県, 市区町村・町名, 番地, 建物名: as the boxes of 604 ask for them.

漢数字 are the number of a street where something is counted with them (二丁目, 十番地); in 三重県, 四日市市, 一番町 or
千代田区 they belong to a name. Municipalities are known, and those of their towns that have a number in the name.
"""

import re
from typing import NamedTuple

from rules.japanese import normalize
from rules.japanese.numerals import EVERYDAY
from rules.japanese.post import municipalities

_DASHES = normalize.DASHES + normalize.LONG_VOWELS
_NUMBER = f"[{EVERYDAY}]++"
_EITHER = rf"[\d{EVERYDAY}]"
_STREET = re.compile(
    rf"第?\d"
    rf"|第?{_NUMBER}(?:丁目|丁(?={_EITHER})|番地|番(?![町丁])|号(?!線)|地割|[のノ之](?={_EITHER})|[{re.escape(_DASHES)}](?={_EITHER})|\d)"
    r"|(?<!国有)無番地|番外地|番地なし"
    rf"|(?:{_NUMBER}(?<=町.)|[{EVERYDAY}]{{2,}})(?=\s|\Z)"
)


class Cut(NamedTuple):
    """An address in the parts in which it is asked: `town` has the municipality in it."""

    prefecture: str
    town: str
    street: str
    building: str


def cut(line: str) -> Cut:
    """An address as a contract holds it, in its parts. Put together they are the line, but for blanks."""
    text = normalize.clean(line)
    found = municipalities.find(text)
    known = _behind_the_town(text, found)
    street = _STREET.search(text, known)
    space = text.find(" ", known)
    if street is None or -1 < space < street.start() - 1:
        ends = behind = len(text) if space < 0 else space
    else:
        ends = street.start()
        behind = text.find(" ", ends)
        behind = len(text) if behind < 0 else behind
    town = text[found.prefecture_ends : ends].replace(" ", "")
    return Cut(text[: found.prefecture_ends], town, text[ends:behind].strip(), text[behind:].strip())


def _behind_the_town(text: str, found: municipalities.Found) -> int:
    """Where what is known of the town ends: the municipality, and a town of it with a number in its name."""
    start = found.ends + (text[found.ends : found.ends + 1] == " ")
    aza = len(text[start:]) - len(municipalities.without_aza(text[start:]))
    numbered = [each.numbered for each in found.municipalities if each.numbered]
    ends = found.ends
    if not any(_may_begin(text[start + aza : start + aza + 1], each) for each in numbered):
        return ends
    rest = municipalities.canonical(text[start + aza : start + aza + 30])
    for length in range(1, len(rest.text) + 1):
        begun = f" {rest.text[:length]}"
        if not any(begun in each for each in numbered):
            break
        place = rest.places[length]
        if place is not None and any(f"{begun} " in each for each in numbered):
            ends = start + aza + place
    return ends


def _may_begin(letter: str, numbered: str) -> bool:
    """Whether one of these towns can begin with the letter: to be told at a look, since hardly any does."""
    return letter in EVERYDAY or letter.isdecimal() or f" {municipalities.folded(letter)}" in numbered
