"""Which forms of kanji do the official tables have? Read from a database of them (docs/decisions/0017-names.md)."""

import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Pair = tuple[str, str]

NOTICE = "mjsm_民一2842号通達別表_誤字俗字正字一覧表_"
# Of each of these the new form first. The later ones add to the earlier.
LISTED = (
    'select 漢字, "康熙字典体" from joyo_kangxi',
    "select value, UCS from unihan_kJoyoKanji where value like 'U+%'",
    'select subject, object from "kdpv_jinmei1/variant"',
    'select subject, object from "kdpv_jinmei2/variant"',
    'select object, subject from "kdpv_hyogai/variant"',
)
KANJI_OF_THE_LISTS = "select 漢字 from joyo union select UCS from unihan_kJinmeiyoKanji"
OF_JIS = (
    "select UCS from unihan_kJis0 union select UCS from unihan_kJis1 union select UCS from unihan_kJIS0213 "
    "union select UCS from unihan_kIBMJapan"
)
OF_JIS_X_0208 = "select UCS from unihan_kJis0"
_OF_MJ = 'select coalesce("対応するUCS", "実装したUCS"), 縮退UCS from "{}" join mji using ("MJ文字図形名") where {}'
REGISTER = (
    _OF_MJ.format("mjsm_戸籍統一文字情報_親字正字", '"ホップ数" = 1'),
    _OF_MJ.format(f"{NOTICE}俗字", "true"),
    _OF_MJ.format("mjsm_民二5202号通知別表_正字俗字等対照表", "true"),
)
PARENTS = 'select subject, object from "kdpv_koseki/variant"'
MISWRITTEN = _OF_MJ.format(f"{NOTICE}無印", "true")
ANOTHER = _OF_MJ.format(f"{NOTICE}別字", "true")
READINGS = 'select coalesce("対応するUCS", "実装したUCS"), 読み from mji_reading join mji using ("MJ文字図形名")'
# 法務省告示第582号 別表第四の一: a kanji that a card of residence does not have, and what it has instead, the first
# before others. Part two has what only looks alike (類字), and is not read.
OF_THE_CARD = "select 簡体字等のUCS, 正字のUCS from nyukan_itaiji order by 順位, 簡体字等のUCS"
TRADITIONAL = "select UCS, value from unihan_each_kTraditionalVariant"
LIKE_RADICALS = (
    "select radical_character, radical_CJKUI from radeqv where radical_character between '\u2e80' and '\u2ef3'"
)


def forms(database: Path) -> Mapping[str, str]:
    """The new form of every other one. Raise sqlite3.Error where the database is not such a one."""
    with sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True) as connection:
        return _Tables(connection).forms()


