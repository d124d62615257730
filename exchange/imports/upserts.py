"""How do the rows of a batch get into their table? Only what differs is written: the same file changes nothing."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.orm import Session

from exchange.imports.reader import Changes, Values
from infra.database import Table, insert_into


def sort_out(rows: Sequence[Values], known: Mapping[Any, Values], *keys: str) -> tuple[list[Values], Changes]:
    """Give the rows that differ from what is known of them by their `keys`, and how many are of which sort."""
    name = itemgetter(*keys)
    new = [row for row in rows if name(row) not in known]
    changed = [row for row in rows if name(row) in known and row != known[name(row)]]
    return new + changed, Changes(len(new), len(changed), len(rows) - len(new) - len(changed))


def upsert(session: Session, table: type[Table], keys: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows in, or over those with equal values in the columns `keys`. Each has values by the names of columns, all
    have the same ones; other columns stay as they are."""
    if not rows:
        return
    insert = insert_into(session, table)
    fields = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    statement: Insert = insert.on_conflict_do_update(index_elements=keys, set_=fields)
    session.connection().execute(statement, rows)
