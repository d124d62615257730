"""Who can log in while it is measured? `python -m bench.customers HOW_MANY [HELD]`: the holders of made-up contracts.

The first holds a few, or HELD, in force whatever the day is; the others one each.
"""

import sys
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app import create_app
from bench.visitors import FEW, PASSWORD, PORTAL, Holder
from domain.accounts import lifecycle
from domain.contracts import matching
from forms.kit.names import FullName
from infra import clock
from infra.database import write
from models import Contract, Premium


def main(count: int, held: int = 0) -> None:
    """Open the accounts as 110 would, all with the same password, hashed once."""
    app = create_app()
    with app.app_context(), write() as session:
        hashed, portal = app.extensions["hasher"].hash(PASSWORD), app.extensions["portals"][PORTAL]
        for holder in (Holder.of(number) for number in range(count)):
            account = lifecycle.open_account(
                session,
                app.extensions["keyring"],
                portal,
                email=holder.email,
                password=hashed,
                answers={"holder": FullName(*holder.name), "kana": FullName(*holder.kana), "birth": holder.born},
                now=clock.now(),
            )
            matching.match_account(session, account, clock.now())
            if holder == Holder.of(0):
                _hold_some(session, account.id, held)


def _hold_some(session: Session, account_id: int, held: int) -> None:
    chosen = or_(Contract.number.in_(FEW), Contract.id <= held)
    ids = session.scalars(select(Contract.id).where(chosen).order_by(Contract.id)).all()
    matching.grant_ownership(session, account_id, ids, "bench", clock.now())
    soon = clock.today() + timedelta(days=30)
    own = {"kana_key": select(Contract.kana_key).where(Contract.number == FEW[0]).scalar_subquery()}
    period = {"starts_on": soon - timedelta(days=365), "ends_on": soon}
    session.execute(update(Contract).where(chosen).values(**period, **own))
    session.add(Premium(contract_id=ids[0], paid_on=soon, amount=12000, starts_on=soon, ends_on=soon))


main(*(int(each) for each in sys.argv[1:]))
