"""Which bank, and which of its branches, may a text mean? By code, name, everyday or former name, or sound (612)."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from rules.japanese import normalize
from rules.japanese.banks import history, kinds, spelling, zengin
from rules.japanese.banks.history import Former
from rules.japanese.banks.kinds import Parted

MOST = 20
BANK_DIGITS, BRANCH_DIGITS = 4, 3
# As a confirm screen of ours and many papers write it, and as a list shows it.
_WITH_CODE = re.compile(r"(.+?)[(（]\s*(?:コード|ｺｰﾄﾞ|店番)?\s*[:：]?\s*([0-9０-９]{3,4})\s*[)）]")
_CODE_FIRST = re.compile(r"([0-9０-９]{3,4})[\s:：・]+(\D.*)")
_CODE_LAST = re.compile(r"(.*\D)[\s:：・]+([0-9０-９]{3,4})")
_OF_BRANCHES = tuple(
    spelling.folded(word)
    for word in (
        *("本店営業部", "営業部", "営業所", "支店", "支所", "出張所"),
        *("えいぎょうぶ", "えいぎょうしょ", "してん", "ししょ", "しゅっちょうじょ"),
    )
)
_SHOP = re.compile("(?<=[〇一二三四五六七八九0-9])店$")
_HEAD_OFFICE = spelling.folded("本店営業部"), spelling.folded("本店")


class Named(NamedTuple):
    """A bank or a branch as the list has it. Four digits of code make it a bank."""

    code: str
    name: str

    @property
    def full_name(self) -> str:
        """As its customers know it."""
        return kinds.full_name(self.code, self.name) if len(self.code) == BANK_DIGITS else self.name


class Match(NamedTuple):
    """One that may be meant, and by which `former` name it was found; where that one ended without a successor, it is
    that one itself."""

    named: Named
    former: Former | None = None

    @property
    def is_itself(self) -> bool:
        """Whether this is the very bank that was named, perhaps by another name, with its accounts as they were."""
        return self.former is None or self.former.change == history.RENAMED

    @property
    def is_there(self) -> bool:
        """Whether it has accounts today."""
        return self.former is None or bool(self.former.now)


class _Listed(NamedTuple):
    """One of the list, by all that it is compared by."""

    named: Named
    parts: Parted
    loose: str
    sound: str
    stem_sounds: frozenset[str] = frozenset()
    former: Former | None = None


def banks(text: str) -> list[Match]:
    """The banks that a text may mean: the one that is meant alone, else all that have it in their names; at most MOST
    and one more."""
    return _by_code_or_name(text, BANK_DIGITS, _bank_of_code, _banks_named)


def branches(bank_code: str, text: str) -> list[Match]:
    """The branches of a bank that a text may mean, found as banks are."""
    listed = _branches(bank_code)

    def of_code(code: str) -> list[Match]:
        return [Match(each.named) for each in listed if each.named.code == code]

    return _by_code_or_name(text, BRANCH_DIGITS, of_code, lambda name: _branches_named(listed, name))


def _by_code_or_name(
    text: str, digits: int, of_code: Callable[[str], list[Match]], of_name: Callable[[str], list[Match]]
) -> list[Match]:
    code = normalize.digits(text)
    if code.isascii() and code.isdigit():
        return of_code(code.zfill(digits))
    text = normalize.clean(text)
    for pattern, name_first in ((_WITH_CODE, True), (_CODE_FIRST, False), (_CODE_LAST, True)):
        found = pattern.fullmatch(text)
        if found:
            name, number = found.groups() if name_first else found.groups()[::-1]
            return _both(of_code(normalize.digits(number)), of_name(name))
    return of_name(text)


def _both(by_code: list[Match], by_name: list[Match]) -> list[Match]:
    """What code and name mean together; where they mean different ones, all of these, to choose from."""
    same = [each for each in by_code if any(other.named == each.named for other in by_name)]
    return same or [*by_code, *by_name][: MOST + 1]


def _bank_of_code(code: str) -> list[Match]:
    entry, former = history.today().get(code), history.gone().get(code)
    if entry:
        return [Match(Named(entry.code, entry.name))]
    return [_as_it_is_now(former)] if former else []


def _as_it_is_now(former: Former) -> Match:
    entry = history.today().get(former.now)
    return Match(Named(entry.code, entry.name) if entry else Named(former.code, former.name), former)


def _banks_named(text: str) -> list[Match]:
    asked, said = kinds.parted(text), spelling.sound(text)
    if not asked.whole:
        return []
    if not asked.stem:
        return _alike(asked, said)
    found = _alone(_banks(), asked, said) or _everyday(asked)
    if not found and asked.kind:
        found = _alone(_formers(), asked, said)
    return found or _alike(asked, said)


def _everyday(asked: Parted) -> list[Match]:
    """The one that people call so."""
    named = _called().get((asked.stem, asked.kind))
    code = named or (_called().get((asked.stem, "")) if asked.kind == kinds.BANK else None)
    return _bank_of_code(code) if code else []


def _alone(among: Sequence[_Listed], asked: Parted, said: str) -> list[Match]:
    """The only one that has this very name, sound, or name of its kind; none where several have."""
    stem_said = spelling.sound(asked.stem)
    ways: tuple[Callable[[_Listed], bool], ...] = (
        lambda each: each.parts.whole == asked.whole,
        lambda each: each.parts.stem == asked.stem and asked.kind == each.parts.kind,
        lambda each: bool(said) and said in (each.sound, each.parts.whole),
        lambda each: bool(stem_said) and stem_said in each.stem_sounds and asked.kind == each.parts.kind,
    )
    for way in ways:
        found = _distinct(each for each in among if way(each))
        if found:
            return found if len(found) == 1 else []
    return []


def _alike(asked: Parted, said: str) -> list[Match]:
    """All of the kind, where one is named, with this in their names or at the beginning of their sounds."""
    stem_said = spelling.sound(asked.stem)

    def meant(each: _Listed) -> bool:
        if asked.kind and each.parts.kind != asked.kind:
            return asked.whole in each.parts.whole
        if asked.stem in each.parts.stem or asked.whole in each.parts.whole:
            return True
        return (bool(stem_said) and each.sound.startswith(stem_said)) or (bool(said) and each.sound.startswith(said))

    return _distinct(each for each in (*_banks(), *_formers()) if meant(each))[: MOST + 1]


def _distinct(found: Iterable[_Listed]) -> list[Match]:
    """Each once, by its present name if by that too."""
    matches: dict[str, Match] = {}
    for each in found:
        matches.setdefault(each.named.code, Match(each.named, each.former))
    return sorted(matches.values(), key=lambda each: each.named.code)


def _branches_named(listed: Sequence[_Listed], text: str) -> list[Match]:
    whole = spelling.folded(text)
    stem, said = _branch_stem(whole), spelling.sound(_branch_stem(whole))
    if not stem:
        return []
    ways: tuple[Callable[[_Listed], bool], ...] = (
        lambda each: each.parts.whole == whole,
        lambda each: each.parts.stem == stem,
        lambda each: bool(said) and said in (each.sound, _branch_stem(each.sound)),
        lambda each: each.loose == spelling.loose(stem),
    )
    for way in ways:
        found = _distinct(each for each in listed if way(each))
        if len(found) == 1:
            return found
    loose = spelling.loose(stem)
    alike = (
        each
        for each in listed
        if stem in each.parts.whole or loose in each.loose or (said and each.sound.startswith(said))
    )
    return _distinct(alike)[: MOST + 1]


def _branch_stem(whole: str) -> str:
    """Without the word for what it is, of which the list's sounds have none. 本店営業部 is 本店."""
    if whole == _HEAD_OFFICE[0]:
        return _HEAD_OFFICE[1]
    for word in _OF_BRANCHES:
        if whole.endswith(word):
            return whole.removesuffix(word)
    return _SHOP.sub("", whole)


