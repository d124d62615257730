"""Which rows are about this customer? What staff keep of somebody outlives a registration and a new contract.

A row lies under a keyed mark of who the customer is and, where they have an account, under that too: so it is found by
their account after a name was corrected, and by who they are after a holder has registered.
"""

from typing import Any

from sqlalchemy import ColumnElement, or_

from domain.staff.customers import Customer
from infra.encryption import Keyring, Purpose


def mark_of(keyring: Keyring, customer: Customer) -> str:
    """What a row about a customer is kept under."""
    return keyring.fingerprint(Purpose.STAFF_CUSTOMER, _named(customer))


def theirs(table: Any, keyring: Keyring, customer: Customer) -> ColumnElement[bool]:
    """Which rows of a table with `whose` and `account_id` are about a customer, whichever key they were marked by."""
    marks = keyring.fingerprints(Purpose.STAFF_CUSTOMER, _named(customer))
    found: ColumnElement[bool] = table.whose.in_(marks)
    return or_(found, table.account_id == customer.account.id) if customer.account else found


def _named(customer: Customer) -> str:
    who = customer.person
    return f"{customer.portal}\0{who.strict}\0{who.birth or ''}"
