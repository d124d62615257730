"""Which papers can a customer open? 保険契約内容 (PDF), and 616, the 保険料領収証 of each premium that was paid."""

from urllib.parse import quote

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.wrappers import Response

from domain.contracts import agencies
from domain.contracts.ownership import OwnedContract
from domain.messages import contract_documents
from infra import clock, pagination, rate_limits
from infra.database import read
from infra.pdf import CannotPrint
from models import Premium
from rules.portals import Portal
from views.shared import current_customer, errors
from views.shared.own_contract import anothers, of_own_contract
from views.shared.page import page
from views.shared.screens import screen

bp = Blueprint("paper_views", __name__)
RECEIPTS = screen(616, "保険料領収証")


@bp.get("/<portal:portal>/contracts/<int(max=2147483647):contract_id>/policy.pdf")
@of_own_contract
def policy(portal: Portal, held: OwnedContract) -> ResponseReturnValue:
    """保険契約内容. 404 for another's."""
    rate_limits.hit("paper", portal, rate_limits.of_account(current_customer.present_id()))
    found = agencies.find(held.contract.agency_code)
    agency = f"{found.name}（{found.phone}）" if found else "-"
    try:
        made = contract_documents.contents(portal, held.contract, agency, clock.now())
    except CannotPrint:
        return _by_post(portal)
    return _pdf(made, contract_documents.file_name(contract_documents.POLICY, held.contract))


@bp.get("/<portal:portal>/contracts/<int(max=2147483647):contract_id>/receipts")
@of_own_contract
def receipts(portal: Portal, held: OwnedContract) -> ResponseReturnValue:
    """616: the premiums that were paid, the newest first, page by page. 404 for another's."""
    paid = (
        select(Premium)
        .where(Premium.contract_id == held.contract.id)
        .order_by(Premium.paid_on.desc(), Premium.id.desc())
    )
    with read() as session:
        found = pagination.page_of(session, paid, pagination.number_in(request.args.get("page")))
    rows = [premium for (premium,) in found.rows]
    return page("contracts/receipts.html", RECEIPTS, contract=held.contract, rows=rows, found=found)


@bp.get(
    "/<portal:portal>/contracts/<int(max=2147483647):contract_id>/receipts/<int(max=2147483647):premium_id>.pdf",
)
@of_own_contract
def receipt(portal: Portal, held: OwnedContract, premium_id: int) -> ResponseReturnValue:
    """保険料領収証. 404 for another's."""
    with read() as session:
        paid = select(Premium).where(Premium.id == premium_id, Premium.contract_id == held.contract.id)
        premium = session.scalars(paid).one_or_none()
    if premium is None:
        return anothers(portal)
    rate_limits.hit("paper", portal, rate_limits.of_account(current_customer.present_id()))
    try:
        made = contract_documents.receipt(portal, held.contract, premium, clock.now())
    except CannotPrint:
        return _by_post(portal)
    return _pdf(made, contract_documents.file_name(contract_documents.RECEIPT, held.contract, premium))


def _pdf(made: bytes, name: str) -> Response:
    """Opened in the browser; kept under its Japanese name (RFC 6266)."""
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename=\"document.pdf\"; filename*=UTF-8''{quote(name)}"
    return answer


def _by_post(portal: Portal) -> ResponseReturnValue:
    """A name has a character that the typeface lacks: a box in its place would be no paper."""
    text = "お名前などに、この書面で印刷できない文字が含まれています。書面は郵送でお届けします。"
    desk = f"お手数ですが、{portal.help_desk.name}（{portal.help_desk.phone}）へご連絡ください。"
    back = [("ご契約一覧へ", url_for("contracts.index", portal=portal), "get")]
    return errors.problem(errors.CLOSED_CONTRACT, 409, [text, desk], back)
