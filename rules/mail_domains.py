"""Which domain did somebody perhaps mean who wrote this one behind the @?

Only a guess, for the writer to decide: what is near to a well-known domain may be another that exists. Those that are
known to exist are in the table beside this file, with its sources; for them nothing is guessed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent / "data" / "mail-domains.txt"
JAPANESE = ("co", "ne", "or", "ac", "ed", "go", "gr", "ad", "lg")
ENDINGS = ("com", "net", "org", "jp")
REAL_LOOKING = {*ENDINGS, *(f"{each}.jp" for each in JAPANESE)}
# What is written behind a domain that was whole already.
TOO_MUCH = {*REAL_LOOKING, "co", "ne", *(f"{each}jp" for each in JAPANESE)}
BEFORE = ("www", "http", "https")
# A shorter name is one letter away from others that exist; two slips are only seen in a long one.
SHORTEST_NAME = 7
LONG_NAME = 10
SHORTEST = 9


@cache
def _table() -> dict[str, frozenset[str]]:
    """The sections of the table by their names."""
    found: dict[str, set[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), set())
        elif line and not line.startswith("#"):
            lines.add(line)
    return {name: frozenset(lines) for name, lines in found.items()}


class Known(NamedTuple):
    """A well-known domain: all of it, what stands before its first dot, and what behind that."""

    whole: str
    name: str
    ending: str


@cache
def _known() -> tuple[Known, ...]:
    return tuple(_known_as(whole) for whole in sorted(_table()["well-known"]))


def _known_as(whole: str) -> Known:
    name, _, ending = whole.partition(".")
    return Known(whole, name, ending)


@cache
def _by_letters() -> Mapping[str, str]:
    """The well-known domains by themselves without their dots."""
    return {each.whole.replace(".", ""): each.whole for each in reversed(_known())}


@cache
def _by_name() -> Mapping[str, tuple[Known, ...]]:
    found = defaultdict[str, list[Known]](list)
    for each in _known():
        found[each.name].append(each)
    return {name: tuple(all_of_it) for name, all_of_it in found.items()}


@cache
def _with_names() -> tuple[Known, ...]:
    return tuple(each for each in _known() if each.whole in _table()["with names of customers before it"])


def meant(domain: str) -> str | None:
    """The domain that was perhaps meant by this one (lower-case), which need not have the form of one; None where
    nothing is suspected."""
    if _exists(domain):
        return None
    return (
        _pairs("slips").get(domain)
        or _only_dots_apart(domain)
        or _with_more_around(domain)
        or _name_of(domain)
        or _near(domain, _known())
        or _within(domain)
        or _with_ending(domain)
    )


@cache
def _pairs(section: str) -> Mapping[str, str]:
    return dict(each.split() for each in _table()[section])


def _exists(domain: str) -> bool:
    table = _table()
    if domain in table["well-known"] or domain in table["near and real"]:
        return True
    if domain.startswith(tuple(f"{each}." for each in BEFORE)):
        return False
    return domain.endswith(tuple(f".{each}" for each in table["with names of customers before it"]))


def _only_dots_apart(domain: str) -> str | None:
    """gmailcom, docomo.nejp."""
    return _by_letters().get(domain.replace(".", ""))


def _with_more_around(domain: str) -> str | None:
    """www.gmail.com, gmail.com.com, gmail.comjp, gmail.con.jp; or cut short at a dot: i.softbank, docomo.ne."""
    first, _, rest = domain.partition(".")
    if first in BEFORE and "." in rest:
        return rest if rest in _table()["well-known"] else meant(rest)
    cut = [each.whole for each in _by_name().get(first, ()) if each.whole.startswith(f"{domain}.")]
    if len(cut) == 1 and "." in domain:
        return cut[0]
    # What begins with all of a domain begins with its name, too.
    return next((each.whole for each in _by_name().get(first, ()) if _goes_on(domain, each)), None)


def _goes_on(domain: str, known: Known) -> bool:
    """Whether this, of the same name, is the whole domain, its ending perhaps with a slip, and another ending behind
    it."""
    if domain.startswith(known.whole) and len(known.whole) >= SHORTEST:
        return domain[len(known.whole) :].removeprefix(".") in TOO_MUCH
    head, _, last = domain.rpartition(".")
    ending = head.partition(".")[2]
    return last in ENDINGS and "." in domain and ending not in JAPANESE and _slipped(ending, known.ending)


def _name_of(domain: str) -> str | None:
    """A provider's name without an ending, where there is only one; or with another where it has no other."""
    name, _, ending = domain.partition(".")
    same = [each.whole for each in _by_name().get(name, ())]
    only = [each for each in same if each in _table()["no other ending"]]
    if not ending:
        return same[0] if len(same) == 1 and len(name) > 4 else None
    last = domain.rpartition(".")[2]
    found = only if ending in TOO_MUCH else []
    return min(found, key=lambda each: (distance(each, domain), not each.endswith(last)), default=None)


