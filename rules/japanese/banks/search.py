"""Which bank, and which of its branches, may a text mean? By code, name, everyday or former name, or sound (612).

A name, a code, a sound is enough to be sure; of what only has the text in its name somewhere the customer is asked.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from rules.japanese import normalize
from rules.japanese.banks import history, index, kinds, spelling
from rules.japanese.banks.index import BANK_DIGITS, BRANCH_DIGITS, Index, Listed, Match, Named
from rules.japanese.banks.kinds import Parted

MOST = 20
# What stands before or behind a code on cards, in applications and on our own confirm screens.
_CODE_WORDS = r"(?:金融機関|銀行|支店|店舗|店)?(?:コード|番号|番|CD|cd)"
_CODE_ALONE = re.compile(rf"(?:{_CODE_WORDS})?\s*[:：]?\s*([0-9]+)\s*(?:支店|店|番)?")
_IN_BRACKETS = re.compile(rf"(.+?)[(]\s*(?:{_CODE_WORDS})?\s*[:：]?\s*([0-9]+)\s*[)]")
_CODE_FIRST = re.compile(rf"(?:{_CODE_WORDS})?\s*([0-9]+)[\s:：・]*(\D.*)")
_CODE_LAST = re.compile(rf"(.*?\D)[\s:：・]*(?:{_CODE_WORDS})?\s*[:：]?\s*([0-9]+)")
_ANNOTATED = re.compile(r"(.+?)\s*[(].*[)]")
_WIDE = str.maketrans("０１２３４５６７８９（）", "0123456789()")
# As the names of ゆうちょ's branches are typed with letters that look like their numerals.
_LOOKS_LIKE = str.maketrans(
    "OoＯｏ0０ニハーｰ-－1１2２3３4４5５6６7７8８9９", "〇〇〇〇〇〇二八一一一一一一二二三三四四五五六六七七八八九九"
)


class Found(NamedTuple):
    """What a text may mean, in the order of codes, at most MOST and one more; `sure` where it was named whole, so that
    one alone is the one."""

    matches: list[Match]
    sure: bool

    @property
    def alone(self) -> Match | None:
        """The one that is meant beyond doubt."""
        return self.matches[0] if self.sure and len(self.matches) == 1 else None


NOTHING = Found([], sure=False)


def banks(text: str) -> Found:
    """The banks that a text may mean."""
    return _found(text, BANK_DIGITS, _bank_of_code, _banks_named)


def branches(bank_code: str, text: str) -> Found:
    """The branches of a bank that a text may mean."""
    of = index.branches(bank_code)

    def of_code(code: str) -> list[Match]:
        return [each.match for each in of.listed if each.match.named.code == code]

    found = _found(text, BRANCH_DIGITS, of_code, lambda name: _branches_named(of, name))
    if not found.matches and bank_code == kinds.YUCHO:
        return _branches_named(of, normalize.clean(text).removesuffix("店").translate(_LOOKS_LIKE))
    return found


def _found(text: str, digits: int, of_code: Callable[[str], list[Match]], of_name: Callable[[str], Found]) -> Found:
    text = normalize.clean(text).translate(_WIDE)
    ways = _ways(text, digits, of_code, of_name)
    return next((found for found in ways if found.matches), NOTHING)


def _ways(
    text: str, digits: int, of_code: Callable[[str], list[Match]], of_name: Callable[[str], Found]
) -> Iterator[Found]:
    """What the text means as a code, as a name, as both, and without what stands behind the name."""
    code = normalize.digits(text)
    alone = _CODE_ALONE.fullmatch(code if code.isdigit() and code.isascii() else text)
    if alone:
        yield _numbered(alone[1], digits, of_code, of_name)
    whole = of_name(text)
    if not whole.sure:
        yield from _coded(text, digits, of_code, of_name)
    yield whole
    annotated = _ANNOTATED.fullmatch(text)
    if annotated:
        yield of_name(annotated[1])
    first = text.partition(" ")[0]
    if first != text:
        yield of_name(first)


def _numbered(
    number: str, digits: int, of_code: Callable[[str], list[Match]], of_name: Callable[[str], Found]
) -> Found:
    """A code; a short number may be a name as well, as 16 is of 十六銀行."""
    by_code = of_code(number.zfill(digits)) if len(number) <= digits else []
    by_name = of_name(number) if 1 < len(number) < digits else NOTHING
    if by_name.alone:
        both = [*by_code, by_name.alone]
        return Found(both, sure=len(both) == 1)
    return Found(by_code, sure=True)


def _coded(
    text: str, digits: int, of_code: Callable[[str], list[Match]], of_name: Callable[[str], Found]
) -> Iterator[Found]:
    """A name with a code beside it; where they mean different ones, all of these, to choose from."""
    for pattern, name_at in ((_IN_BRACKETS, 1), (_CODE_FIRST, 2), (_CODE_LAST, 1)):
        found = pattern.fullmatch(text)
        if found and len(found[3 - name_at]) == digits:
            by_code, by_name = of_code(found[3 - name_at]), of_name(found[name_at])
            same = [each for each in by_code if any(other.named == each.named for other in by_name.matches)]
            if by_code and by_name.matches:
                yield Found(same or [*by_code, *by_name.matches][: MOST + 1], sure=bool(same))


def _bank_of_code(code: str) -> list[Match]:
    entry, former = history.today().get(code), history.gone().get(code)
    if entry:
        return [Match(Named(entry.code, entry.name))]
    return index.as_it_is_now(former) if former else []


def _banks_named(text: str) -> Found:
    asked = kinds.parted(text)
    said, stem_said = spelling.sound_of(asked.whole), spelling.sound_of(asked.stem)
    if asked.stem:
        for way in _whole(asked, said, stem_said):
            if way:
                found = _distinct(way)
                return Found(found, sure=True) if _is_one(found) else _alike(asked, said, stem_said)
    return _alike(asked, said, stem_said) if asked.whole else NOTHING


def _whole(asked: Parted, said: str, stem_said: str) -> Iterator[list[Match] | None]:
    """What is named whole: by its name of today, of every day, or where its kind was named of the past, or by sound."""
    today, past = index.banks(), index.formers()
    yield today.whole.get(asked.whole) or today.stem.get((asked.stem, asked.kind))
    yield _everyday(asked.stem, asked.kind) or _everyday(stem_said, asked.kind)
    if asked.kind:
        yield past.whole.get(asked.whole) or past.stem.get((asked.stem, asked.kind))
    yield today.sound.get(said) or today.stem_sound.get((stem_said, asked.kind))
    if asked.kind:
        yield past.sound.get(said) or past.stem_sound.get((stem_said, asked.kind))


def _is_one(found: list[Match]) -> bool:
    """One bank, or those among which one bank of the past was divided."""
    return len(found) == 1 or (len({each.former for each in found}) == 1 and found[0].former is not None)


def _everyday(stem: str, kind: str) -> list[Match]:
    """The one that people call so."""
    code = _called().get((stem, kind)) or (_called().get((stem, "")) if kind == kinds.BANK else None)
    return _bank_of_code(code) if code else []


def _alike(asked: Parted, said: str, stem_said: str) -> Found:
    """All of the kind, where one is named, with this in their names or at the beginning of their sounds."""
    whole, stem, kind = asked
    among = (each for of in (index.banks(), index.formers()) for each in of.listed)
    if kind:
        of_kind = (each for each in among if each.kind == kind or whole in each.whole)
        found = (each for each in of_kind if _has(each, whole, stem) or _begins(each, said, stem_said))
    elif said:
        found = (each for each in among if whole in each.whole or each.sound.startswith(said))
    else:
        found = (each for each in among if whole in each.whole)
    part = _part(stem or whole)
    return Found(_distinct(each.match for each in found if not part or part.search(each.whole))[: MOST + 1], sure=False)


def _has(each: Listed, whole: str, stem: str) -> bool:
    return stem in each.stem or whole in each.whole


def _begins(each: Listed, said: str, stem_said: str) -> bool:
    return bool(stem_said and each.sound.startswith(stem_said)) or bool(said and each.sound.startswith(said))


def _part(text: str) -> re.Pattern[str] | None:
    """Of a number, that it is no part of a longer one."""
    return re.compile(rf"(?<![0-9]){text}(?![0-9])") if text.isdigit() else None


def _distinct(found: Iterable[Match]) -> list[Match]:
    """Each once, by its present name if by that too."""
    matches: dict[str, Match] = {}
    for each in found:
        matches.setdefault(each.named.code, each)
    return sorted(matches.values(), key=lambda each: each.named.code)


def _branches_named(of: Index, text: str) -> Found:
    whole = spelling.folded(text)
    stem = index.branch_stem(whole)
    if not stem:
        return NOTHING
    said, loose = spelling.sound_of(stem), spelling.loose(stem)
    for way in (of.whole.get(whole), of.stem.get((stem, "")), of.sound.get(said), of.loose.get(loose)):
        if way and len(alone := _distinct(way)) == 1:
            return Found(alone, sure=True)
    part = _part(stem)
    alike = (
        each
        for each in of.listed
        if stem in each.whole or loose in each.loose or (said and each.sound.startswith(said))
    )
    return Found(_distinct(each.match for each in alike if not part or part.search(each.whole))[: MOST + 1], sure=False)


@cache
def _called() -> dict[tuple[str, str], str]:
    """By the folded word and its kind, and by how that is said."""
    parted = [(kinds.parted(word), code) for word, code in history.called().items()]
    said = {(sound, parts.kind): code for parts, code in parted if (sound := spelling.sound_of(parts.stem))}
    return said | {(parts.stem, parts.kind): code for parts, code in parted}
