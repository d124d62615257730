"""Which contracts does a customer see? 621, the list."""

from typing import Any, NamedTuple

from flask import Blueprint, url_for
from sqlalchemy import select

import clock
import customer
import models
import problems
import rules
from database import read
from forms import reading
from frame import page
from portals import Portal
from screens import screen
from wizards import WIZARDS

bp = Blueprint("contracts", __name__)
RENEWALS = screen(621, "契約の継続手続")


class Row(NamedTuple):
    """One contract as 621 lists it."""

    contract: models.Contract
    agency_name: str
    open: bool
    renew_url: str | None


def can_verify(account_id: int) -> bool:
    """Whether a contract of this customer holds a phone number by which they can be recognised (screens.md, 6)."""
    with read() as session:
        held = select(models.Contract.holder_phone).join(models.Holding).where(models.Holding.account_id == account_id)
        return any(rules.can_verify(reading.phone(phone)) for phone in session.scalars(held))


@bp.get("/<portal:portal>/renewals")
def renewals(portal: Portal) -> Any:
    """621: the contracts in force of this customer, soonest 満期日 first."""
    logged_in = customer.current()
    if logged_in is None:
        return problems.log_in_first(portal, url_for(".renewals", portal=portal))
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
