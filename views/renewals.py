"""Which contracts can be renewed, and when? 621, the list."""

from typing import NamedTuple

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

import models
from domain.contracts import agencies, ownership, products, web_access
from domain.contracts.ownership import OwnedContract
from infra import clock, pagination
from infra.database import read
from rules import periods
from rules.portals import Portal
from rules.states import RequestKind
from views.shared import current_customer
from views.shared.current_customer import login_required
from views.shared.page import page
from views.shared.screens import screen
from wizards import contract_requests, renewal
from wizards.registry import WIZARDS

bp = Blueprint("renewals", __name__)
RENEWALS = screen(621, "契約の継続手続")


class Row(NamedTuple):
    """One contract as 621 lists it: whether its window is open, what was asked already, and where to ask."""

    contract: models.Contract
    agency_name: str
    open: bool
    asked: str
    renew_url: str | None


@bp.get("/<portal:portal>/renewals")
@login_required
def index(portal: Portal) -> ResponseReturnValue:
    """621: the contracts in force of this customer, soonest 満期日 first."""
    account_id = current_customer.present_id()
    number, today = pagination.number_in(request.args.get("page")), clock.today()
    with read() as session:
        found = ownership.listed(session, account_id, portal.name, number, today=today, which="now", soonest_end=True)
    names = agencies.names({each.contract.agency_code for each in found.rows})
    rows = [_row(portal, each, names[each.contract.agency_code]) for each in found.rows]
    add = "addition" in portal.sequences
    return page(
        "contracts/renewals.html",
        RENEWALS,
        rows=rows,
        found=found,
        add_url=url_for("wizard.begin", portal=portal, wizard=WIZARDS["addition"]) if add else None,
    )


def _row(portal: Portal, held: OwnedContract, agency: str) -> Row:
    contract = held.contract
    window = periods.renewal_window(contract.ends_on, clock.today())
    done = contract_requests.renewed_here(held)
    under_way = any(each.kind == RequestKind.RENEWAL for each in held.under_way)
    offered = (
        renewal.wizard.name in portal.sequences
        and products.renewable(contract.product_type)
        and web_access.is_open(contract)
        and not contract_requests.ended_here(held)
    )
    url = url_for("wizard.begin", portal=portal, wizard=renewal.wizard, subject=contract.id)
    asked = "お手続き済" if done else "受付済" if under_way else ""
    return Row(contract, agency, window, asked, url if window and offered and not done else None)
