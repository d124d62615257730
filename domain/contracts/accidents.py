"""Which accidents of their contracts does a customer see? (802)

Whose a contract is says domain/contracts/ownership.py, of its accidents too.
"""

from typing import NamedTuple

from sqlalchemy import func
from sqlalchemy.orm import Session

from domain.contracts import ownership
from infra import pagination
from infra.pagination import Page
from models import Accident, Contract

_MINE = ownership.MINE.with_only_columns(Accident, Contract).join(Accident, Accident.contract_id == Contract.id)
_NEWEST_FIRST = (Accident.happened_on.desc(), Accident.number.desc())
# What the core system calls one that is over.
OVER = "完了"
_NEWEST = _MINE.where(Accident.status != OVER).order_by(*_NEWEST_FIRST).limit(1)
_HOW_MANY = _MINE.with_only_columns(func.count())


class OwnedAccident(NamedTuple):
    """An accident and the customer's contract that it belongs to."""

    accident: Accident
    contract: Contract


def find(session: Session, account_id: int, portal: str, accident_id: int) -> OwnedAccident | None:
    """One accident, None where it is of no contract on this customer's list."""
    found = session.execute(_MINE.where(Accident.id == accident_id), ownership.me(session, account_id, portal)).first()
    return OwnedAccident(*found) if found else None


def newest(session: Session, account_id: int, portal: str) -> OwnedAccident | None:
    """The one that is not over and happened last, None where there is none."""
    found = session.execute(_NEWEST, ownership.me(session, account_id, portal)).first()
    return OwnedAccident(*found) if found else None


def listed(session: Session, account_id: int, portal: str, number: int) -> Page:
    """A page of them (`number`, from 1), the newest 事故日 first; beyond the last page, the last. Its rows are
    OwnedAccident."""
    given = ownership.me(session, account_id, portal)
    total = session.scalar(_HOW_MANY, given) or 0
    pages = pagination.pages_for(total)
    number = min(max(1, number), pages)
    shown = _MINE.order_by(*_NEWEST_FIRST).limit(pagination.PER_PAGE).offset((number - 1) * pagination.PER_PAGE)
    return Page([OwnedAccident(*row) for row in session.execute(shown, given)], number, pages, total)
