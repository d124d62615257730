"""How does a customer take back what they asked of a contract? 609."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

import models
from domain.accounts import audit_log
from domain.contracts import requests
from domain.messages import frame, letters, outbox
from infra import clock
from infra.database import read, write
from models import Contract, ContractRequest
from rules.japanese import formatting
from rules.portals import Portal
from rules.states import RequestState
from views.shared import current_customer, errors, web_session
from views.shared.current_customer import login_required
from views.shared.own_contract import anothers
from views.shared.page import page
from views.shared.screens import screen
from wizards import contract_requests

bp = Blueprint("withdrawing", __name__)
WITHDRAWING = screen(609, "お申し込みの取り下げ")
DONE = "お申し込みを取り下げました。"


class Found(NamedTuple):
    """A request and the contract it is about."""

    request: ContractRequest
    contract: Contract


@bp.get("/<portal:portal>/requests/<int(max=2147483647):request_id>/withdraw")
@login_required
def ask(portal: Portal, request_id: int) -> ResponseReturnValue:
    """609: what would be taken back. 404 for another's; 608 where it is too late."""
    account_id = current_customer.present_id()
    with read() as session:
        found = _find(session, portal, account_id, request_id)
    if found is None:
        return anothers(portal)
    if not requests.is_open(found.request):
        return errors.closed_contract(portal, _why_not(found.request))
    return page(
        "contracts/withdrawing.html",
        WITHDRAWING,
        asked=found.request,
        contract=found.contract,
        title=contract_requests.title_of(portal, found.request),
        facts_of_it=requests.facts_of(found.request) or [("変更日", formatting.day(found.request.effective_on))],
        changes=requests.changes_of(found.request),
    )


@bp.post("/<portal:portal>/requests/<int(max=2147483647):request_id>/withdraw")
@login_required
def withdraw(portal: Portal, request_id: int) -> ResponseReturnValue:
    """Take it back: once, however often it is pressed."""
    account_id = current_customer.present_id()
    with write() as session:
        found = _find(session, portal, account_id, request_id, hold=True)
        done = found is not None and requests.withdraw(session, found.request)
        if found and done:
            _tell(session, portal, account_id, found)
    if found is None:
        return anothers(portal)
    if done:
        outbox.wake(current_app)
    elif found.request.state != RequestState.WITHDRAWN:
        return errors.closed_contract(portal, _why_not(found.request))
    flash(DONE)
    return redirect(url_for("contracts.show", portal=portal, contract_id=found.contract.id), 303)


def _find(session: Session, portal: Portal, account_id: int, request_id: int, *, hold: bool = False) -> Found | None:
    joined = select(ContractRequest, Contract).join(Contract, Contract.id == ContractRequest.contract_id)
    theirs = (
        ContractRequest.id == request_id,
        ContractRequest.account_id == account_id,
        ContractRequest.portal == portal.name,
    )
    wanted = joined.where(*theirs)
    row = session.execute(wanted.with_for_update(of=ContractRequest) if hold else wanted).one_or_none()
    return Found(*row) if row else None


def _tell(session: Session, portal: Portal, account_id: int, found: Found) -> None:
    now = clock.now()
    audit_log.record(
        session,
        portal.name,
        audit_log.Kind.REQUEST_WITHDRAWN,
        now,
        account_id=account_id,
        device=web_session.device(),
        screen=WITHDRAWING.number,
        request_id=found.request.id,
    )
    owner = frame.owner(session.get_one(models.Account, account_id))
    if owner:
        letter = letters.request_withdrawn(portal, owner, found.request, found.contract.number, now)
        key = f"withdrawn:{found.request.receipt_number}"
        letters.post(session, current_app.extensions["keyring"], letter, key=key, now=now)


def _why_not(asked: ContractRequest) -> list[str]:
    said: Mapping[str, str] = {
        RequestState.WITHDRAWN: "このお申し込みは、すでに取り下げられています。",
        RequestState.REPLACED: "このお申し込みは、新しいお申し込みに置き換わっています。",
        RequestState.LAPSED: "ご契約者が変わったため、このお申し込みは反映されません。",
        RequestState.ACCEPTED: requests.GONE,
    }
    text = said.get(asked.state, "このお申し込みは、すでにお手続きが済んでいます。")
    return [text, formatting.receipt(asked.receipt_number)]
