"""By which telephone numbers can a customer be recognised, and which others did they give? (screens.md section 6)"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.contracts import ownership, requests
from models import ContractRequest
from rules import phones
from rules.japanese import normalize
from rules.portals import Portal
from rules.states import RequestState


class Telephones(NamedTuple):
    """The numbers of a policyholder's contracts in force, or where none is, of those that ended, each once: those by
    which they can be recognised, and the others."""

    usable: tuple[str, ...]
    others: tuple[str, ...]


def of_account(session: Session, account_id: int, portal: Portal, today: date) -> Telephones:
    """The telephone numbers of the contracts that this customer holds."""
    there = ownership.phones(session, account_id, portal.name)
    written = [normalize.phone(each.number) for each in there if each.ends_on >= today or there[0].ends_on < today]
    kinds = portal.phone_verification.kinds
    found = {number: phones.can_verify(number, kinds) for number in written if number}
    return Telephones(
        tuple(number for number, can in found.items() if can), tuple(number for number, can in found.items() if not can)
    )


def is_asked_for(session: Session, account_id: int, portal: Portal) -> bool:
    """Whether this customer has asked for a number by which they can be recognised, which is not applied yet."""
    return any(asks_for_one(portal, each) for each in _under_way(session, account_id, portal))


def is_given_up(session: Session, account_id: int, portal: Portal) -> bool:
    """Whether this customer has asked for a number by which they cannot be recognised, which is not applied yet."""
    return any(gives_one_up(portal, each) for each in _under_way(session, account_id, portal))


def _under_way(session: Session, account_id: int, portal: Portal) -> Sequence[ContractRequest]:
    mine = (
        ContractRequest.account_id == account_id,
        ContractRequest.portal == portal.name,
        ContractRequest.state == RequestState.ACCEPTED,
    )
    return session.scalars(select(ContractRequest).where(*mine)).all()


def asks_for_one(portal: Portal, request: ContractRequest) -> bool:
    """Whether a request brings its contract a number by which the policyholder can be recognised."""
    return any(_can_verify(portal, each) for each in _wanted(request))


def gives_one_up(portal: Portal, request: ContractRequest) -> bool:
    """Whether a request brings its contract a number by which nobody can be recognised: one that was taken when more
    could."""
    return not all(_can_verify(portal, each) for each in _wanted(request))


def _wanted(request: ContractRequest) -> list[str]:
    """The policyholder's number that a request brings, where it changes that."""
    changed = requests.columns_of(request).get("holder_phone")
    return [changed[1] or ""] if changed else []


def _can_verify(portal: Portal, written: str) -> bool:
    return phones.can_verify(normalize.phone(written), portal.phone_verification.kinds)
