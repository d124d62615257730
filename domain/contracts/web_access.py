"""Which contracts can be dealt with on the web? Those that the core system gives to it and the call centre has not
closed.

What the core system says (`online`) comes with each file; what the call centre says (`closed_at`) no file changes. A
closed contract stays on its owner's list and shows what it shows; nothing can be asked of it, nobody registers with it,
and it joins no other list. What was accepted before goes its way.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Contract
from rules.japanese.times import UtcDateTime

# Of contracts with which somebody may come in who is not in yet.
NOT_CLOSED = Contract.closed_at.is_(None)


def is_open(contract: Any) -> bool:
    """Whether anything can be asked of a contract on the web."""
    return bool(contract.online) and contract.closed_at is None


def close(session: Session, contract_ids: Sequence[int], now: UtcDateTime) -> None:
    """Close these to the web; those that are closed stay so from when they were."""
    _set(session, contract_ids, NOT_CLOSED, now)


def reopen(session: Session, contract_ids: Sequence[int]) -> None:
    """Open these again, as far as the core system lets them."""
    _set(session, contract_ids, ~NOT_CLOSED, None)


def _set(session: Session, contract_ids: Sequence[int], which: Any, at: UtcDateTime | None) -> None:
    theirs = update(Contract).where(Contract.id.in_(contract_ids), which)
    session.execute(theirs.values(closed_at=at))
