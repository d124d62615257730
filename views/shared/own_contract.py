"""Is what a customer asks for their own? One answer for every page of one contract, one trace of who asked in vain."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask.typing import ResponseReturnValue

from domain.accounts import audit_log
from domain.contracts import ownership
from infra import clock, rate_limits, security_log
from infra.database import read, write
from infra.security_log import What
from rules.portals import Portal
from views.shared import current_customer, errors
from views.shared.current_customer import login_required


def of_own_contract(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """A view that is given the portal and what is held (ownership.OwnedContract) of the contract that its URL names.

    102 before it where nobody is logged in; 404 for a contract of another's.
    """

    @wraps(view)
    @login_required
    def checked(portal: Portal, contract_id: int, **more: Any) -> ResponseReturnValue:
        with read() as session:
            held = ownership.find(session, current_customer.present_id(), portal.name, contract_id)
        return view(portal, held, **more) if held else anothers(portal)

    return checked


def anothers(portal: Portal) -> ResponseReturnValue:
    """The 404 of what is not this customer's, written down; the same whether it is somebody else's or nobody's, so that
    not even the time it takes tells which. Not within a transaction. Raise RateLimited."""
    rate_limits.hit("another's", portal)
    security_log.refused(What.ANOTHERS)
    with write() as session:
        audit_log.record(
            session, portal.name, audit_log.Kind.ANOTHERS, clock.now(), account_id=current_customer.current_id()
        )
    return errors.missing()
