"""Whose run does a request speak of, and how far has it come?"""

import re
import secrets

from flask import request

import clock
import customer
import passwords
import visitor
from forms.fields import Kept, Occasion, StepForm
from portals import Portal
from wizards import runs
from wizards.engine import Journey, Wizard, stored_data
from wizards.entrances import Visit
from wizards.runs import Owner, Run

RUN_ID = re.compile(r"[A-Za-z0-9_-]{22}")


def occasion(portal: Portal) -> Occasion:
    """What the forms of this request may know."""
    hasher = passwords.hasher()
    return Occasion(portal, clock.today(), hash_password=hasher.hash, check_password=hasher.check)


def fresh(wizard: Wizard, account_id: int | None = None) -> Run:
    """A run that is not kept yet, under the id that its first page chose, so that a double click makes one run."""
    mine = _owner(account_id or customer.current_id())
    asked = request.form.get("run", "")
    run_id = asked if RUN_ID.fullmatch(asked) else secrets.token_urlsafe(16)
    return Run(run_id, wizard.name, mine, account_id=mine.account_id)


def find(portal: Portal, wizard: Wizard, run_id: str, account_id: int | None = None) -> Run | None:
    """The run of this browser, or of the customer who is logged in here (or of the account given)."""
    mine = _owner(account_id or customer.current_id())
    return runs.find(run_id, portal, wizard.name, mine, clock.now())


def _owner(account_id: int | None) -> Owner:
    return Owner(visitor.mark(), visitor.halves(), account_id)


def enter(portal: Portal, wizard: Wizard, run: Run | None) -> None:
    """Raise TurnedAway where the visitor may not be here."""
    link_id = run.link_id if run else None
    wizard.enter(Visit(portal, clock.now(), visitor.mark(), customer.current_id(), link_id))


def walk(portal: Portal, run: Run, wizard: Wizard) -> Journey:
    """The wizard, walked with the run's answers."""
    now = occasion(portal)

    def open_form(form: type[StepForm], kept: Kept | None) -> StepForm:
        return form(stored_data(kept), now, from_run=True)

    return Journey(wizard, run.stored, open_form, run.id)
