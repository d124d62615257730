"""Whose case is it, what do we hold of them, and which contracts are theirs?

A customer is the owner of an account or, where nobody has one, the holder of a contract.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.contracts import ownership
from domain.contracts.ownership import Person
from domain.staff.cases import Case
from infra import pagination
from infra.pagination import Page
from models import Accident, Account, Contract
from rules.japanese import names, normalize


class Gone(Exception):
    """Whom a case is about is not there any more: an account that ran out before it was used."""


class Customer(NamedTuple):
    """Either the account or the contract is there."""

    account: Account | None = None
    contract: Contract | None = None

    @property
    def portal(self) -> str:
        """The name of their portal."""
        return self.account.portal if self.account else self._holder.portal

    @property
    def name(self) -> str:
        """Their 氏名, or the name of a company."""
        if self.account:
            return f"{self.account.family_name} {self.account.given_name}".strip()
        return normalize.clean(self._holder.holder_name)

    @property
    def kana(self) -> str:
        """Their フリガナ."""
        if self.account:
            return f"{self.account.family_kana} {self.account.given_kana}".strip()
        return names.kana(self._holder.holder_kana)

    @property
    def person(self) -> Person:
        """Who they are."""
        return ownership.owner_of(self.account) if self.account else ownership.holder_of(self.contract)

    @property
    def birth(self) -> date | None:
        """Their birth date, None where it is not known, as of a company."""
        return self.person.birth

    @property
    def email(self) -> str:
        """Where letters to them go; "" where nowhere."""
        return (self.account.email or "") if self.account else self._holder.holder_email

    @property
    def _holder(self) -> Contract:
        assert self.contract is not None
        return self.contract


def find(session: Session, *, account_id: int | None = None, contract_id: int | None = None) -> Customer | None:
    """The owner of an account, or the holder of a contract; None where there is none."""
    account = session.get(Account, account_id) if account_id else None
    contract = session.get(Contract, contract_id) if contract_id and not account_id else None
    return Customer(account, contract) if account or contract else None


def of_case(session: Session, case: Case) -> Customer:
    """Whom a case is about. Raise Gone where they are gone since it was found."""
    found = find(session, account_id=case.account_id, contract_id=case.contract_id)
    if found is None:
        raise Gone(case.id)
    return found


def contracts_of(session: Session, customer: Customer, many: int = ownership.AT_ONCE) -> Sequence[Contract]:
    """All of their contracts, but of more than `many` those that end last; these first."""
    if customer.account:
        return ownership.contracts_of(session, customer.account.id, customer.portal, many)
    assert customer.contract is not None
    return ownership.all_of_holder(session, customer.contract, many)


def contract_of(session: Session, customer: Customer, contract_id: int) -> Contract | None:
    """One of their contracts, None where it is not theirs."""
    if customer.account:
        owned = ownership.find(session, customer.account.id, customer.portal, contract_id)
        return owned.contract if owned else None
    found = session.get(Contract, contract_id)
    theirs = (
        found and found.portal == customer.portal and ownership.is_same(ownership.holder_of(found), customer.person)
    )
    return found if theirs else None


def accidents_of(session: Session, contracts: Sequence[Contract]) -> Sequence[Accident]:
    """The newest accidents of these contracts, so many as fit on a page."""
    theirs = select(Accident).where(Accident.contract_id.in_([each.id for each in contracts]))
    newest_first = (Accident.happened_on.desc(), Accident.number.desc())
    return session.scalars(theirs.order_by(*newest_first).limit(pagination.PER_PAGE)).all()


def listed(session: Session, customer: Customer, number: int, today: date) -> Page:
    """A page of their contracts (`number`, from 1) with what is asked of each; its rows are OwnedContract."""
    if customer.account:
        return ownership.listed(session, customer.account.id, customer.portal, number, today=today)
    assert customer.contract is not None
    return ownership.listed_of_holder(session, customer.contract, number)
