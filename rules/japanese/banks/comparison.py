"""What would a newer list of banks change? Which came, which have another name, which are gone."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from rules.japanese.banks import history, zengin
from rules.japanese.banks.zengin import Entry


class Differences(NamedTuple):
    """What one list has and another has not; `renamed` as it was and as it is."""

    added: tuple[Entry, ...]
    renamed: tuple[tuple[Entry, Entry], ...]
    gone: tuple[Entry, ...]


def of_banks(newer: Path) -> Differences:
    """Between the list that is in use and the one in this folder. Raise FileNotFoundError, or ValueError, where there
    is none in it that can be read."""
    return _between(zengin.institutions(), zengin.institutions(newer))


def of_branches(newer: Path) -> dict[str, Differences]:
    """Between the branches of the two, by the code of each bank that both lists have and that differs in them."""
    both = zengin.institutions().keys() & zengin.institutions(newer).keys()
    compared = {
        code: _between(
            zengin.branches_in(zengin.folder(), code),
            zengin.branches_in(newer, code),
        )
        for code in sorted(both)
    }
    return {code: found for code, found in compared.items() if any(found)}


def unwritten(found: Differences) -> tuple[Entry, ...]:
    """Of those that are gone or have another name, what `institutions.tsv` does not have: a row to write."""
    told = {(each.code, each.name) for each in history.formers()} | {(code, "") for code in history.gone()}
    left = [*found.gone, *(old for old, _ in found.renamed)]
    return tuple(each for each in left if (each.code, each.name) not in told and (each.code, "") not in told)


def _between(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Differences:
    return Differences(
        added=tuple(new[code] for code in new if code not in old),
        renamed=tuple((old[code], new[code]) for code in new if code in old and old[code].name != new[code].name),
        gone=tuple(old[code] for code in old if code not in new),
    )
