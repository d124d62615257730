"""What follows the right password where nobody is let in without a call? 503, or 505 where no number will do."""

import secrets

from flask import current_app, flash, redirect, url_for
from werkzeug.wrappers import Response

import models
from domain.calls import requirement, waiting
from domain.contracts import telephones
from domain.messages import outbox
from infra import clock
from infra.database import read
from rules.portals import Portal
from views.shared import verification_told, web_session
from views.wizard.current_run import CUSTOMERS
from views.wizard.wizard_request import WizardRequest
from wizards import verification
from wizards.engine import runs
from wizards.engine.runs import Owner, Run


def instead_of_login(portal: Portal, found: models.Account, onward: str) -> Response | None:
    """Where an account whose password was `found` right has to call first, and goes `onward` after it; None where it
    may come in. Raise logins.StaleCredentials."""
    return wait(portal, found, onward) if requirement.is_asked(portal, found, clock.today()) else None


def wait(portal: Portal, found: models.Account, onward: str) -> Response:
    """To 503, where this browser waits for the call. Raise logins.StaleCredentials."""
    now, mark = clock.now(), web_session.mark()
    with read() as session:
        numbers = requirement.numbers_of(session, found.id, portal, clock.today())
    if not numbers:
        return _without_number(portal, found)
    begun = waiting.Begun(portal, web_session.browser(), onward, web_session.device(), web_session.network_address())
    login = waiting.begin(begun, found, numbers, now)
    outbox.wake(current_app)
    # Nobody's run yet, whoever is logged in here: the call has not come.
    run = Run(secrets.token_urlsafe(16), verification.wizard.name, Owner(mark, web_session.halves()), subject=login)
    runs.start(run, portal, now)
    return WizardRequest(portal, verification.wizard, run, now, CUSTOMERS).to(verification.wizard.first.slug)


def _without_number(portal: Portal, found: models.Account) -> Response:
    """To 505, which says this once of which kind the numbers are."""
    with read() as session:
        flash(verification_told.why_not(telephones.of_account(session, found.id, portal, clock.today())))
    return redirect(url_for("account.no_number", portal=portal), 303)
