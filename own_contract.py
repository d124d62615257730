"""Is the contract whose page is asked for the customer's own? One answer for every page of one contract."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, request

import customer
import holdings
import problems
from database import read
from portals import Portal


def of_own_contract(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view that is given the portal and what is held (holdings.Held) of the contract that its URL names.

    102 before it where nobody is logged in; 404 for a contract of another's.
    """

    @wraps(view)
    def checked(portal: Portal, contract_id: int, **more: Any) -> Any:
        account_id = customer.current_id()
        if account_id is None:
            return problems.log_in_first(portal, request.path)
        with read() as session:
            held = holdings.find(session, account_id, portal.name, contract_id) or abort(404)
        return view(portal, held, **more)

    return checked
