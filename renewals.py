"""Which contracts can be renewed, and when? 621, the list."""

from typing import Any, NamedTuple

from flask import Blueprint, url_for
from sqlalchemy import select

import clock
import customer
import models
import problems
import rules
from database import read
from frame import page
from portals import Portal
from screens import screen
from wizards import WIZARDS

bp = Blueprint("renewals", __name__)
RENEWALS = screen(621, "契約の継続手続")


class Row(NamedTuple):
    """One contract as 621 lists it."""

    contract: models.Contract
    agency_name: str
    open: bool
    renew_url: str | None


@bp.get("/<portal:portal>/renewals")
def index(portal: Portal) -> Any:
    """621: the contracts in force of this customer, soonest 満期日 first."""
    logged_in = customer.current()
    if logged_in is None:
        return problems.log_in_first(portal, url_for(".index", portal=portal))
    today = clock.today()
    with read() as session:
        held = session.execute(
            select(models.Contract, models.Agency.name)
            .join(models.Holding, models.Holding.contract_id == models.Contract.id)
            .join(models.Agency, models.Agency.code == models.Contract.agency_code)
            .where(
                models.Holding.account_id == logged_in.account.id,
                models.Contract.portal == portal.name,
                models.Contract.ends_on >= today,
            )
            .order_by(models.Contract.ends_on, models.Contract.number)
        ).all()
    rows = [Row(contract, name, rules.renewal_window(contract.ends_on, today), None) for contract, name in held]
    add = "addition" in portal.sequences
    return page(
        "contracts/renewals.html",
        RENEWALS,
        rows=rows,
        add_url=url_for("wizard.begin", portal=portal, wizard=WIZARDS["addition"]) if add else None,
    )
