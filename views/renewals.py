"""Which contracts can be renewed, and when? 621, the list."""

from typing import NamedTuple

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

import models
from domain.contracts import agencies, details, ownership
from domain.contracts.ownership import OwnedContract
from infra import clock, pagination
from infra.database import read
from rules.portals import Portal
from views.shared import current_customer, renewal_offered, requests_told
from views.shared.current_customer import login_required
from views.shared.page import page
from views.shared.renewal_offered import Offer
from views.shared.requests_told import Asked
from views.shared.screens import screen
from wizards.registry import WIZARDS

bp = Blueprint("renewals", __name__)
RENEWALS = screen(621, "契約の継続手続")


class Row(NamedTuple):
    """One contract as 621 lists it: what can be asked and was, and what the customer asked for in their words."""

    contract: models.Contract
    product: str
    agency_name: str
    offer: Offer
    asked: Asked | None


@bp.get("/<portal:portal>/renewals")
@login_required
def index(portal: Portal) -> ResponseReturnValue:
    """621: the contracts in force of this customer, soonest 満期日 first."""
    account_id = current_customer.present_id()
    number, today = pagination.number_in(request.args.get("page")), clock.today()
    with read() as session:
        found = ownership.listed(session, account_id, portal.name, number, today=today, which="now", soonest_end=True)
        none = not found.rows and not ownership.is_any(session, account_id, portal.name)
    names = agencies.names({each.contract.agency_code for each in found.rows})
    rows = [_row(portal, each, names[each.contract.agency_code]) for each in found.rows]
    add = "addition" in portal.sequences
    return page(
        "contracts/renewals.html",
        RENEWALS,
        rows=rows,
        found=found,
        holds_none=none,
        add_url=url_for("wizard.begin", portal=portal, wizard=WIZARDS["addition"]) if add else None,
    )


def _row(portal: Portal, held: OwnedContract, agency: str) -> Row:
    offer = renewal_offered.of(portal, held)
    asked = requests_told.told(portal, held.contract, offer.asked) if offer.asked else None
    return Row(held.contract, details.product_of(held.contract), agency, offer, asked)
