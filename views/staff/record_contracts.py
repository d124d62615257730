"""What does the record say of a customer's contracts? Each with what is masked in it and what was asked of it, then
accidents and receipts."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app
from sqlalchemy.orm import Session

from domain.accounts import audit_log
from domain.contracts import details, requests
from domain.contracts.ownership import OwnedContract
from domain.staff import customers, revealing, whereabouts
from domain.staff.cases import Case
from domain.staff.customers import Customer
from domain.staff.revealing import Shown
from infra import clock
from infra.pagination import Page
from models import Accident, Contract, ContractRequest
from rules.japanese.times import UtcDateTime
from rules.portals import Portal


class Asked(NamedTuple):
    """Something that was asked of a contract: nothing of what it changes."""

    what: str
    request: ContractRequest
    open: bool


class Row(NamedTuple):
    """A contract."""

    contract: Contract
    product: str
    period: str
    items: Sequence[Shown]
    asked: Sequence[Asked]


class Receipt(NamedTuple):
    """Something that its customer has a receipt number for; `photos` says that pictures came under it."""

    what: str
    number: str
    at: UtcDateTime
    photos: bool


class Contracts(NamedTuple):
    """A page of contracts (its rows are Row), accidents of any of them and receipts, the newest first of each."""

    page: Page
    accidents: Sequence[Accident]
    receipts: Sequence[Receipt]


def of(session: Session, case: Case, customer: Customer, number: int) -> Contracts:
    """A page (`number`, from 1) of a customer's contracts, and the rest."""
    portal: Portal = current_app.extensions["portals"][customer.portal]
    page = customers.listed(session, customer, number, clock.today())
    rows = [_row(session, case, portal, each) for each in page.rows]
    accidents = customers.accidents_of(session, customers.contracts_of(session, customer))
    return Contracts(page._replace(rows=rows), accidents, _receipts(session, customer))


def _row(session: Session, case: Case, portal: Portal, owned: OwnedContract) -> Row:
    contract = owned.contract
    items = revealing.shown(session, case, revealing.items_in(contract), clock.now())
    asked = [Asked(_what(portal, each), each, each in owned.under_way) for each in (*owned.under_way, *owned.done)]
    return Row(contract, details.product_of(contract), details.period_of(portal, contract), items, asked)


def _what(portal: Portal, request: ContractRequest) -> str:
    part = f"（{details.title_of(portal, request.part)}）" if request.part else ""
    return f"{requests.KINDS[request.kind]}{part}"


def _receipts(session: Session, customer: Customer) -> list[Receipt]:
    events = whereabouts.receipts(session, customer.account.id) if customer.account else []
    return [
        Receipt(whereabouts.words_of(each), each.receipt_number or "", each.at, each.kind == audit_log.Kind.PHOTOS_SENT)
        for each in events
    ]
