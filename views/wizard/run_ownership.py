"""What becomes of what was begun here when its owner logs in or out, and when does a commit log in?"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import current_app

import models
from domain.accounts import authentication, credentials, logins
from domain.calls import waiting
from infra import clock
from infra.database import read
from infra.encryption import Keyring
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from rules.states import WaitingState
from views.shared import current_customer, web_session
from wizards.engine import runs
from wizards.engine.receipt import Receipt
from wizards.engine.runs import Run
from wizards.registry import WIZARDS

LOGGED_IN_BY_COMMIT = timedelta(minutes=10)


def log_in(account_id: int, **shown: Any) -> None:
    """Log a customer in at this browser; what was begun here goes with them (decision 2). What was `shown` for it and
    StaleCredentials as in logins.begin."""
    mark, halves = web_session.mark(), web_session.halves()
    current_customer.log_in(account_id, **shown)
    wizards = [wizard.name for wizard in WIZARDS.values() if wizard.waits]
    runs.claim_anonymous_runs(mark, halves, account_id, clock.now(), wizards)
    _leave_waits(WaitingState.REPLACED)


def log_in_after(receipt: Receipt, committed_at: UtcDateTime | None) -> None:
    """Log in by a commit that opened an account or gave it a password, which ended every login before it. Each of
    several equal posts may be the one whose answer the browser keeps, so each logs in; only shortly after the commit,
    and as long as the password is the one that it rests on.
    """
    if current_customer.looked_up_again() == receipt.login or not still_logs_in(receipt, committed_at):
        return
    assert receipt.login is not None
    keyring: Keyring = current_app.extensions["keyring"]
    with suppress(logins.StaleCredentials):
        log_in(receipt.login, stands=lambda account: credentials.is_marked(keyring, account, receipt.password))


def still_logs_in(receipt: Receipt, committed_at: UtcDateTime | None) -> bool:
    """Shortly after the commit, and not where a login was ended since: by a logout, another password, or staff. What
    leads straight on is a login and nothing else: then only as long as any press of a login may be sent again."""
    within = logins.REPEATED_WITHIN if receipt.onward else LOGGED_IN_BY_COMMIT
    if receipt.login is None or committed_at is None or clock.now() - committed_at > within:
        return False
    return not logins.any_ended_since(receipt.login, committed_at)


def log_in_by_password(portal: Portal, run: Run, password: str) -> None:
    """Log in the account that a commit gave a password, where this is the one. Raise authentication.Locked."""
    assert run.receipt is not None and run.receipt.login is not None
    with read() as session:
        user_id = session.get_one(models.Account, run.receipt.login).user_id
    asker, press = (
        authentication.Asker(web_session.device(), web_session.came_as()),
        authentication.Press(f"{run.id} again", lambda: False),
    )
    found = authentication.prove(portal, user_id, password, clock.now(), asker, press=press)
    if found:
        with suppress(logins.StaleCredentials):
            log_in(found.id, proved=found, repeated=True)


def log_out() -> None:
    """Log out; what the customer has open is found again by logging in, not by an old cookie."""
    account_id = current_customer.current_id()
    if account_id:
        runs.detach_browser(account_id)
    current_customer.log_out()
    _leave_waits(WaitingState.ENDED)


def _leave_waits(state: WaitingState) -> None:
    if browser := web_session.known_browser():
        waiting.leave(browser, state, clock.now())
