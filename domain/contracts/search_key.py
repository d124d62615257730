"""How is a contract found by what a customer types on 602? By a key that says in one way what people type in many."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, and_, bindparam, func

from models import Contract
from rules.japanese import searching

MOST_WORDS = 5
BETWEEN = " "  # no fold has a space in it, so that nothing is found across two fields
# What of a contract stands in its key; a change of one of these changes the key.
COLUMNS = (
    "number",
    "insured_is_holder",
    "holder_name",
    "holder_kana",
    "insured_name",
    "insured_kana",
    "location",
    "product",
)
_NAMES = [f"word{number}" for number in range(MOST_WORDS)]


class Words(NamedTuple):
    """What is searched for, and whether that is only the first part of what was typed."""

    searched: list[str]
    more: bool


def key_of(contract: Mapping[str, Any]) -> str:
    """What `contracts.search_key` holds, by the values of COLUMNS: number, 被保険者 with フリガナ, address, product."""
    who = "holder" if contract["insured_is_holder"] else "insured"
    fields = ("number", f"{who}_name", f"{who}_kana", "location", "product")
    return BETWEEN.join([searching.searched(contract[field]) for field in fields])


def words_in(typed: str) -> Words:
    """The words of a text that `normalize.clean` gave, folded, each once, at most MOST_WORDS; marks alone are none."""
    folded = dict.fromkeys(searching.searched(part) for part in typed.split(" "))
    words = [word for word in folded if word]
    return Words(words[:MOST_WORDS], more=len(words) > MOST_WORDS)


def has(on_postgresql: bool) -> ColumnElement[bool]:
    """What is asked of the contracts that have each of some words in their keys; `given` says which words.

    It is one condition for however many words, since SQLAlchemy keeps all that it has ever compiled for a while.
    """
    key, words = Contract.search_key, [bindparam(name, type_=Text) for name in _NAMES]
    return and_(*(key.like(word) if on_postgresql else func.instr(key, word) > 0 for word in words))


def given(on_postgresql: bool, words: Sequence[str]) -> dict[str, str]:
    """The values of that condition for one word at least; the first stands for those that are missing as well."""
    asked = [*words, *[words[0]] * (MOST_WORDS - len(words))]
    return dict(zip(_NAMES, map(_pattern, asked) if on_postgresql else asked, strict=True))


def _pattern(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