def _near(domain: str, known: Sequence[Known]) -> str | None:
    """A slip of the fingers in the name or the ending, or one in each: docmo.ne.jp, gmail.ocm. A short name counts only
    as it is, or where its slip is in the table; so does a name with another ending that may well be real."""
    name, _, ending = domain.partition(".")
    listed = _pairs("slips of names").get(name, name)
    is_others = any(name == each.name for each in known)
    for whole, right_name, right in known:
        if ending != right and (ending in REAL_LOOKING or not _slipped(ending, right)):
            continue
        if len(whole) >= SHORTEST and (listed == right_name or (not is_others and _name_slipped(name, right_name))):
            return whole
    return None


def _name_slipped(name: str, right: str) -> bool:
    """Its first letter is right, and the rest nearly so."""
    if len(right) < SHORTEST_NAME or name[:1] != right[0] or abs(len(name) - len(right)) > 2:
        return False
    return distance(name, right) <= (1 if len(right) < LONG_NAME else 2)


def _slipped(ending: str, right: str) -> bool:
    """A letter swapped with the next, doubled or left out, or one for another where no such ending is known."""
    if ending == right:
        return True
    if distance(ending, right) != 1:
        return False
    exchanged = len(ending) == len(right) and sorted(ending) != sorted(right)
    return not exchanged or ending not in _table()["real endings"]


def _within(domain: str) -> str | None:
    """As `_near`, where customers have a name of their own before the provider's: ab1.so-net.ne.jo."""
    own, dot, rest = domain.partition(".")
    found = _near(rest, _with_names()) if "." in rest else None
    return f"{own}{dot}{found}" if found else None


def _with_ending(domain: str) -> str | None:
    """Any domain with an ending that there is not: example.con, example.co.jo, example.cojp."""
    real = _table()["real endings"]
    before, _, last = domain.rpartition(".")
    own, _, second = before.rpartition(".")
    if not before:
        return None
    if last in (f"{each}jp" for each in JAPANESE):
        return f"{before}.{last[:-2]}.jp"
    if own and second in JAPANESE and f"{second}.{last}" not in real and distance(last, "jp") == 1:
        return f"{before}.jp"
    if last in real or last in ENDINGS:
        return None
    return next((f"{before}.{each}" for each in ENDINGS if len(last) > 1 and distance(last, each) == 1), None)


def distance(one: str, other: str) -> int:
    """How many letters were left out, added, changed or swapped with the next to make one of the other."""
    rows = [list(range(len(other) + 1))]
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, its in enumerate(other, start=1):
            now.append(min(rows[-1][column] + 1, now[-1] + 1, rows[-1][column - 1] + (letter != its)))
            if row > 1 and column > 1 and (one[row - 2], letter) == (its, other[column - 2]):
                now[-1] = min(now[-1], rows[-2][column - 2] + 1)
        rows.append(now)
    return rows[-1][-1]
