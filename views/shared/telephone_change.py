"""Can a customer change their own telephone number here, so that they can be recognised by it? (501, 504, 603)"""

from datetime import date

from sqlalchemy.orm import Session

from domain.contracts import ownership
from domain.contracts.ownership import OwnedContract
from rules.portals import Portal
from wizards import change
from wizards.engine.access import AccessDenied


def is_offered(portal: Portal) -> bool:
    """Whether a portal lets anybody change a telephone number."""
    return change.wizard.name in portal.sequences and "phone" in portal.changes


def part_with_number(held: OwnedContract) -> str:
    """The part of a contract where its policyholder's number stands, as details.parts_of names it."""
    return "insured" if held.contract.insured_is_holder else "holder"


def is_open(portal: Portal, held: OwnedContract, today: date) -> bool:
    """Whether 604 would take another number of this contract's policyholder today."""
    if not is_offered(portal):
        return False
    try:
        change.part_of(portal, held, part_with_number(held), today)
    except AccessDenied:
        return False
    return True


def subject_for(session: Session, account_id: int, portal: Portal, today: date) -> str | None:
    """What 604 is to be about for a customer to change their number: the newest contract in force of which it would
    take one, and the part, among as many as a page of 602 has; None where it takes none."""
    if not is_offered(portal):
        return None
    held = ownership.listed(session, account_id, portal.name, 1, today=today, which="now").rows
    open_ones = (each for each in held if is_open(portal, each, today))
    return next((f"{each.contract.id}-{part_with_number(each)}" for each in open_ones), None)
