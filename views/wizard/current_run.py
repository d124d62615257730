"""Whose run does a request speak of, may it be looked into, and how far has it come?"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from domain.accounts import common_passwords, directory, links, password_hashing, password_policy
from forms.kit.question import Boxes
from forms.kit.step import FormContext, StepForm
from infra import clock, rate_limits
from infra.database import read
from rules.portals import Portal
from views.shared import current_customer, errors, page_stamp, web_session
from views.shared.page import page
from views.shared.screens import Screen
from views.wizard import run_ownership
from views.wizard.run_ownership import still_logs_in
from views.wizard.wizard_request import WalkedRequest, WizardRequest, begin_url, opened
from wizards.engine import mistakes, runs
from wizards.engine.access import AccessDenied, AccessRequest, Reason, needs_login
from wizards.engine.definition import Answers, Gathered, Input, Upload, Wait, Waited, Watched, Wizard
from wizards.engine.journey import Journey
from wizards.engine.mistakes import Mistake
from wizards.engine.receipt import Origin, Receipt
from wizards.engine.runs import Owner, Run

RUN_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class RunGone(Exception):
    """There is no such run, or none any more, or it is somebody else's."""


class CustomersSide:
    """Wizards as customers walk them."""

    folder = ""

    def url(self, asked: WizardRequest, slug: str, **more: Any) -> str:
        """As Side has it."""
        run_id = asked.run.id
        return url_for("wizard.show", portal=asked.portal, wizard=asked.wizard, run_id=run_id, slug=slug, **more)

    def begin_url(self, asked: WizardRequest) -> str:
        """As Side has it."""
        return begin_url(asked.portal, asked.wizard, asked.run.subject)

    def found(self, asked: WizardRequest) -> WizardRequest:
        """As Side has it. Raise RunGone, or AccessDenied."""
        return found(asked.portal, asked.wizard, asked.run.id)

    def enter(self, asked: WizardRequest) -> WalkedRequest:
        """As Side has it. Raise AccessDenied."""
        return enter(asked)

    def page(self, asked: WizardRequest, template: str, screen: Screen, **content: Any) -> str:
        """As Side has it."""
        return page(template, screen, **content)

    def until(self, asked: WizardRequest, slug: str) -> dict[str, Any]:
        """A customer's login ends long before their run does: its end is shown. `keep_url` keeps what is typed."""
        run = asked.run
        subject = None if run.version else run.subject
        extend_url = url_for(
            "wizard.extend", portal=asked.portal, wizard=asked.wizard, run_id=run.id, slug=slug, subject=subject
        )
        if not (run.version or run.owner.account_id):
            return {"keep_url": extend_url}
        expires_at = None if run.owner.account_id else run.expires_at
        return {"keep_url": extend_url, "extend_url": extend_url, "expires_at": expires_at}

    def limit(self, asked: WizardRequest) -> str:
        """As Side has it."""
        return f"wizard:{asked.wizard.name}"

    def whose(self, account_id: int | None) -> list[str]:
        """For their account; for the source where nobody showed who they are."""
        return [rate_limits.of_account(account_id)] if account_id else []

    def origin(self) -> Origin:
        """As Side has it."""
        logged_in = current_customer.current()
        login = logged_in.login.id if logged_in else None
        return Origin(web_session.agency_code(), web_session.device(), web_session.network_address(), login)

    def refused(self, asked: WizardRequest, found: Sequence[Mistake]) -> None:
        """It is counted, without whose it was."""
        mistakes.count(asked.portal, asked.wizard.name, found, asked.now)

    def committed(self, asked: WizardRequest, receipt: Receipt) -> None:
        """Pages of before are old, and who got a password is in."""
        page_stamp.anew()
        run_ownership.log_in_after(receipt, asked.run.committed_at)

    def repeated(self, asked: WizardRequest, slug: str) -> None:
        """In by the same right. Raise authentication.Locked."""
        assert asked.run.receipt is not None
        page_stamp.anew()
        if needs_login(asked.wizard.enter):
            _log_in_by_the_new_password(asked, slug)
        else:
            run_ownership.log_in_after(asked.run.receipt, asked.run.committed_at)

    def busy(self) -> ResponseReturnValue:
        """As Side has it."""
        return errors.busy()


