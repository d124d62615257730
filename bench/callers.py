"""Who calls before they are let in, while it is measured? `python -m bench.callers`: the holders of all contracts of
the portal that asks for calls, one account for each contract."""

from sqlalchemy import select

from app import create_app
from bench.visitors import CALLED_PORTAL, PASSWORD
from domain.accounts import lifecycle
from domain.contracts import matching
from infra import clock
from infra.database import write
from models import Contract


def main() -> None:
    """Open the accounts, all with the same password, hashed once; the number of the contract is the ID."""
    app = create_app()
    with app.app_context(), write() as session:
        hashed, keyring, now = app.extensions["hasher"].hash(PASSWORD), app.extensions["keyring"], clock.now()
        for contract in session.scalars(select(Contract).where(Contract.portal == CALLED_PORTAL)).all():
            account = lifecycle.open_for_holder(
                session, keyring, contract, user_id=contract.number, password=hashed, now=now
            )
            account.call_required = True
            matching.grant_ownership(session, account.id, [contract.id], "bench", now)


main()
