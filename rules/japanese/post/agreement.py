"""Do a 郵便番号 and an address belong together? By their municipality: towns are written in too many ways to be
doubted."""

import re

from rules.japanese import normalize
from rules.japanese.post import codes, municipalities
from rules.japanese.post.listed import Known

_LIKE_A_PREFECTURE = re.compile(r".{1,3}[都道府県縣] ?")


def prefecture_told(code: str, town: str) -> str:
    """The prefecture of a town, with its municipality, that does not say it: of the municipality where there is but one
    of that name or where the code says which. Empty where nothing tells, above all where no municipality is known: what
    stands there may be a prefecture, in kana or misspelt."""
    found = {each.prefecture for each in municipalities.find(town).municipalities}
    if len(found) == 1:
        return found.pop()
    told = {each.prefecture for each in codes.places(code)} & found
    return told.pop() if len(told) == 1 else ""


def short_prefecture(town: str) -> tuple[str, str] | None:
    """The prefecture that a town begins with without its 都, 府 or 県, and the town behind it: 東京千代田区; also where
    it stands for its city: 大阪北区. None where a municipality begins the town or none is behind the prefecture."""
    if municipalities.find(town).ends:
        return None
    for length in (2, 3):
        prefecture = municipalities.prefecture_of(town[:length])
        if not prefecture or prefecture == town[:length]:
            continue
        city, rest = f"{prefecture[:-1]}市", town[length:].strip()
        if municipalities.find(f"{city}{rest}", prefecture).ends > len(city):
            return prefecture, f"{city}{rest}"
        if municipalities.find(rest, prefecture).municipalities:
            return prefecture, rest
    return None


def says_a_prefecture(town: str) -> bool:
    """Whether a town begins with a prefecture, whole or short, or, where no municipality begins it, with what stands
    in its place before one: 〓〓県千代田区."""
    if municipalities.prefecture_before(town) or short_prefecture(town):
        return True
    found = None if municipalities.find(town).ends else _LIKE_A_PREFECTURE.match(town)
    return bool(found and municipalities.find(town[found.end() :]).ends)


def prefectures_of(prefecture: str, town: str) -> list[str]:
    """In which prefectures there is the municipality that a town begins with, where it is not in its own; else none."""
    town = normalize.clean(town)
    if municipalities.find(town, prefecture).municipalities:
        return []
    return list(dict.fromkeys(each.prefecture for each in municipalities.find(town).municipalities))


def within(known: Known, prefecture: str, line: str) -> bool:
    """Whether an address, behind its prefecture, is in a place that the post knows, if it is written otherwise."""
    if not known.city:
        return prefecture == known.prefecture != ""
    found = municipalities.find(line, prefecture)
    if {(each.prefecture, each.city) for each in found.municipalities} != {(known.prefecture, known.city)}:
        return False
    name, there = (_plain(each) for each in (known.town, line[found.ends :]))
    return there.startswith(name)


def beyond(known: Known, prefecture: str, line: str) -> bool:
    """Whether an address, behind its prefecture, says more than this place, or another one."""
    found = municipalities.find(line, prefecture)
    if {(each.prefecture, each.city) for each in found.municipalities} != {(known.prefecture, known.city)}:
        return bool(line) and not f"{known.prefecture}{known.city}{known.town}".endswith(line)
    return not _plain(known.town).startswith(_plain(line[found.ends :]))


def _plain(name: str) -> str:
    return municipalities.without_aza(municipalities.canonical(normalize.word(name)).text)


def elsewhere(code: str, prefecture: str, town: str) -> str | None:
    """Of which municipalities a code is, where the address is of none of them: empty where there is no such code. None
    where nothing speaks against the two. The town has its municipality in it; where that is not known, be it new, gone
    or misspelt, only the prefecture counts."""
    if not code:
        return None
    places = codes.places(code)
    known = municipalities.find(normalize.clean(town), prefecture).municipalities
    if any(each.prefecture == prefecture for each in places) and not known:
        return None
    if {(each.prefecture, each.city) for each in places} & {(each.prefecture, each.city) for each in known}:
        return None
    return "または".join(dict.fromkeys(f"{each.prefecture}{each.city}" for each in places))
