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
    """One event as 714 lists it; `about` is what is said of it, piece by piece."""

    event: Event
    text: str
    about: list[str]
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
        by_staff = _by_staff(role, changes) if role else []
        changed = [each for each in changes if each.before or not role]
        return Done(event, text, by_staff, event.receipt_number or event.of_receipt, "", [], changed)
    part = f"（{details.title_of(portal, asked.part)}）" if asked.part else ""
    by_staff = _by_staff(role, []) if role else []
    about, changes = [f"証券番号 {contract.number}{part}", *by_staff], requests.changes_of(asked)
    state = STATES.get(asked.state, "お手続き済" if asked.kind == RequestKind.RENEWAL else "反映済")
    return Done(event, text, about, asked.receipt_number, state, requests.facts_of(asked), changes)


def _by_staff(role: str, changes: list[Change]) -> list[str]:
    """Who of the insurer did it: what they are, not who. Then what is said of it where nothing was changed, as of a
    look: the kind of its reason."""
    said = [f"{each.label}：{each.after}" for each in changes if not each.before]
    return [f"対応した者：当社の{ROLES[role]}", *said]
