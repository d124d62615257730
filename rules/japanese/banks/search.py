"""Which bank, and which of its branches, may a text mean? By code, name, everyday or former name, or sound (612)."""

import re
from collections.abc import Callable, Iterable
from functools import cache

from rules.japanese import normalize
from rules.japanese.banks import history, index, kinds, spelling
from rules.japanese.banks.index import BANK_DIGITS, BRANCH_DIGITS, Index, Listed, Match, Named
from rules.japanese.banks.kinds import Parted

MOST = 20
# As a confirm screen of ours and many papers write it, and as a list shows it.
_WITH_CODE = re.compile(r"(.+?)[(（]\s*(?:コード|ｺｰﾄﾞ|店番)?\s*[:：]?\s*([0-9０-９]{3,4})\s*[)）]")
_CODE_FIRST = re.compile(r"([0-9０-９]{3,4})[\s:：・]+(\D.*)")
_CODE_LAST = re.compile(r"(.*\D)[\s:：・]+([0-9０-９]{3,4})")
_DIGIT = re.compile("[0-9０-９]")


def banks(text: str) -> list[Match]:
    """The banks that a text may mean: the one that is meant alone, else all that have it in their names; at most MOST
    and one more."""
    return _by_code_or_name(text, BANK_DIGITS, _bank_of_code, _banks_named)


def branches(bank_code: str, text: str) -> list[Match]:
    """The branches of a bank that a text may mean, found as banks are."""
    of = index.branches(bank_code)

    def of_code(code: str) -> list[Match]:
        return [each.match for each in of.listed if each.match.named.code == code]

    return _by_code_or_name(text, BRANCH_DIGITS, of_code, lambda name: _branches_named(of, name))


def _by_code_or_name(
    text: str, digits: int, of_code: Callable[[str], list[Match]], of_name: Callable[[str], list[Match]]
) -> list[Match]:
    if not _DIGIT.search(text):
        return of_name(text)
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
    return [index.as_it_is_now(former)] if former else []


def _banks_named(text: str) -> list[Match]:
    asked = kinds.parted(text)
    if not asked.whole:
        return []
    said, stem_said = spelling.sound_of(asked.whole), spelling.sound_of(asked.stem)
    if not asked.stem:
        return _alike(asked, said, stem_said)
    found = _alone(index.banks(), asked, said, stem_said) or _everyday(asked)
    if not found and asked.kind:
        found = _alone(index.formers(), asked, said, stem_said)
    return found or _alike(asked, said, stem_said)


def _everyday(asked: Parted) -> list[Match]:
    """The one that people call so."""
    named = _called().get((asked.stem, asked.kind))
    code = named or (_called().get((asked.stem, "")) if asked.kind == kinds.BANK else None)
    return _bank_of_code(code) if code else []


def _alone(among: Index, asked: Parted, said: str, stem_said: str) -> list[Match]:
    """The only one that has this very name, sound, or name or sound of its kind; none where several have."""
    found = (
        among.whole.get(asked.whole)
        or among.stem.get((asked.stem, asked.kind))
        or among.sound.get(said)
        or among.stem_sound.get((stem_said, asked.kind))
        or ()
    )
    alone = _distinct(found)
    return alone if len(alone) == 1 else []


def _alike(asked: Parted, said: str, stem_said: str) -> list[Match]:
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
    return _distinct(each.match for each in found)[: MOST + 1]


def _has(each: Listed, whole: str, stem: str) -> bool:
    return stem in each.stem or whole in each.whole


def _begins(each: Listed, said: str, stem_said: str) -> bool:
    return bool(stem_said and each.sound.startswith(stem_said)) or bool(said and each.sound.startswith(said))


def _distinct(found: Iterable[Match]) -> list[Match]:
    """Each once, by its present name if by that too."""
    matches: dict[str, Match] = {}
    for each in found:
        matches.setdefault(each.named.code, each)
    return sorted(matches.values(), key=lambda each: each.named.code)


def _branches_named(of: Index, text: str) -> list[Match]:
    whole = spelling.folded(text)
    stem = index.branch_stem(whole)
    if not stem:
        return []
    said, loose = spelling.sound_of(stem), spelling.loose(stem)
    for found in (of.whole.get(whole), of.stem.get((stem, "")), of.sound.get(said), of.loose.get(loose)):
        if found and len(alone := _distinct(found)) == 1:
            return alone
    alike = (
        each.match
        for each in of.listed
        if stem in each.whole or loose in each.loose or (said and each.sound.startswith(said))
    )
    return _distinct(alike)[: MOST + 1]


@cache
def _called() -> dict[tuple[str, str], str]:
    parted = ((kinds.parted(word), code) for word, code in history.called().items())
    return {(parts.stem, parts.kind): code for parts, code in parted}
