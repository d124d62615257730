"""Which contract is to end? 611, the way into 解約."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from domain.contracts import details, ownership
from infra import clock, pagination
from infra.database import read
from rules.portals import Portal
from views.shared import current_customer
from views.shared.current_customer import login_required
from views.shared.offered import only_where
from views.shared.page import page
from views.shared.screens import screen
from wizards import cancellation

bp = Blueprint("cancelling", __name__)
CHOOSING = screen(611, "解約するご契約の選択")


@bp.get("/<portal:portal>/cancellations")
@only_where(lambda portal: cancellation.wizard.name in portal.sequences)
@login_required
def index(portal: Portal) -> ResponseReturnValue:
    """611: the contracts in force, page by page. 404 where nothing is cancelled on the web."""
    account_id = current_customer.present_id()
    number, today = pagination.number_in(request.args.get("page")), clock.today()
    with read() as session:
        found = ownership.listed(session, account_id, portal.name, number, today=today, which="now")
    rows = [(each.contract, details.product_of(each.contract), each.under_way) for each in found.rows]
    return page("contracts/cancelling.html", CHOOSING, rows=rows, found=found)
