"""What becomes of an answer? It is kept, or refused, or commits the run; then the browser is sent on.

Where another request was quicker, Conflict is raised, and `take` looks at what that left.
"""

from collections.abc import Sequence
from dataclasses import replace

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from forms.kit.step import StepForm, question_of
from infra import rate_limits
from rules.japanese.formatting import moment
from rules.refusal import Enough, Refused
from views.shared import web_session
from views.wizard import current_run, uploads
from views.wizard.pages import changed_page, step_page
from views.wizard.run_writes import write
from views.wizard.wizard_request import WalkedRequest, WizardRequest, came_from
from wizards.engine import commits, mistakes
from wizards.engine.access import AccessDenied
from wizards.engine.definition import Confirm, Input, Precheck, Upload, Wait, WaitState
from wizards.engine.handing_over import handed_over
from wizards.engine.journey import PathStep
from wizards.engine.mistakes import Kind, Mistake
from wizards.engine.receipt import Conflict

AT_ONCE = 50
STALE = "ご確認いただいたあとで内容が変わりました。もう一度ご確認のうえ、ボタンを押してください。"
AHEAD = "先にこちらの画面のご入力をお願いいたします。"


def take(asked: WizardRequest, slug: str) -> ResponseReturnValue:
    """Try an answer until it is kept, or another request's is seen to have come first. Raise AccessDenied or
    RunGone."""
    for _ in range(AT_ONCE):
        try:
            return _try(asked, slug)
        except Conflict:
            asked = asked.side.found(asked)
    return asked.side.busy()


def _try(asked: WizardRequest, slug: str) -> ResponseReturnValue:
    if asked.run.receipt:
        return _after_the_commit(asked, slug)
    walked = _let_in(asked)
    stop = walked.journey.stop_at(slug)
    if stop is None:
        # What an equal press did may have made the answers no good any more.
        if current_run.was_committed(asked):
            raise Conflict
        return ahead(walked)
    if isinstance(stop.step, Wait):
        return _take_wait(walked, stop)
    if isinstance(stop.step, Upload):
        return uploads.take(walked, stop)
    return _commit(walked, stop) if isinstance(stop.step, Confirm) else _take_input(walked, stop)


def _let_in(asked: WizardRequest) -> WalkedRequest:
    """Raise AccessDenied, but Conflict where another request has just committed the run, which closed the way in."""
    try:
        return asked.side.enter(asked)
    except AccessDenied:
        if current_run.was_committed(asked):
            raise Conflict from None
        raise


def _take_input(asked: WalkedRequest, stop: PathStep) -> ResponseReturnValue:
    assert isinstance(stop.step, Input)
    kept = asked.run.step(stop.step.slug)
    form = stop.step.form(request.form, asked.context_at(stop), earlier=kept.answer)
    if "back" in request.form or ("fill" in request.form and stop.step.fill) or form.switched:
        return _set_aside(asked, stop, form)
    if stop.step.precheck:
        stop.step.precheck(_precheck(asked, stop, form))
    if not form.validate():
        _note(asked, mistakes.of_form(stop.step.number, form))
        return step_page(asked, stop.showing(form)), 422
    if kept.answer is None or _version() == kept.version:
        asked, stop = _keep(asked, stop, form), stop.showing(form)
    elif not form.same_as(kept.answer):
        return changed_page(asked, stop, form), 409
    return _commit(asked, stop) if asked.journey.finished else _onward(asked, stop)


def _take_wait(asked: WalkedRequest, stop: PathStep) -> ResponseReturnValue:
    """On, where what is waited for has come; else the same screen, which says what is known."""
    assert isinstance(stop.step, Wait) and stop.waited is not None
    if "back" in request.form and asked.journey.before(stop.step.slug):
        return asked.to(_before(asked, stop).step.slug)
    if stop.waited.state is WaitState.CONFIRMED:
        return _commit(asked, stop) if asked.journey.finished else _onward(asked, stop)
    if stop.waited.state is not WaitState.EXPIRED:
        flash(stop.step.still)
    return asked.to(stop.step.slug)