CUSTOMERS = CustomersSide()


def fresh(
    portal: Portal, wizard: Wizard, subject: str | None, run_id: str = "", account_id: int | None = None
) -> WizardRequest:
    """A run that is not kept yet, under the id that its first page chose, so that a double click makes one run:
    `run_id`, or where that is "" what the form says. It is about `subject`, and of who is logged in here, or of
    `account_id`."""
    mine = _owner(account_id or current_customer.current_id())
    asked = run_id or request.form.get("run", "")
    chosen = asked if RUN_ID.fullmatch(asked) else secrets.token_urlsafe(16)
    run = Run(chosen, wizard.name, mine, account_id=mine.account_id, subject=subject)
    return WizardRequest(portal, wizard, run, clock.now(), CUSTOMERS)


def find(portal: Portal, wizard: Wizard, run_id: str) -> WizardRequest | None:
    """The run of this browser, or of the customer who is logged in here.

    Raise AccessDenied where it is a customer's who is not logged in any more: whoever sits here now sees nothing of it.
    """
    now = clock.now()
    run = runs.find(run_id, portal, wizard.name, _owner(current_customer.current_id()), now)
    if run is None:
        return None
    if run.account_id and current_customer.current_id() is None and not _just_opened(run):
        raise AccessDenied(Reason.LOGIN)
    return WizardRequest(portal, wizard, run, now, CUSTOMERS)


def found(portal: Portal, wizard: Wizard, run_id: str) -> WizardRequest:
    """The run as `find` gives it. Raise AccessDenied as there, RunGone where there is none."""
    asked = find(portal, wizard, run_id)
    if asked is None:
        raise RunGone
    return asked


def was_committed(asked: WizardRequest) -> bool:
    """Whether an equal press of its last button was quicker."""
    now = runs.find(asked.run.id, asked.portal, asked.wizard.name, asked.run.owner, asked.now)
    return now is not None and now.receipt is not None


def _just_opened(run: Run) -> bool:
    """Whether its commit has just opened an account, so that a repeat of it may still have to log in."""
    return run.receipt is not None and still_logs_in(run.receipt, run.committed_at)


def _owner(account_id: int | None) -> Owner:
    return Owner(web_session.mark(), web_session.halves(), account_id)


def enter(asked: WizardRequest) -> WalkedRequest:
    """Let the visitor in, with what is known of the run's subject, and with the proof that the run keeps from here on
    (decision 35). Raise AccessDenied where they may not be here."""
    run, given = asked.run, (asked.run.proof, request.form.get("proof"))
    proved = current_customer.has_proved() or any(current_customer.is_proof(run.named, each) for each in given)
    run.about = asked.wizard.enter(_visit(asked, current_customer.current_id(), proved=proved))
    run.proof = current_customer.proof_for(run.named) if needs_login(asked.wizard.enter) else None
    return walk(asked)


def learn(asked: WizardRequest) -> WalkedRequest:
    """The run of a customer with what is known of its subject, for it to be told of. Raise AccessDenied as `enter`,
    though not for want of a proof."""
    asked.run.about = asked.wizard.enter(_visit(asked, asked.run.owner.account_id, proved=True))
    return walk(asked)


def _visit(asked: WizardRequest, account_id: int | None, *, proved: bool) -> AccessRequest:
    return AccessRequest(
        asked.portal,
        asked.now,
        web_session.mark(),
        account_id=account_id,
        link_id=asked.run.link_id,
        proved=proved,
        subject=asked.run.subject,
        browser=web_session.known_browser(),
    )


