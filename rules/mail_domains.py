"""Which domain did somebody perhaps mean who wrote this one behind the @?

Only a guess, for the writer to decide: what is near to a well-known domain may be another that exists. Those that are
known to exist are in the table beside this file, with its sources; for them nothing is guessed.
"""

from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "mail-domains.txt"
JAPANESE = ("co", "ne", "or", "ac", "ed", "go", "gr", "ad", "lg")
ENDINGS = ("com", "net", "org", "jp")
# Of which a provider's name is given another ending by mistake.
FAMILIAR = {*ENDINGS, "co", "ne", *(f"{each}.jp" for each in JAPANESE), *(f"{each}jp" for each in JAPANESE), "com.jp"}
# Shorter ones are near to too many others.
LONG_ENOUGH = {1: 9, 2: 11}
SHORTEST_NAME = 5


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


def meant(domain: str) -> str | None:
    """The domain that was perhaps meant by this one (lower-case), which need not have the form of one; None where
    nothing is suspected."""
    if _exists(domain):
        return None
    known = sorted(_table()["well-known"])
    return (
        dict(each.split() for each in _table()["slips"]).get(domain)
        or _only_dots_apart(domain, known)
        or _name_of(domain, known)
        or _near(domain, known)
        or _within(domain, known)
        or _with_ending(domain)
    )


def _exists(domain: str) -> bool:
    table = _table()
    if domain in table["well-known"] or domain in table["near and real"]:
        return True
    return domain.endswith(tuple(f".{each}" for each in table["with names of customers before it"]))


def _only_dots_apart(domain: str, known: list[str]) -> str | None:
    """gmailcom, docomo.nejp."""
    letters = _letters(domain)
    return next((each for each in known if _letters(each) == letters), None)


def _letters(domain: str) -> str:
    return domain.replace(".", "").replace("-", "")


def _name_of(domain: str, known: list[str]) -> str | None:
    """A provider's name with another ending, or without any where there is only one: gmail.co.jp, gmail."""
    name, _, ending = domain.partition(".")
    same = [each for each in known if each.partition(".")[0] == name]
    if len(name) < SHORTEST_NAME or (ending not in FAMILIAR if ending else len(same) > 1):
        return None
    last = domain.rpartition(".")[2]
    return min(same, key=lambda each: (distance(each, domain), not each.endswith(last)), default=None)


def _near(domain: str, known: list[str]) -> str | None:
    """A slip of the fingers or two: gmial.com, docomo.ne.jo. Two only behind a first letter that is right."""
    letters = set(domain)
    for far, shortest in LONG_ENOUGH.items():
        for each in known:
            # At a look, since the rest of it takes its time: each slip brings at most one letter and takes one away.
            if len(each) < shortest or abs(len(each) - len(domain)) > far or len(letters ^ set(each)) > 2 * far:
                continue
            if (far == 1 or each[0] == domain[0]) and distance(each, domain) == far:
                return each
    return None


def _within(domain: str, known: list[str]) -> str | None:
    """As `_near`, where customers have a name of their own before the provider's: ab1.so-net.ne.jo."""
    own, dot, rest = domain.partition(".")
    with_names = [each for each in known if each in _table()["with names of customers before it"]]
    found = _near(rest, with_names) if "." in rest else None
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
