"""Which contract is to end? 611, the way into 解約."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

import models
from domain.contracts import details, ownership
from domain.contracts.ownership import OwnedContract
from infra import clock, pagination
from infra.database import read
from models import ContractRequest
from rules.portals import Portal
from views.shared import current_customer
from views.shared.current_customer import login_required
from views.shared.offered import only_where
from views.shared.page import page
from views.shared.screens import screen
from wizards import addition, cancellation, contract_requests

bp = Blueprint("cancelling", __name__)
CHOOSING = screen(611, "解約するご契約の選択")


class Row(NamedTuple):
    """One contract as 611 lists it: whether it is ended by telephone alone, and what is under way of it."""

    contract: models.Contract
    product: str
    closed: bool
    under_way: Sequence[ContractRequest]


@bp.get("/<portal:portal>/cancellations")
@only_where(lambda portal: cancellation.wizard.name in portal.sequences)
@login_required
def index(portal: Portal) -> ResponseReturnValue:
    """611: the contracts in force, page by page. 404 where nothing is cancelled on the web."""
    account_id = current_customer.present_id()
    number, today = pagination.number_in(request.args.get("page")), clock.today()
    with read() as session:
        found = ownership.listed(session, account_id, portal.name, number, today=today, which="now")
        none = not found.rows and not ownership.is_any(session, account_id, portal.name)
    rows = [_row(portal, each, today) for each in found.rows]
    add_url = url_for("wizard.begin", portal=portal, wizard=addition.wizard) if none and _adds(portal) else None
    return page("contracts/cancelling.html", CHOOSING, rows=rows, found=found, holds_none=none, add_url=add_url)


def _row(portal: Portal, held: OwnedContract, today: date) -> Row:
    closed = bool(contract_requests.why_not(portal, held.contract, today))
    return Row(held.contract, details.product_of(held.contract), closed, held.under_way)


def _adds(portal: Portal) -> bool:
    return addition.wizard.name in portal.sequences