def _precheck(asked: WalkedRequest, stop: PathStep, form: StepForm) -> Precheck:
    """What a step may look up that its form cannot know, before the form is judged."""
    return Precheck(
        form=form,
        portal=asked.portal,
        run_id=asked.run.id,
        link_id=asked.run.link_id,
        account_id=asked.run.account_id,
        answers=stop.before,
        now=asked.now,
        device=web_session.device(),
        was_taken=lambda: current_run.was_committed(asked),
    )


def _keep(asked: WalkedRequest, stop: PathStep, form: StepForm) -> WalkedRequest:
    """Keep an answer, and walk on with it. Raise Conflict."""
    kept, boxes = asked.run.step(stop.step.slug), form.to_keep()
    if handed_over(asked.run, asked.wizard, stop.step.slug, form.aside):
        asked = current_run.walk(asked)
    journey = asked.journey.answered(stop, boxes, form)
    _, kept.under, kept.good = journey.given(stop.step.slug)
    kept.answer, kept.draft, kept.version = boxes, None, kept.version + 1
    for slug in journey.passed_by:
        asked.run.step(slug).answer = asked.run.step(slug).draft = None
    asked = replace(asked, journey=journey)
    write(asked, _next(asked, stop).step.number)
    return asked


def _set_aside(asked: WalkedRequest, stop: PathStep, form: StepForm) -> Response:
    """What was typed as a draft, not judged: on the way back, or with more boxes filled on the same screen. Raise
    Conflict."""
    assert isinstance(stop.step, Input)
    kept = asked.run.step(stop.step.slug)
    if "back" in request.form or stop.step.fill is None:
        kept.draft = form.to_draft()
        back = _where_back_leads(asked, stop)
        if back is stop and came_from(asked):
            return _leave(asked, stop, form)
        write(asked, back.step.number)
        return asked.to(back.step.slug)
    kept.draft, said = stop.step.fill(form, request.form.get("fill", form.switched))
    write(asked)
    if said:
        flash(said)
    return asked.to(stop.step.slug, change=_changing(), _anchor=_filled_box(form))


def _leave(asked: WalkedRequest, stop: PathStep, form: StepForm) -> Response:
    """From the first screen to the page that leads there; a run that nobody has typed anything into is not begun."""
    if asked.run.version or form.touched:
        write(asked, stop.step.number)
    return redirect(came_from(asked) or asked.side.begin_url(asked), 303)


def set_typed_aside(asked: WalkedRequest, slug: str) -> None:
    """Keep what was sent to a screen of questions as a draft, unjudged, while the way in is shut; nothing where it is
    no such screen of the way. Raise Conflict."""
    stop = asked.journey.stop_at(slug)
    if stop and isinstance(stop.step, Input):
        kept = asked.run.step(slug)
        kept.draft = stop.step.form(request.form, asked.context_at(stop), earlier=kept.answer).to_draft()
        write(asked, stop.step.number)


def _changing() -> str | None:
    """The question to which 変更する led; None for who came another way."""
    changing = request.args.get("change", "")
    return changing if changing.isidentifier() else None


def _filled_box(form: StepForm) -> str | None:
    name = question_of(request.form.get("fill", ""))
    return str(form[name].place) if name in form else None


def _onward(asked: WalkedRequest, stop: PathStep) -> Response:
    """The next screen; after 変更する only those that lack an answer, then the confirm screen again (rows W4, W5)."""
    changing, following = _changing(), _next(asked, stop).step
    if changing is None:
        return asked.to(following.slug)
    if isinstance(following, Confirm):
        return asked.to(following.slug, _anchor=f"row-{changing}")
    return asked.to(following.slug, change=changing)


def _next(asked: WalkedRequest, stop: PathStep) -> PathStep:
    """Where an answer leads; the last leads to no other screen of questions."""
    if asked.journey.finished:
        return stop
    return asked.journey.after(stop.step.slug) if _changing() is None else asked.journey.frontier


def _where_back_leads(asked: WalkedRequest, stop: PathStep) -> PathStep:
    """To the answers read back for who came from there to change one; else one screen back."""
    reached = asked.journey.frontier
    return reached if _changing() and isinstance(reached.step, Confirm) else _before(asked, stop)


def _before(asked: WalkedRequest, stop: PathStep) -> PathStep:
    return asked.journey.before(stop.step.slug) or stop


