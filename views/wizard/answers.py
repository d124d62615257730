"""What becomes of an answer? It is kept, or refused, or commits the run; then the browser is sent on."""

from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from forms.kit.step import StepForm
from infra import clock, rate_limits
from rules.japanese.formatting import moment
from rules.portals import Portal
from rules.refusal import Refused
from views.shared import current_customer, errors, page_stamp
from views.wizard import current_run
from views.wizard.pages import address, changed_page, step_page
from wizards.engine import commits, runs
from wizards.engine.access import AccessDenied, needs_login, needs_subject
from wizards.engine.definition import Confirm, Input, Wizard
from wizards.engine.journey import Journey, PathStep
from wizards.engine.receipt import Conflict
from wizards.engine.runs import Run
from wizards.registry import WIZARDS

AT_ONCE = 50
STALE = "ご確認いただいたあとで内容が変わりました。もう一度ご確認のうえ、ボタンを押してください。"
AHEAD = "先にこちらの画面のご入力をお願いいたします。"


def take(portal: Portal, wizard: Wizard, run: Run | None, slug: str) -> Any:
    """Try an answer until it is kept, or another request's is seen to have come first. Raise AccessDenied."""
    for _ in range(AT_ONCE):
        if run is None:
            return errors.gone(begin_url(portal, wizard))
        if run.receipt:
            return _after_the_commit(portal, run, slug)
        if run.version and not _let_in(portal, wizard, run):
            run = current_run.find(portal, wizard, run.id)
            continue
        journey = current_run.walk(portal, run, wizard)
        stop = journey.reach(slug)
        if stop is None:
            return ahead(portal, run, journey)
        given = _commit if isinstance(stop.step, Confirm) else _keep
        answered = given(portal, run, journey, stop)
        if answered is not None:
            return answered
        run = current_run.find(portal, wizard, run.id)
    return errors.busy()


def _let_in(portal: Portal, wizard: Wizard, run: Run) -> bool:
    """Whether the visitor may still be here; not where another request has just committed the run, which closed the
    way in. Raise AccessDenied."""
    try:
        current_run.enter(portal, wizard, run)
    except AccessDenied:
        found = current_run.find(portal, wizard, run.id)
        if found is None or found.receipt is None:
            raise
        return False
    return True


def _keep(portal: Portal, run: Run, journey: Journey, stop: PathStep) -> Any:
    """Keep an answer; None where another request was quicker."""
    assert isinstance(stop.step, Input)
    kept = run.step(stop.step.slug)
    form = stop.step.form(request.form, current_run.context(portal, run), earlier=kept.answer)
    if "back" in request.form or ("fill" in request.form and stop.step.fill):
        return _set_aside(portal, run, journey, stop, form)
    if not current_run.precheck(portal, run, journey, stop, form):
        return None
    if not form.validate():
        return step_page(portal, run, journey, stop.showing(form)), 422
    repeated = kept.answer is not None and _version() != kept.version
    if repeated and not form.same_as(kept.answer or {}):
        return changed_page(portal, run, journey, stop, form), 409
    if not repeated:
        kept.answer, kept.draft, kept.version = form.to_keep(), None, kept.version + 1
        _, kept.under, kept.good = journey.answer(stop, kept.answer, form)
        for slug in journey.passed_by:
            run.step(slug).answer = run.step(slug).draft = None
        if not write(portal, run):
            return None
    return _commit(portal, run, journey, stop) if journey.finished else _onward(portal, run, journey, stop)


def _set_aside(portal: Portal, run: Run, journey: Journey, stop: PathStep, form: StepForm) -> Response | None:
    """What was typed as a draft, not judged: on the way back, or with more boxes filled on the same screen. None where
    another request was quicker."""
    assert isinstance(stop.step, Input)
    kept, said, onward = run.step(stop.step.slug), "", stop.step.slug
    if "back" in request.form or stop.step.fill is None:
        kept.draft, onward = form.to_draft(), _before(journey, stop)
    else:
        kept.draft, said = stop.step.fill(form, request.form["fill"])
    if not write(portal, run):
        return None
    if said:
        flash(said)
    return to(portal, run, onward, _anchor=_filled_box(form) if said else None)


def _filled_box(form: StepForm) -> str | None:
    name = request.form.get("fill", "")
    return str(form[name].first_name) if name in form else None


def _onward(portal: Portal, run: Run, journey: Journey, stop: PathStep) -> Response:
    """The next screen; after 変更する only those that lack an answer, then the confirm screen again (rows W4, W5)."""
    changing = request.args.get("change", "")
    if not changing.isidentifier():
        return to(portal, run, journey.after(stop.step.slug).step.slug)
    open_step = journey.frontier.step
    if isinstance(open_step, Confirm):
        return to(portal, run, open_step.slug, _anchor=f"row-{changing}")
    return to(portal, run, open_step.slug, change=changing)


