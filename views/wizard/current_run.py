"""Whose run does a request speak of, how far has it come, and what becomes of it when its owner logs in or out?"""

import re
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from flask import current_app, request

import models
from domain.accounts import authentication, common_passwords, links, logins, password_hashing, password_policy
from forms.kit.question import Boxes
from forms.kit.step import FormContext, StepForm
from infra import clock
from infra.database import read
from rules.portals import Portal
from views.shared import current_customer, web_session
from wizards.engine import runs
from wizards.engine.access import AccessDenied, AccessRequest, Reason, needs_login
from wizards.engine.definition import Input, Precheck, Wizard
from wizards.engine.journey import Journey, PathStep, stored_data
from wizards.engine.receipt import Origin
from wizards.engine.runs import Owner, Run

RUN_ID = re.compile(r"[A-Za-z0-9_-]{22}")
LOGGED_IN_BY_COMMIT = timedelta(minutes=10)


def context(portal: Portal, run: Run | None = None) -> FormContext:
    """What the forms of this request may know; of a run also which passwords its owner may not have."""
    hasher = password_hashing.hasher()

    def unfit(password: str) -> str | None:
        account_id = run and (run.account_id or _led_to_by(run.link_id))
        if not account_id:
            return None
        with read() as session:
            return password_policy.unfit(session, current_app.extensions["keyring"], account_id, password)

    return FormContext(
        portal,
        clock.today(),
        hash_password=hasher.hash,
        check_password=hasher.check,
        common=common_passwords.common(),
        unfit=unfit,
        about=run.about if run else None,
    )


def _led_to_by(link_id: str | None) -> int | None:
    found = links.find(link_id, now=clock.now(), visitor=web_session.mark()) if link_id else None
    return found.account_id if found else None


def origin() -> Origin:
    """Where this request comes from."""
    logged_in = current_customer.current()
    login = logged_in.login.id if logged_in else None
    return Origin(web_session.agency_code(), web_session.device(), web_session.network_address(), login)


def precheck(portal: Portal, run: Run, journey: Journey, stop: PathStep, form: StepForm) -> bool:
    """Let a step look up what its form cannot know, before the form is judged; False where an equal press of it was
    quicker. Raise authentication.Locked."""
    if not isinstance(stop.step, Input) or stop.step.precheck is None:
        return True
    asked = Precheck(
        form=form,
        portal=portal,
        run_id=run.id,
        link_id=run.link_id,
        account_id=run.account_id,
        answers=journey.answers_before(stop),
        now=clock.now(),
        device=web_session.device(),
        was_taken=lambda: was_committed(portal, run),
    )
    return stop.step.precheck(asked)


def was_committed(portal: Portal, run: Run) -> bool:
    """Whether an equal press of its last button was quicker."""
    found = runs.find(run.id, portal, run.wizard, run.owner, clock.now())
    return found is not None and found.receipt is not None


def fresh(wizard: Wizard, subject: str | None, run_id: str = "", account_id: int | None = None) -> Run:
    """A run that is not kept yet, under the id that its first page chose, so that a double click makes one run."""
    mine = _owner(account_id or current_customer.current_id())
    asked = run_id or request.form.get("run", "")
    chosen = asked if RUN_ID.fullmatch(asked) else secrets.token_urlsafe(16)
    return Run(chosen, wizard.name, mine, account_id=mine.account_id, subject=subject)


def find(portal: Portal, wizard: Wizard, run_id: str) -> Run | None:
    """The run of this browser, or of the customer who is logged in here.

    Raise AccessDenied where it is a customer's who is not logged in any more: whoever sits here now sees nothing of it.
    """
    run = runs.find(run_id, portal, wizard.name, _owner(current_customer.current_id()), clock.now())
    if run and run.account_id and current_customer.current_id() is None and not _just_opened(run):
        raise AccessDenied(Reason.LOGIN)
    return run


def _just_opened(run: Run) -> bool:
    """Whether its commit has just opened an account, so that a repeat of it may still have to log in."""
    return run.receipt is not None and _still_logs_in(run.receipt.login, run.committed_at)


def _still_logs_in(account_id: int | None, committed_at: datetime | None) -> bool:
    """Shortly after the commit, and not where a login was ended since: by a logout, another password, or staff."""
    if account_id is None or committed_at is None or clock.now() - committed_at > LOGGED_IN_BY_COMMIT:
        return False
    return not logins.any_ended_since(account_id, committed_at)


