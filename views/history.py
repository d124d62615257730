"""What has a customer done here, and what became of it? 714 お手続き履歴: from what to what, when, by which screen."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from domain.accounts import audit_log
from domain.contracts import details, requests
from domain.contracts.requests import Change
from domain.staff.members import ROLES
from infra import pagination
from infra.database import read
from models import Contract, ContractRequest, Event, StaffMember
from rules.portals import Portal
from rules.states import RequestKind, RequestState
from views.shared import current_customer
from views.shared.current_customer import login_required
from views.shared.page import page
from views.shared.screens import screen

bp = Blueprint("history", __name__)
HISTORY = screen(714, "お手続き履歴")
STATES: Mapping[str, str] = {
    RequestState.WITHDRAWN: "取り下げ済",
    RequestState.REPLACED: "差し替え済",
    RequestState.LAPSED: "反映なし",
    RequestState.ACCEPTED: "受付済",
}


class Done(NamedTuple):
    """One event as 714 lists it."""

    event: Event
    text: str
    about: str
    number: str | None
    state: str
    facts: list[tuple[str, str]]
    changes: list[Change]


@bp.get("/<portal:portal>/history")
@login_required
def index(portal: Portal) -> ResponseReturnValue:
    """714, the newest first, page by page."""
    account_id = current_customer.present_id()
    joined = (
        select(Event, ContractRequest, Contract, StaffMember.role)
        .outerjoin(ContractRequest, ContractRequest.id == Event.request_id)
        .outerjoin(Contract, Contract.id == ContractRequest.contract_id)
        .outerjoin(StaffMember, StaffMember.id == Event.staff_id)
        .where(Event.account_id == account_id, Event.kind.in_(audit_log.PROCEDURES))
        .order_by(Event.at.desc(), Event.id.desc())
    )
    with read() as session:
        found = pagination.page_of(session, joined, pagination.number_in(request.args.get("page")))
    done = [_done(portal, *row) for row in found.rows]
    return page("account/history.html", HISTORY, done=done, found=found)


def _done(
    portal: Portal, event: Event, asked: ContractRequest | None, contract: Contract | None, role: str | None
) -> Done:
    text = audit_log.PROCEDURES[event.kind]
    if asked is None or contract is None:
        changes = [Change(*each) for each in json.loads(event.changes or "[]")]
        # Of who looked is said what they are, not who.
        facts = [("確認した者", f"当社の{ROLES[role]}")] if role else []
        if event.kind == audit_log.Kind.STAFF_OPENED:
            facts, changes = [*facts, *((each.label, each.after) for each in changes)], []
        return Done(event, text, "", event.receipt_number or event.of_receipt, "", facts, changes)
    part = f"（{details.title_of(portal, asked.part)}）" if asked.part else ""
    about, changes = f"証券番号 {contract.number}{part}", requests.changes_of(asked)
    state = STATES.get(asked.state, "お手続き済" if asked.kind == RequestKind.RENEWAL else "反映済")
    return Done(event, text, about, asked.receipt_number, state, requests.facts_of(asked), changes)
