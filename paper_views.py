"""Which papers can a customer open? 保険契約内容 (PDF), and 616, the 保険料領収証 of each premium that was paid."""

from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Blueprint, abort, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

import agencies
import clock
import contract_papers
import customer
import holdings
import models
import paging
import problems
import throttle
from database import read
from frame import page
from models import Contract, Premium
from portals import Portal
from screens import screen
from typesetting import CannotPrint

bp = Blueprint("paper_views", __name__)
RECEIPTS = screen(616, "保険料領収証")


class Mine(NamedTuple):
    """A contract of the customer's own, with its agency."""

    contract: Contract
    agency: models.Agency | None


@bp.get("/<portal:portal>/contracts/<int(max=2147483647):contract_id>/policy.pdf")
def policy(portal: Portal, contract_id: int) -> Any:
    """保険契約内容. 404 for another's."""
    account_id = customer.current_id()
    if account_id is None:
        return problems.log_in_first(portal, request.path)
    mine = _mine(portal, account_id, contract_id)
    throttle.count("paper", portal)
    agency = f"{mine.agency.name}（{mine.agency.phone}）" if mine.agency else "-"
    try:
        made = contract_papers.contents(portal, mine.contract, agency, clock.now())
    except CannotPrint:
        return _by_post(portal)
    return _pdf(made, contract_papers.file_name(contract_papers.POLICY, mine.contract))


@bp.get("/<portal:portal>/contracts/<int(max=2147483647):contract_id>/receipts")
def receipts(portal: Portal, contract_id: int) -> Any:
    """616: the premiums that were paid, the newest first, page by page. 404 for another's."""
    account_id = customer.current_id()
    if account_id is None:
        return problems.log_in_first(portal, request.path)
    mine = _mine(portal, account_id, contract_id)
    paid = select(Premium).where(Premium.contract_id == contract_id).order_by(Premium.paid_on.desc(), Premium.id.desc())
    with read() as session:
        found = paging.page_of(session, paid, paging.number_in(request.args.get("page")))
    rows = [premium for (premium,) in found.rows]
    return page("contracts/receipts.html", RECEIPTS, contract=mine.contract, rows=rows, found=found)


@bp.get(
    "/<portal:portal>/contracts/<int(max=2147483647):contract_id>/receipts/<int(max=2147483647):premium_id>.pdf",
)
def receipt(portal: Portal, contract_id: int, premium_id: int) -> Any:
    """保険料領収証. 404 for another's."""
    account_id = customer.current_id()
    if account_id is None:
        return problems.log_in_first(portal, request.path)
    mine = _mine(portal, account_id, contract_id)
    with read() as session:
        paid = select(Premium).where(Premium.id == premium_id, Premium.contract_id == contract_id)
        premium = session.scalars(paid).one_or_none() or abort(404)
    throttle.count("paper", portal)
    try:
        made = contract_papers.receipt(portal, mine.contract, premium, clock.now())
    except CannotPrint:
        return _by_post(portal)
    return _pdf(made, contract_papers.file_name(contract_papers.RECEIPT, mine.contract, premium))


def _mine(portal: Portal, account_id: int, contract_id: int) -> Mine:
    with read() as session:
        held = holdings.find(session, account_id, portal.name, contract_id) or abort(404)
    return Mine(held.contract, agencies.find(held.contract.agency_code))


def _pdf(made: bytes, name: str) -> Response:
    """Opened in the browser; kept under its Japanese name (RFC 6266)."""
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename=\"document.pdf\"; filename*=UTF-8''{quote(name)}"
    return answer


def _by_post(portal: Portal) -> Any:
    """A name has a character that the typeface lacks: a box in its place would be no paper."""
    text = "お名前などに、この書面で印刷できない文字が含まれています。書面は郵送でお届けします。"
    desk = f"お手数ですが、{portal.help_desk.name}（{portal.help_desk.phone}）へご連絡ください。"
    back = [("ご契約一覧へ", url_for("contracts.index", portal=portal), "get")]
    return problems.problem(problems.CLOSED_CONTRACT, 409, [text, desk], back)
