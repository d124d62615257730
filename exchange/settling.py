"""What if the core system does not say yet what a customer changed here? Until it does, the change stays (data.md).

For each datum that was applied here a file can say three things: what it was before, and then the core system has not
taken it in yet; what the customer wanted, and then the two agree; or something else, and then the core system knows
better.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

import requested
from exchange.incoming import Values
from forms import reading
from models import Contract, Request


class Settled(NamedTuple):
    """The rows as they come in, and the requests on which nothing more is to be waited for."""

    rows: list[Values]
    requests: list[int]


def applied(session: Session, portal: str, numbers: Sequence[str]) -> Mapping[str, Sequence[Request]]:
    """What was applied to these contracts and is not settled, by their numbers, in the order in which it was asked."""
    joined = select(Contract.number, Request).join(Request, Request.contract_id == Contract.id)
    theirs = (Contract.portal == portal, Contract.number.in_(numbers), Request.state == "applied")
    found: dict[str, list[Request]] = defaultdict(list)
    for number, asked in session.execute(joined.where(*theirs).order_by(Request.id)):
        found[number].append(asked)
    return found


def merge(rows: Sequence[Values], known: Mapping[str, Values], asked: Mapping[str, Sequence[Request]]) -> Settled:
    """Rows of a file with what is to stay of ours."""
    settled: list[int] = []
    return Settled([_merged(row, known, asked.get(row["number"], ()), settled) for row in rows], settled)


def _merged(row: Values, known: Mapping[str, Values], asked: Sequence[Request], settled: list[int]) -> Values:
    """Of several requests on one datum the last says what is wanted."""
    if not asked:
        return row
    kept: Values = {}
    waits: dict[str, bool] = {}
    changes = [(each.id, requested.columns_of(each)) for each in asked]
    for name in {name for _, columns in changes for name in columns}:
        steps = [columns[name] for _, columns in changes if name in columns]
        said, wanted = row[name], steps[-1][1]
        waits[name] = not _same(name, said, wanted) and any(_same(name, said, before) for before, _ in steps)
        if waits[name]:
            kept[name] = known[row["number"]][name]
    settled += [request_id for request_id, columns in changes if not any(waits[name] for name in columns)]
    if "holder_kana" in kept:
        kept["kana_key"] = known[row["number"]]["kana_key"]
    return row | kept


def _same(name: str, one: Any, other: Any) -> bool:
    """Whether two values say the same, in whatever characters."""
    if one == other:
        return True
    if not (isinstance(one, str) and isinstance(other, str)):
        return False
    if name.endswith("_phone"):
        return reading.phone(one) == reading.phone(other)
    return reading.word(one) == reading.word(other)


def settle(session: Session, request_ids: Sequence[int]) -> None:
    """Nothing more is waited for."""
    if request_ids:
        session.execute(update(Request).where(Request.id.in_(request_ids)).values(state="settled"))
