"""Which contract is to end? 611, the way into 解約."""

from typing import Any

from flask import Blueprint, abort, request, url_for

from domain.contracts import details, ownership
from infra import clock, pagination
from infra.database import read
from rules.portals import Portal
from views.shared import current_customer, errors
from views.shared.page import page
from views.shared.screens import screen
from wizards import cancellation

bp = Blueprint("cancelling", __name__)
CHOOSING = screen(611, "解約するご契約の選択")


@bp.get("/<portal:portal>/cancellations")
def index(portal: Portal) -> Any:
    """611: the contracts in force, page by page. 404 where nothing is cancelled on the web."""
    if cancellation.wizard.name not in portal.sequences:
        abort(404)
    account_id = current_customer.current_id()
    if account_id is None:
        return errors.log_in_first(portal, url_for(".index", portal=portal))
    number, today = pagination.number_in(request.args.get("page")), clock.today()
    with read() as session:
        found = ownership.listed(session, account_id, portal.name, number, today=today, which="now")
    rows = [(each.contract, details.product_of(each.contract), each.under_way) for each in found.rows]
    return page("contracts/cancelling.html", CHOOSING, rows=rows, found=found)