def _owner(account_id: int | None) -> Owner:
    return Owner(web_session.mark(), web_session.halves(), account_id)


def enter(portal: Portal, wizard: Wizard, run: Run) -> None:
    """Let the visitor in, with what is known of the run's subject, and with the proof that the run keeps from here on
    (decision 35). Raise AccessDenied where they may not be here."""
    given = (run.proof, request.form.get("proof"))
    proved = current_customer.has_proved() or any(current_customer.is_proof(run.named, each) for each in given)
    run.about = wizard.enter(_visit(portal, run, current_customer.current_id(), proved=proved))
    run.proof = current_customer.proof_for(run.named) if needs_login(wizard.enter) else None


def learn(portal: Portal, wizard: Wizard, run: Run) -> None:
    """What is known of the subject of a customer's run, for it to be told of. Raise AccessDenied as `enter`, though not
    for want of a proof."""
    run.about = wizard.enter(_visit(portal, run, run.owner.account_id, proved=True))


def _visit(portal: Portal, run: Run, account_id: int | None, *, proved: bool) -> AccessRequest:
    return AccessRequest(
        portal,
        clock.now(),
        web_session.mark(),
        account_id=account_id,
        link_id=run.link_id,
        proved=proved,
        subject=run.subject,
    )


def for_draft(portal: Portal, wizard: Wizard, run_id: str, subject: str | None) -> Run | None:
    """The run into which goes what was sent and cannot be taken now, also where the login or the proof that it came
    with has just run out; None where it is nobody's.

    A run is made for it, and one of a login that ran out is written to, only where the page that it was sent from was
    shown by right; without a proof of its own it opens no way in (decision 35).
    """
    account_id = current_customer.current_id() or current_customer.lapsed_id()
    new, shown = fresh(wizard, subject, run_id, account_id), request.form.get("proof", "")
    run = runs.find(new.id, portal, wizard.name, new.owner, clock.now()) or new
    if run.account_id != account_id:
        return None
    if needs_login(wizard.enter):
        if current_customer.is_proof(run.named, shown):
            run.proof = shown
        elif (run is new or current_customer.current_id() is None) and not current_customer.was_proof(run.named, shown):
            return None
    try:
        learn(portal, wizard, run)
    except AccessDenied:
        return None
    return run


def walk(portal: Portal, run: Run, wizard: Wizard, *, anew: bool = False) -> Journey:
    """The wizard, walked with the run's answers; `anew` where none of them may be taken for good unseen.

    What is known of its subject counts like an answer: where that changes, all is judged and sealed anew.
    """
    now = context(portal, run)
    known = "" if run.about is None else f" {run.about!r}"
    judge = f"{now.today} {current_app.extensions['edition']}{known}"

    def open_form(form: type[StepForm], kept: Boxes | None) -> StepForm:
        return opened(form, kept, now, from_run=True)

    return Journey(wizard, run.stored, open_form, f"{run.id}{known}", judge, anew=anew)


def opened(form: type[StepForm], kept: Boxes | None, now: FormContext, *, from_run: bool = False) -> StepForm:
    """A form with what was kept of it; the boxes that nobody touched are suggested as they are now."""
    return form(stored_data({**(form.suggested(now) or {}), **(kept or {})}), now, from_run=from_run)


def log_in(account_id: int, *, proved: models.Account | None = None, repeated: bool = False) -> None:
    """Log a customer in at this browser; what was begun here goes with them (decision 2). `proved`, `repeated` and
    StaleCredentials as in logins.begin."""
    mark, halves = web_session.mark(), web_session.halves()
    current_customer.log_in(account_id, proved=proved, repeated=repeated)
    runs.claim_anonymous_runs(mark, halves, account_id, clock.now())


def log_in_after(account_id: int | None, committed_at: datetime | None) -> None:
    """Log in by a commit that opened an account or gave it a password, which ended every login before it. Each of
    several equal posts may be the one whose answer the browser keeps, so each logs in; only shortly after the commit.
    """
    if current_customer.looked_up_again() != account_id and _still_logs_in(account_id, committed_at):
        assert account_id is not None
        log_in(account_id)


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
