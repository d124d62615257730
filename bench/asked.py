"""What has been asked before it is measured? `python -m bench.asked HOW_MANY`: a change of a phone number for each of
so many contracts, accepted yesterday for yesterday."""

import sys
from datetime import timedelta

from sqlalchemy import insert, select

from app import create_app
from bench.visitors import PORTAL, Holder
from domain.accounts import lifecycle
from domain.contracts import requests
from forms.kit.names import FullName
from infra import clock
from infra.database import core, write
from models import Contract, ContractRequest

BATCH = 10_000


def main(count: int) -> None:
    """Put them in, a batch at a time."""
    app = create_app()
    with app.app_context(), write() as session:
        yesterday, day = clock.now() - timedelta(days=1), clock.today() - timedelta(days=1)
        holder, portal = Holder.of(0), app.extensions["portals"][PORTAL]
        answers = {"holder": FullName(*holder.name), "kana": FullName(*holder.kana), "birth": holder.born}
        account = lifecycle.open_account(
            session,
            app.extensions["keyring"],
            portal,
            email="a@example.jp",
            password="",
            answers=answers,
            now=yesterday,
        )
        wanted = select(Contract.id, Contract.holder_phone, Contract.holder_address).order_by(Contract.id).limit(count)
        rows = []
        for contract in session.execute(wanted.execution_options(yield_per=BATCH)):
            columns = {"holder_phone": (contract.holder_phone, "080-8765-4321"), "changed_on": (None, day)}
            rows.append(
                {
                    "portal": PORTAL,
                    "receipt_number": f"{contract.id:012}",
                    "kind": "change",
                    "part": "insured",
                    "contract_id": contract.id,
                    "account_id": account.id,
                    "effective_on": day,
                    "contents": requests.contents(columns),
                    "state": "accepted",
                    "accepted_at": yesterday,
                }
            )
            if len(rows) == BATCH:
                session.execute(insert(core(ContractRequest)), rows)
                rows = []
        if rows:
            session.execute(insert(core(ContractRequest)), rows)


main(int(sys.argv[1]))
