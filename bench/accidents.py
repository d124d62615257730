"""Who can send pictures while it is measured? `python -m bench.accidents EACH`: each contract that somebody holds has
had so many accidents."""

import sys

from sqlalchemy import insert, select

from app import create_app
from infra import clock
from infra.database import core, write
from models import Accident, Holding


def main(each: int) -> None:
    """Put them in."""
    app = create_app()
    with app.app_context(), write() as session:
        told = {
            "happened_on": clock.today(),
            "kind": "水濡れ",
            "place": "東京都港区見本1-2-3",
            "department": "東京損害サービス課",
            "adjuster": "森",
            "adjuster_email": "adjuster@example.jp",
            "status": "受付",
        }
        rows = [
            {"number": f"J{contract_id:06}{which:03}", "contract_id": contract_id, **told}
            for contract_id in session.scalars(select(Holding.contract_id))
            for which in range(each)
        ]
        session.execute(insert(core(Accident)), rows)


main(int(sys.argv[1]))
