"""What is told of what a customer asked of their contracts and is not applied yet? 504, 511, 603, 607, 610, 621."""

from typing import NamedTuple

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.contracts import details, requests
from domain.contracts.ownership import OwnedContract
from models import Contract, ContractRequest
from rules.japanese import formatting
from rules.portals import Portal
from rules.states import RequestState
from views.shared import current_customer
from wizards import contract_requests


class Asked(NamedTuple):
    """A request that is not applied yet, and the contract it is about: its product and number. `withdraw_url` is where
    it is taken back, None where that is too late, or another's to do."""

    request: ContractRequest
    title: str
    facts: list[tuple[str, str]]
    changes: list[requests.Change]
    product: str
    contract: str
    withdraw_url: str | None


def of_contract(portal: Portal, held: OwnedContract) -> list[Asked]:
    """What is under way of one contract, in the order in which it was asked."""
    return [told(portal, held.contract, each) for each in held.under_way]


def of_account(session: Session, portal: Portal, account_id: int, many: int) -> list[Asked]:
    """What a customer has under way of all of theirs, the newest first, but so `many` at most."""
    joined = select(ContractRequest, Contract).join(Contract, Contract.id == ContractRequest.contract_id)
    mine = (
        ContractRequest.account_id == account_id,
        ContractRequest.portal == portal.name,
        # To look at and not to find by: SQLite would go through all that is accepted of anybody.
        func.coalesce(ContractRequest.state, "") == RequestState.ACCEPTED,
    )
    found = session.execute(joined.where(*mine).order_by(ContractRequest.id.desc()).limit(many))
    return [told(portal, contract, each) for each, contract in found]


def told(portal: Portal, contract: Contract, asked: ContractRequest) -> Asked:
    """One of them, in the customer's words."""
    theirs = requests.is_open(asked) and asked.account_id == current_customer.current_id()
    return Asked(
        asked,
        contract_requests.title_of(portal, asked),
        requests.facts_of(asked) or [("変更日", formatting.day(asked.effective_on))],
        requests.changes_of(asked),
        details.product_of(contract),
        contract.number,
        url_for("withdrawing.ask", portal=portal, request_id=asked.id) if theirs else None,
    )