@cache
def _banks() -> tuple[_Listed, ...]:
    return tuple(_listed_bank(each.code, each.name, each.kana) for each in history.today().values())


@cache
def _formers() -> tuple[_Listed, ...]:
    """Those of former names, as what they are now."""
    return tuple(_listed_bank(each.code or each.now, each.name, each.kana, each) for each in history.formers())


def _listed_bank(code: str, name: str, kana: str, former: Former | None = None) -> _Listed:
    named = _as_it_is_now(former).named if former else Named(code, name)
    parts, said = kinds.listed(code, name), spelling.sound(kana)
    stems = frozenset((said, kinds.parted(said).stem, spelling.sound(parts.stem)))
    return _Listed(named, parts, spelling.loose(parts.stem), said, stems, former)


@lru_cache(maxsize=zengin.KEPT)
def _branches(bank_code: str) -> tuple[_Listed, ...]:
    return tuple(_listed_branch(each) for each in zengin.branches(bank_code).values())


def _listed_branch(entry: zengin.Entry) -> _Listed:
    whole = spelling.folded(entry.name)
    stem = _branch_stem(whole)
    parts = Parted(whole, stem, "")
    return _Listed(Named(entry.code, entry.name), parts, spelling.loose(stem), spelling.sound(entry.kana))


@cache
def _called() -> dict[tuple[str, str], str]:
    parted = ((kinds.parted(word), code) for word, code in history.called().items())
    return {(parts.stem, parts.kind): code for parts, code in parted}
