"""What does the nightly run do with what customers asked? It applies what is due, a batch a transaction.

Killed between two batches it goes on where it stopped; run again it finds nothing to do.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

import models
import requested
import rules
from database import core, write
from exchange import cells
from models import Account, Contract, Request

BATCH = 1000
CONTRACTS, EVENTS = core(Contract), core(models.Event)
# What an account repeats of its owner's contracts.
OF_THE_OWNER = ("holder_name", "holder_kana", "holder_birth")


def due(today: date) -> list[Any]:
    """Which requests the run of a day applies, as a condition: what rules.is_due says of one."""
    midnight = datetime.combine(today, time(), rules.JST)
    return [Request.state == "accepted", Request.effective_on <= today, Request.accepted_at < midnight]


def count_due(session: Session, today: date) -> int:
    """How many are due."""
    return session.scalar(select(func.count()).select_from(Request).where(*due(today))) or 0


def apply_due(now: datetime, today: date, progress: Callable[[int], None]) -> int:
    """Apply everything that is due, the earliest 変更日 first; give how many. Tell `progress` of each batch."""
    applied = 0
    while batch := _apply_some(now, today):
        applied += batch
        progress(batch)
    return applied


def _apply_some(now: datetime, today: date) -> int:
    with write() as session:
        first = select(Request.id, Request.contract_id).where(*due(today)).order_by(Request.effective_on, Request.id)
        found = session.execute(first.limit(BATCH)).all()
        # The contracts first, as everybody locks them who touches their requests.
        session.execute(
            select(Contract.id).where(Contract.id.in_({row.contract_id for row in found})).with_for_update()
        )
        held = select(Request).where(Request.id.in_([row.id for row in found]), *due(today)).with_for_update()
        asked = session.scalars(held.order_by(Request.effective_on, Request.id)).all()
        _change_contracts(session, asked)
        _change_accounts(session, asked)
        _tell(session, asked, now)
        for each in asked:
            each.state, each.applied_at = "applied", now
        return len(found)


def _change_contracts(session: Session, asked: Sequence[Request]) -> None:
    """Of two requests on one contract the later one wins; each set of columns is one statement."""
    wanted: dict[int, dict[str, Any]] = defaultdict(dict)
    for each in asked:
        wanted[each.contract_id] |= {name: after for name, (_, after) in requested.columns_of(each).items()}
    by_columns: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for contract_id, values in wanted.items():
        if "holder_kana" in values:
            values["kana_key"] = cells.kana_key(values["holder_kana"])
        by_columns[tuple(sorted(values))].append({"of": contract_id, **{f"to_{name}": values[name] for name in values}})
    for names, rows in by_columns.items():
        one = update(CONTRACTS).where(CONTRACTS.c.id == bindparam("of"))
        session.connection().execute(one.values({name: bindparam(f"to_{name}") for name in names}), rows)


def _change_accounts(session: Session, asked: Sequence[Request]) -> None:
    """A name or a birth date that the account has from the contract is corrected there, too."""
    for each in asked:
        columns = requested.columns_of(each)
        if any(name in columns for name in OF_THE_OWNER):
            _correct(session.get_one(Account, each.account_id), columns)


def _correct(account: Account, columns: Mapping[str, tuple[Any, Any]]) -> None:
    before, after = columns.get("holder_birth", (None, None))
    if before and account.birth_date == before:
        account.birth_date = after
    for column, fields in (
        ("holder_name", ("family_name", "given_name")),
        ("holder_kana", ("family_kana", "given_kana")),
    ):
        before, after = columns.get(column, (None, None))
        if before and "　".join(getattr(account, field) for field in fields) == before:
            for field, part in zip(fields, (*after.split("　"), "")[:2], strict=False):
                setattr(account, field, part)


def _tell(session: Session, asked: Sequence[Request], now: datetime) -> None:
    told = [
        {
            "portal": each.portal,
            "account_id": each.account_id,
            "kind": "request applied",
            "request_id": each.id,
            "at": now,
        }
        for each in asked
    ]
    if told:
        session.execute(insert(EVENTS), told)