def write(portal: Portal, run: Run) -> bool:
    """Write a run's answers; False where another request was quicker. Raise RateLimited where it would be a new one."""
    if run.version:
        done = runs.keep(run, portal, clock.now())
    else:
        rate_limits.hit("begin", portal)
        done = runs.start(run, portal, clock.now())
    run.version += 1
    return done


def _before(journey: Journey, stop: PathStep) -> str:
    before = journey.before(stop.step.slug)
    return before.step.slug if before else stop.step.slug


def _version() -> int:
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _commit(portal: Portal, run: Run, journey: Journey, stop: PathStep) -> Any:
    """Commit what the confirm page showed; None where another request was quicker."""
    wizard = journey.wizard
    if "back" in request.form:
        return to(portal, run, _before(journey, stop))
    journey = current_run.walk(portal, run, wizard, anew=True)
    refused = _not_agreed(portal, run, journey, stop)
    if refused is not None:
        # An equal press may have changed what this one is about, and that is no reason to say no.
        return None if current_run.was_committed(portal, run) else refused
    action = f"wizard:{wizard.name}"
    rate_limits.test(action, portal)
    try:
        receipt = commits.commit(run, journey, portal, clock.now(), current_run.origin())
    except Conflict:
        return None
    except Refused as refusal:
        rate_limits.record(action, portal)
        return step_page(portal, run, journey, stop, message=str(refusal)), 409
    rate_limits.record(action, portal)
    page_stamp.anew()
    current_run.log_in_after(receipt.login, clock.now())
    return to(portal, run, wizard.complete.slug)


def _not_agreed(portal: Portal, run: Run, journey: Journey, stop: PathStep) -> Any:
    """Where it goes on if an answer is no longer good; the confirm page once more where it was pressed for something
    else, or without what it asks for."""
    if not (journey.finished or isinstance(journey.frontier.step, Confirm)):
        return ahead(portal, run, journey)
    if not isinstance(stop.step, Confirm):
        return None
    agreed = stop.step.asks(request.form, current_run.context(portal, run)) if stop.step.asks else None
    if request.form.get("seal") != journey.seal:
        return step_page(portal, run, journey, stop.showing(agreed) if agreed else stop, message=STALE), 409
    if agreed is None or agreed.validate():
        return None
    return step_page(portal, run, journey, stop.showing(agreed)), 422


def _after_the_commit(portal: Portal, run: Run, slug: str) -> Response:
    """A repeat of the commit sees what it left; an answer to an earlier screen comes too late (row W11)."""
    assert run.receipt is not None
    wizard = WIZARDS[run.wizard]
    page_stamp.anew()
    if needs_login(wizard.enter):
        _log_in_by_the_new_password(portal, run, slug)
    else:
        current_run.log_in_after(run.receipt.login, run.committed_at)
    confirming = slug == wizard.steps[-1].slug
    return to(portal, run, wizard.complete.slug) if confirming else done_already(portal, run)


def _log_in_by_the_new_password(portal: Portal, run: Run, slug: str) -> None:
    """A customer's commit that set a password ended the login it came with, and whoever holds its cookie is to be out
    (row A15): an equal press is let in again by the new password that it bears. Raise authentication.Locked."""
    assert run.receipt is not None
    step = next((each for each in WIZARDS[run.wizard].steps if each.slug == slug and isinstance(each, Input)), None)
    if run.receipt.login is None or step is None or current_customer.looked_up_again() == run.receipt.login:
        return
    typed = step.form(request.form, current_run.context(portal, run))["password"].typed[""]
    current_run.log_in_by_password(portal, run, typed)


def done_already(portal: Portal, run: Run) -> Response:
    """E-34."""
    assert run.receipt is not None and run.committed_at is not None
    number = f"（受付番号 {run.receipt.number}）" if run.receipt.number else ""
    flash(f"このお手続きは{moment(run.committed_at)}に受け付けています{number}。")
    return to(portal, run, WIZARDS[run.wizard].complete.slug)


def ahead(portal: Portal, run: Run, journey: Journey) -> Response:
    """Too far ahead: to the first screen that still lacks an answer, with a line that says why (row W1)."""
    flash(AHEAD)
    if not run.version:
        return redirect(begin_url(portal, journey.wizard, run.subject), 303)
    return to(portal, run, journey.frontier.step.slug)


def to(portal: Portal, run: Run, slug: str, **more: Any) -> Response:
    """On to a screen of the run."""
    return redirect(address(portal, WIZARDS[run.wizard], run, slug, **more), 303)


def begin_url(portal: Portal, wizard: Wizard, subject: str | None = None) -> str:
    """Where a wizard begins; one about a contract, where that is chosen."""
    if subject is None and needs_subject(wizard.enter):
        return url_for("contracts.index", portal=portal)
    return url_for("wizard.begin", portal=portal, wizard=wizard, subject=subject)
