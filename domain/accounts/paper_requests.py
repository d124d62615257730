"""Who is to get a letter with a new 初期パスワード, since they asked by telephone?

One row a contract, whose holder it goes to. The next `flask accounts issue` makes the letter (exchange/issuing), and
takes the row away in the transaction in which its password begins to be good.
"""

from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from infra.database import insert_into
from models import Contract, PaperRequest
from rules.japanese.times import UtcDateTime


def ask(session: Session, contract_id: int, now: UtcDateTime) -> None:
    """Have a letter made for who holds a contract; one that was asked for already is enough."""
    asked = insert_into(session, PaperRequest).values(contract_id=contract_id, asked_at=now)
    session.execute(asked.on_conflict_do_nothing())


def asked_at(session: Session, contract_ids: Collection[int]) -> UtcDateTime | None:
    """When a letter was asked for that is not made yet, for who holds these contracts; None where none was."""
    theirs = PaperRequest.contract_id.in_(contract_ids)
    return session.scalar(select(func.min(PaperRequest.asked_at, type_=PaperRequest.asked_at.type)).where(theirs))


def numbers(session: Session, portal: str) -> frozenset[str]:
    """The contracts of a portal for whose holders letters are to be made, by their 証券番号."""
    joined = select(Contract.number).join(PaperRequest, PaperRequest.contract_id == Contract.id)
    return frozenset(session.scalars(joined.where(Contract.portal == portal)))


def settle(session: Session, contract_ids: Collection[int]) -> None:
    """Nothing more is to be made for who holds these contracts: a letter was, or they are somebody else's now."""
    session.execute(delete(PaperRequest).where(PaperRequest.contract_id.in_(contract_ids)))
