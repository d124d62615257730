"""By what is each bank, and each branch, of the list found? All that it is compared by, folded once and kept."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from rules.japanese.banks import history, kinds, spelling, zengin
from rules.japanese.banks.history import Former

BANK_DIGITS, BRANCH_DIGITS = 4, 3
_OF_BRANCHES = tuple(
    spelling.folded(word)
    for word in (
        *("本店営業部", "営業部", "営業所", "支店", "支所", "出張所"),
        *("えいぎょうぶ", "えいぎょうしょ", "してん", "ししょ", "しゅっちょうじょ"),
    )
)
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


class Listed(NamedTuple):
    """One of the list by its folded name, that without the word for its kind, the same read loosely, that kind, and its
    sound."""

    whole: str
    stem: str
    loose: str
    kind: str
    sound: str
    match: Match


class Index(NamedTuple):
    """All that can be found, in the order of the list; and by what each is meant alone: its name, its stem and kind,
    its sound, the sound of its stem and its kind, its loose stem."""

    listed: tuple[Listed, ...]
    whole: dict[str, list[Match]]
    stem: dict[tuple[str, str], list[Match]]
    sound: dict[str, list[Match]]
    stem_sound: dict[tuple[str, str], list[Match]]
    loose: dict[str, list[Match]]


@cache
def banks() -> Index:
    """The banks of today by their names of today."""
    today = history.today().values()
    return _indexed(_bank(*entry, Match(Named(entry.code, entry.name))) for entry in today)


@cache
def formers() -> Index:
    """The banks of former names, as what they are now."""
    return _indexed(
        _bank(former.code or former.now[:BANK_DIGITS], former.name, former.kana, match)
        for former in history.formers()
        for match in as_it_is_now(former)
    )


@lru_cache(maxsize=zengin.KEPT)
def branches(bank_code: str) -> Index:
    """The branches of a bank."""
    return _indexed(_branch(each) for each in zengin.branches(bank_code).values())


def as_it_is_now(former: Former) -> list[Match]:
    """What a bank of a former name is today: itself where it ended, two where it was divided."""
    entries = [history.today()[code] for code in former.now.split()]
    named = [Named(entry.code, entry.name) for entry in entries] or [Named(former.code, former.name)]
    return [Match(each, former) for each in named]


def branch_stem(whole: str) -> str:
    """A folded name without the word for what it is, of which the list's sounds have none. 本店営業部 is 本店."""
    if whole == _HEAD_OFFICE[0]:
        return _HEAD_OFFICE[1]
    word = next((each for each in _OF_BRANCHES if whole.endswith(each)), "")
    if not word and not whole.endswith(_HEAD_OFFICE[1]):
        word = "店"
    return whole.removesuffix(word)


def _bank(code: str, name: str, kana: str, match: Match) -> Listed:
    parts = kinds.listed(code, name)
    return Listed(parts.whole, parts.stem, spelling.loose(parts.stem), parts.kind, spelling.sound(kana), match)


def _branch(entry: zengin.Entry) -> Listed:
    whole = spelling.folded(entry.name)
    stem = branch_stem(whole)
    match = Match(Named(entry.code, entry.name))
    return Listed(whole, stem, spelling.loose(stem), "", spelling.sound(entry.kana), match)


def _indexed(found: Iterable[Listed]) -> Index:
    index = Index(tuple(found), {}, {}, {}, {}, {})
    for each in index.listed:
        index.whole.setdefault(each.whole, []).append(each.match)
        index.stem.setdefault((each.stem, each.kind), []).append(each.match)
        index.loose.setdefault(each.loose, []).append(each.match)
        for sound in {each.sound, branch_stem(each.sound), spelling.sound(each.whole)} - {""}:
            index.sound.setdefault(sound, []).append(each.match)
        for sound in {each.sound, kinds.parted(each.sound).stem, spelling.sound(each.stem)} - {""}:
            index.stem_sound.setdefault((sound, each.kind), []).append(each.match)
    return index