def for_draft(portal: Portal, wizard: Wizard, run_id: str, subject: str | None) -> WalkedRequest | None:
    """The run into which goes what was sent and cannot be taken now, also where the login or the proof that it came
    with has just run out; None where it is nobody's.

    A run is made for it, about `subject`, and one of a login that ran out is written to, only where the page that it
    was sent from was shown by right; without a proof of its own it opens no way in (decision 35).
    """
    account_id = current_customer.current_id() or current_customer.lapsed_id()
    new, shown = fresh(portal, wizard, subject, run_id, account_id), request.form.get("proof", "")
    run = runs.find(new.run.id, portal, wizard.name, new.run.owner, new.now) or new.run
    if run.account_id != account_id:
        return None
    if needs_login(wizard.enter):
        if current_customer.is_proof(run.named, shown):
            run.proof = shown
        elif (run is new.run or current_customer.current_id() is None) and not current_customer.was_proof(
            run.named, shown
        ):
            return None
    try:
        return learn(replace(new, run=run))
    except AccessDenied:
        return None


def walk(asked: WizardRequest) -> WalkedRequest:
    """The wizard, walked with the run's answers.

    What is known of its subject counts like an answer: where that changes, all is judged and sealed anew.
    """
    run, context = asked.run, form_context(asked)
    known = "" if run.about is None else f" {run.about!r}"
    judge = f"{context.today} {current_app.extensions['edition']}{known}"

    def open_form(form: type[StepForm], kept: Boxes | None, resting: Answers) -> StepForm:
        return opened(form, kept, replace(context, resting=resting), from_run=True)

    def look(step: Wait | Upload) -> Waited | Gathered:
        return step.look(watched(asked)) if isinstance(step, Wait) else step.gather(watched(asked))

    journey = Journey(asked.wizard, run.stored, open_form, f"{run.id}{known}", judge, look=look)
    return WalkedRequest(asked.portal, asked.wizard, run, asked.now, asked.side, context, journey)


def watched(asked: WizardRequest) -> Watched:
    """Whose wait is looked at, or whose files."""
    return Watched(asked.portal, asked.run.id, asked.run.subject, asked.now)


def form_context(asked: WizardRequest) -> FormContext:
    """What the forms of this request may know; of its run also which passwords its owner may not have."""
    hasher = password_hashing.hasher()
    return FormContext(
        asked.portal,
        clock.today(),
        hash_password=hasher.hash,
        check_password=hasher.check,
        common=common_passwords.common(),
        unfit=partial(_unfit, asked.run),
        about=asked.run.about,
    )


def _unfit(run: Run, password: str) -> str | None:
    account_id = run.account_id or _led_to_by(run.link_id)
    if not account_id:
        return None
    with read() as session:
        return password_policy.unfit(session, current_app.extensions["keyring"], account_id, password)


def user_name(run: Run) -> str | None:
    """The user ID of the customer whose run this is, or whose link led to it; None where nobody is known yet."""
    logged_in = current_customer.current()
    if logged_in:
        return logged_in.account.user_id
    account_id = _led_to_by(run.link_id)
    if not account_id:
        return None
    with read() as session:
        return directory.user_id_of(session, account_id)


def _led_to_by(link_id: str | None) -> int | None:
    found = links.find(link_id, now=clock.now(), visitor=web_session.mark()) if link_id else None
    return found.account_id if found else None


def _log_in_by_the_new_password(asked: WizardRequest, slug: str) -> None:
    """A customer's commit that set a password ended the login it came with, and whoever holds its cookie is to be out
    (row A15): an equal press is let in again by the new password that it bears. Raise authentication.Locked."""
    login = asked.run.receipt.login if asked.run.receipt else None
    step = next((each for each in asked.wizard.steps if each.slug == slug and isinstance(each, Input)), None)
    if login is None or step is None or current_customer.looked_up_again() == login:
        return
    typed = step.form(request.form, form_context(asked))["password"].typed[""]
    run_ownership.log_in_by_password(asked.portal, asked.run, typed)
