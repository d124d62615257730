"""What if a file says that a contract is somebody else's now? What its former holder asked of it lapses.

It would else be applied to, and shown to, whoever holds the contract now.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, null, select, update
from sqlalchemy.orm import Session

from domain.accounts import audit_log, paper_requests
from models import Contract, ContractRequest
from rules.japanese.times import UtcDateTime
from rules.states import RequestState

_IN_SQL: Any = {"execution_options": {"synchronize_session": False}}


def lapse(session: Session, portal: str, numbers: Sequence[str], now: UtcDateTime) -> None:
    """End what was asked of these contracts, and tell who asked for what was not applied yet."""
    if not numbers:
        return
    these = select(Contract.id).where(Contract.portal == portal, Contract.number.in_(numbers))
    theirs = ContractRequest.contract_id.in_(these)
    paper_requests.settle(session, session.scalars(these).all())
    session.execute(
        update(ContractRequest)
        .where(theirs, ContractRequest.state == RequestState.APPLIED)
        .values(state=RequestState.SETTLED),
        **_IN_SQL,
    )
    # What a file for the core system has claimed may still have to be written to it.
    sealed = case((ContractRequest.export_id.is_(None), null()), else_=ContractRequest.sealed)
    lapsed = (
        update(ContractRequest)
        .where(theirs, ContractRequest.state == RequestState.ACCEPTED)
        .values(state=RequestState.LAPSED, sealed=sealed)
    )
    for account_id, request_id in session.execute(
        lapsed.returning(ContractRequest.account_id, ContractRequest.id), **_IN_SQL
    ).all():
        audit_log.record(
            session, portal, audit_log.Kind.REQUEST_LAPSED, now, account_id=account_id, request_id=request_id
        )
