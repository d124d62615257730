"""Can a customer renew a contract here, from when, and what did they ask already? 504, 511, 621."""

from typing import NamedTuple

from flask import url_for

from domain.contracts import products
from domain.contracts.ownership import OwnedContract
from infra import clock
from models import ContractRequest
from rules import periods
from rules.portals import Portal
from rules.states import RequestKind
from wizards import contract_requests, renewal


class Offer(NamedTuple):
    """Whether the window of a contract is open, whether it is renewed already, what was asked and is not applied yet,
    and where one asks, None where that is not to be had here now."""

    open: bool
    done: bool
    asked: ContractRequest | None
    url: str | None


def is_offered(portal: Portal) -> bool:
    """Whether a portal renews anything."""
    return renewal.wizard.name in portal.sequences


def of(portal: Portal, held: OwnedContract) -> Offer:
    """What 621 says of a contract in force."""
    contract = held.contract
    window = periods.renewal_window(contract.ends_on, clock.today())
    done = contract_requests.renewed_here(held) is not None
    asked = next((each for each in held.under_way if each.kind == RequestKind.RENEWAL), None)
    offered = (
        is_offered(portal)
        and products.renewable(contract.product_type)
        and not contract_requests.why_not(portal, contract, clock.today())
        and not contract_requests.ended_here(held)
    )
    url = url_for("wizard.begin", portal=portal, wizard=renewal.wizard, subject=contract.id)
    return Offer(window, done, asked, url if window and offered and not done else None)