def _version() -> int:
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _commit(asked: WalkedRequest, stop: PathStep) -> ResponseReturnValue:
    """Commit what the confirm page showed. Raise Conflict."""
    if "back" in request.form:
        return asked.to(_before(asked, stop).step.slug)
    asked = replace(asked, journey=asked.journey.judged_anew())
    refused = _not_agreed(asked, stop)
    if refused is not None:
        # An equal press may have changed what this one is about, and that is no reason to say no.
        if current_run.was_committed(asked):
            raise Conflict
        page, found = refused
        _note(asked, found)
        return page
    action, theirs = asked.side.limit(asked), asked.side.whose(asked.run.account_id)
    run = rate_limits.of_run(asked.run.id)
    rate_limits.test(action, asked.portal, rate_limits.BY_SOURCE, run, *theirs)
    try:
        receipt = commits.commit(asked.run, asked.journey, asked.portal, asked.now, asked.side.origin())
    except Refused as refusal:
        counted = [run] if isinstance(refusal, Enough) else [rate_limits.BY_SOURCE, *theirs]
        rate_limits.record(action, asked.portal, *counted)
        return _refused(asked, stop, str(refusal))
    rate_limits.record(action, asked.portal, *asked.side.whose(receipt.login or asked.run.account_id))
    asked.side.committed(asked, receipt)
    return asked.to_end(receipt)


def _refused(asked: WalkedRequest, stop: PathStep, why: str) -> ResponseReturnValue:
    """The page once more with what the business says; one that waits shows what has become of that meanwhile."""
    found = [Mistake(stop.step.number, 0, "", Kind.REFUSED)]
    if not isinstance(stop.step, Wait):
        _note(asked, found)
        return step_page(asked, stop, message=why), 409
    asked.side.refused(asked, found)
    flash(why)
    return asked.to(stop.step.slug)


def _note(asked: WalkedRequest, found: Sequence[Mistake]) -> None:
    """What was wrong: beside the run for who helps its customer, and as its side has it."""
    mistakes.note(asked.run, found, asked.now)
    asked.side.refused(asked, found)


def _not_agreed(asked: WalkedRequest, stop: PathStep) -> tuple[ResponseReturnValue, Sequence[Mistake]] | None:
    """Where it goes on if an answer is no longer good; the confirm page once more where it was pressed for something
    else, or without what it asks for. With what was wrong."""
    if not (asked.journey.finished or isinstance(asked.journey.frontier.step, Confirm)):
        return ahead(asked), []
    if not isinstance(stop.step, Confirm):
        return None
    agreed = stop.step.asks(request.form, asked.context_at(stop)) if stop.step.asks else None
    if request.form.get("seal") != asked.journey.seal:
        page = step_page(asked, stop.showing(agreed) if agreed else stop, message=STALE)
        return (page, 409), [Mistake(stop.step.number, 0, "", Kind.STALE)]
    if agreed is None or agreed.validate():
        return None
    return (step_page(asked, stop.showing(agreed)), 422), mistakes.of_form(stop.step.number, agreed)


def _after_the_commit(asked: WizardRequest, slug: str) -> Response:
    """A repeat of the commit sees what it left; an answer to an earlier screen comes too late (row W11)."""
    assert asked.run.receipt is not None
    asked.side.repeated(asked, slug)
    confirming = slug == asked.wizard.steps[-1].slug
    return asked.to_end(asked.run.receipt) if confirming else done_already(asked)


def done_already(asked: WizardRequest) -> Response:
    """E-34."""
    receipt, committed_at = asked.run.receipt, asked.run.committed_at
    assert receipt is not None and committed_at is not None
    if receipt.onward:
        return asked.to_end(receipt)
    number = f"（受付番号 {receipt.number}）" if receipt.number else ""
    flash(f"このお手続きは{moment(committed_at)}に受け付けています{number}。")
    return asked.to(asked.wizard.complete.slug)


def ahead(asked: WalkedRequest) -> Response:
    """Too far ahead: to the first screen that still lacks an answer, with a line that says why (row W1)."""
    flash(AHEAD)
    if not asked.run.version:
        return redirect(asked.side.begin_url(asked), 303)
    return asked.to(asked.journey.frontier.step.slug)
