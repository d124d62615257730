"""What does the nightly run do with what customers asked? It applies what is due, a batch a transaction.

Killed between two batches it goes on where it stopped; run again it finds nothing to do.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

import models
from domain.accounts import audit_log
from domain.contracts import applying
from infra.database import core, write
from models import Contract, ContractRequest
from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime
from rules.states import RequestKind, RequestState

BATCH = 1000


class Batch(NamedTuple):
    """How many requests were looked at, and how many of them applied: one may have been taken back meanwhile."""

    found: int
    applied: int


def due(today: date) -> list[Any]:
    """Which requests the run of a day applies, as a condition: those accepted before it (in Japan), so the day after at
    the soonest, and not before the day they are for (606)."""
    midnight = datetime.combine(today, time(), JST)
    return [
        ContractRequest.state == RequestState.ACCEPTED,
        ContractRequest.effective_on <= today,
        ContractRequest.accepted_at < midnight,
    ]


def count_due(session: Session, today: date) -> int:
    """How many are due."""
    return session.scalar(select(func.count()).select_from(ContractRequest).where(*due(today))) or 0


def apply_due(now: UtcDateTime, today: date, progress: Callable[[int], None]) -> int:
    """Apply everything that is due, the earliest 変更日 first; give how many. Tell `progress` of each batch."""
    applied = 0
    while (batch := _apply_some(now, today)).found:
        applied += batch.applied
        progress(batch.found)
    return applied


def _apply_some(now: UtcDateTime, today: date) -> Batch:
    with write() as session:
        first = (
            select(ContractRequest.id, ContractRequest.contract_id)
            .where(*due(today))
            .order_by(ContractRequest.effective_on, ContractRequest.id)
        )
        found = session.execute(first.limit(BATCH)).all()
        # The contracts first, as everybody locks them who changes one for a request.
        theirs = select(Contract).where(Contract.id.in_({row.contract_id for row in found})).order_by(Contract.id)
        contracts = {each.id: each for each in session.scalars(theirs.with_for_update(key_share=True))}
        held = (
            select(ContractRequest)
            .where(ContractRequest.id.in_([row.id for row in found]), *due(today))
            .with_for_update()
        )
        asked = session.scalars(held.order_by(ContractRequest.effective_on, ContractRequest.id)).all()
        for each in asked:
            applying.apply(each, contracts[each.contract_id], now)
        _tell(session, asked, now)
        return Batch(len(found), len(asked))


def _tell(session: Session, asked: Sequence[ContractRequest], now: UtcDateTime) -> None:
    told = [
        {
            "portal": each.portal,
            "account_id": each.account_id,
            "kind": audit_log.Kind.RENEWAL_PASSED_ON
            if each.kind == RequestKind.RENEWAL
            else audit_log.Kind.REQUEST_APPLIED,
            "request_id": each.id,
            "at": now,
        }
        for each in asked
    ]
    if told:
        session.execute(insert(core(models.Event)), told)