class _Tables:
    """The tables, as far as they say what is a form of what."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._ask = connection.execute
        self._new = {old: new for query in LISTED for new, old in self._pairs(query)}
        self._known = {*self._all(KANJI_OF_THE_LISTS), *self._new, *self._new.values()}
        self._jis, self._jis_x_0208 = self._all(OF_JIS), self._all(OF_JIS_X_0208)
        self._read = defaultdict(set)
        for kanji, reading in self._ask(READINGS):
            if kanji:
                self._read[_one(kanji)].add(_bare(reading))
        self._olds = defaultdict(list)
        for old, new in self._new.items():
            self._olds[new].append(old)
        sure = [*self._several(REGISTER), *self._pairs(PARENTS)]
        written = {frozenset(pair) for pair in self._several((*REGISTER[1:], MISWRITTEN))}
        others = {frozenset(pair) for pair in self._pairs(ANOTHER)} - written
        self._two = {frozenset(map(self._root, pair)) for pair in others}
        self._sure = _neighbours(pair for pair in sure if frozenset(pair) not in others)
        self._wrong = _neighbours(pair for pair in self._pairs(MISWRITTEN) if frozenset(pair) not in others)

    def forms(self) -> dict[str, str]:
        """The new form of every other one."""
        found = dict(self._new)
        for kanji in self._sure.keys() - self._known:
            roots = {self._root(each) for each in self._sure[kanji] & self._known}
            if len(roots) == 1 and self._is_one(kanji, *roots):
                found[kanji] = roots.pop()
        found |= self._among_themselves()
        found |= dict(self._of_the_card(found))
        plain = {like: found.get(kanji, kanji) for like, kanji in self._pairs(LIKE_RADICALS)}
        return found | {like: kanji for like, kanji in plain.items() if like != kanji}

    def _among_themselves(self) -> Iterator[Pair]:
        """Kanji of JIS that have no form in the lists, each with the one that stands for all that hang together."""
        alone = {
            kanji
            for kanji in self._sure
            if kanji in self._jis and not (self._sure[kanji] | self._wrong[kanji] | {kanji}) & self._known
        }
        over: dict[str, list[str]] = defaultdict(list)
        for parent, kanji in self._pairs(PARENTS):
            near = parent in self._sure[kanji] and {parent, kanji} <= alone
            if near and parent not in over[kanji] and self._is_one(kanji, parent):
                over[kanji].append(parent)
        parents = {kanji: found[0] for kanji, found in over.items() if len(found) == 1}
        for kanji in parents:
            top = self._top(kanji, parents)
            if top != kanji:
                yield kanji, top

    def _of_the_card(self, known: Mapping[str, str]) -> Iterator[Pair]:
        """Each of those that are in no other table with the one kanji that a card has for it. Of several it is the
        first, where Unicode has it as the only traditional form."""
        cards: defaultdict[str, dict[str, bool]] = defaultdict(dict)
        traditional = defaultdict(set)
        for kanji, new in self._pairs(OF_THE_CARD):
            cards[kanji][known.get(new, new)] = True
        for kanji, new in self._pairs(TRADITIONAL):
            traditional[kanji].add(known.get(new, new))
        for kanji in cards.keys() - self._known - known.keys():
            first = next(iter(cards[kanji]))
            listed = traditional[kanji] == {first}
            sure = listed or (len(cards[kanji]) == 1 and self._is_one(kanji, first))
            if sure and frozenset((kanji, first)) not in self._two and first not in cards.keys() - self._known:
                yield kanji, first

    def _top(self, kanji: str, parents: Mapping[str, str]) -> str:
        """The last parent; where they go round in a circle, the commonest of these."""
        way = [kanji]
        while way[-1] in parents:
            if parents[way[-1]] in way:
                circle = way[way.index(parents[way[-1]]) :]
                return min(circle, key=lambda each: (each not in self._jis_x_0208, each))
            way.append(parents[way[-1]])
        return way[-1]

    def _is_one(self, kanji: str, new: str) -> bool:
        """Whether nothing says that this is another kanji, and both are read alike, as far as it is known."""
        read = set().union(*(self._read[each] for each in (new, *self._olds[new])))
        return frozenset((kanji, new)) not in self._two and (not self._read[kanji] or bool(self._read[kanji] & read))

    def _root(self, kanji: str) -> str:
        return self._new.get(kanji, kanji)

    def _all(self, query: str) -> set[str]:
        return {_one(kanji) for (kanji,) in self._ask(query)}

    def _several(self, queries: Iterable[str]) -> list[Pair]:
        return [pair for query in queries for pair in self._pairs(query)]

    def _pairs(self, query: str) -> Iterator[Pair]:
        """The pairs of two kanji that stay two under NFKC."""
        for one, other in self._ask(query):
            if one and other and _one(one) != _one(other):
                yield _one(one), _one(other)


def _one(kanji: str) -> str:
    """A kanji, or the number that Unicode gives it."""
    return unicodedata.normalize("NFKC", chr(int(kanji[2:], 16)) if kanji.startswith("U+") else kanji)


def _bare(reading: str) -> str:
    return "".join(chr(ord(each) + 0x60) if "ぁ" <= each <= "ゖ" else each for each in reading if each not in "・-.")


def _neighbours(pairs: Iterable[Pair]) -> defaultdict[str, set[str]]:
    found = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return found
