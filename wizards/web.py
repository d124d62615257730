"""How does a wizard answer a browser? The one set of views that every wizard shares.

Reachable step 200; too far ahead 303 to the first open step; mistakes 422 in place; good answer 303; stale confirm or a
business refusal 409; no such run 410; too often 429. A GET changes no answer (decision 1).
"""

import re
import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.routing import BaseConverter, ValidationError
from werkzeug.wrappers import Response

import clock
import customer
import throttle
import passwords
import problems
import rules
import visitor
from forms.fields import Kept as KeptAnswer
from forms.fields import Occasion, StepForm
from frame import page
from portals import Portal
from screens import Screen
from wizards import WIZARDS, commits, runs
from wizards.engine import Confirm, Input, Journey, Stop, Wizard, stored_data
from wizards.entrances import TurnedAway, Visit
from wizards.readback import answer_rows, changed_rows, progress_of
from wizards.runs import Owner, Run

bp = Blueprint("wizard", __name__)
RUN_ID = re.compile(r"[A-Za-z0-9_-]{22}")
AT_ONCE = 50
STALE = "ご確認いただいたあとで内容が変わりました。もう一度ご確認のうえ、ボタンを押してください。"
AHEAD = "先にこちらの画面のご入力をお願いいたします。"


class WizardConverter(BaseConverter):
    """Puts the wizard itself, not its name, into the view; an unknown name is a 404."""

    def to_python(self, value: str) -> Wizard:
        try:
            return WIZARDS[value]
        except KeyError:
            raise ValidationError from None

    def to_url(self, value: Wizard) -> str:
        return value.name


@bp.url_value_preprocessor
def offered(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A wizard that the portal does not offer is not there."""
    if values and values["wizard"].name not in values["portal"].sequences:
        abort(404)


@bp.errorhandler(TurnedAway)
def turned_away(away: TurnedAway) -> Response | tuple[str, int]:
    """Show the way in."""
    values = request.view_args or {}
    if away.why == "login":
        return problems.to_login(values["portal"], request.full_path.rstrip("?"))
    return problems.closed_link(values["portal"], away.found)


@bp.get("/<portal:portal>/<wizard:wizard>/")
def begin(portal: Portal, wizard: Wizard) -> Response | str:
    """The first screen; nothing is kept before it is answered."""
    _enter(portal, wizard, None)
    run = Run(secrets.token_urlsafe(16), wizard.name, owner())
    journey = _walk(portal, run, wizard)
    return _page(portal, run, journey, journey.stops[0])


@bp.post("/<portal:portal>/<wizard:wizard>/")
def begin_with(portal: Portal, wizard: Wizard) -> Response | str | tuple[str, int]:
    """The first good answer makes the run; its id was chosen with the page, so that a double click makes one run."""
    _enter(portal, wizard, None)
    asked = request.form.get("run", "")
    run_id = asked if RUN_ID.fullmatch(asked) else secrets.token_urlsafe(16)
    fresh = Run(run_id, wizard.name, owner())
    fresh.account_id = fresh.owner.account_id
    return _take(portal, wizard, runs.find(run_id, portal, wizard.name, fresh.owner, clock.now()) or fresh, wizard.first.slug)


@bp.get("/<portal:portal>/<wizard:wizard>/<run_id>/<slug>")
def show(portal: Portal, wizard: Wizard, run_id: str, slug: str) -> Response | str | tuple[str, int]:
    """A screen of a run."""
    run = _find(portal, wizard, run_id)
    if run is None:
        return problems.gone(portal, _begin_url(portal, wizard))
    if run.receipt:
        return _receipt(portal, run, wizard) if slug == wizard.complete.slug else _to(portal, run, wizard.complete.slug)
    _enter(portal, wizard, run)
    journey = _walk(portal, run, wizard)
    stop = journey.stop_at(slug)
    if stop is None:
        return _ahead(portal, run, journey)
    runs.trace(run, portal, stop.step.number, clock.now())
    kept = run.step(slug)
    if isinstance(stop.step, Input) and kept.draft is not None:
        stop = Stop(stop.step, stop.step.form(stored_data(kept.draft), occasion(portal)))
    return _page(portal, run, journey, stop)


@bp.post("/<portal:portal>/<wizard:wizard>/<run_id>/<slug>")
def answer(portal: Portal, wizard: Wizard, run_id: str, slug: str) -> Response | str | tuple[str, int]:
    """An answer to a screen of a run."""
    return _take(portal, wizard, _find(portal, wizard, run_id), slug)


@bp.post("/<portal:portal>/<wizard:wizard>/<run_id>/<slug>/extend")
def extend(portal: Portal, wizard: Wizard, run_id: str, slug: str) -> Response | tuple[str, int]:
    """More time (row W19)."""
    run = _find(portal, wizard, run_id)
    if run is None:
        return problems.gone(portal, _begin_url(portal, wizard))
    runs.extend(run, portal, None, clock.now())
    return _to(portal, run, slug)


@problems.shown_again("wizard.begin_with", "wizard.answer")
def again(portal: Portal, wizard: Wizard, run_id: str = "", slug: str = "") -> Any:
    """A form whose CSRF token was lost comes back with its values and one button to send it again (row W21)."""
    run = _find(portal, wizard, run_id) if run_id else Run(request.form.get("run", ""), wizard.name, owner())
    if run is None:
        return problems.gone(portal, _begin_url(portal, wizard))
    if run.receipt:
        return _to(portal, run, wizard.complete.slug)
    _enter(portal, wizard, run if run_id else None)
    journey = _walk(portal, run, wizard)
    stop = journey.stop_at(slug or wizard.first.slug)
    if stop is None:
        return _ahead(portal, run, journey)
    if isinstance(stop.step, Input):
        stop = Stop(stop.step, stop.step.form(request.form, occasion(portal), earlier=run.step(stop.step.slug).answer))
    return _page(portal, run, journey, stop, [problems.OLD_TOKEN]), 400


def owner() -> Owner:
    """Whose runs this request may see."""
    return Owner(visitor.mark(), visitor.halves(), customer.current_id())


def occasion(portal: Portal) -> Occasion:
    """What the forms of this request may know."""
    hasher = passwords.hasher()
    return Occasion(portal, clock.today(), hash_password=hasher.hash, check_password=hasher.check)


def _find(portal: Portal, wizard: Wizard, run_id: str) -> Run | None:
    return runs.find(run_id, portal, wizard.name, owner(), clock.now())


def _enter(portal: Portal, wizard: Wizard, run: Run | None) -> None:
    link_id = run.link_id if run else None
    wizard.enter(Visit(portal, clock.now(), visitor.mark(), customer.current_id(), link_id))


def _walk(portal: Portal, run: Run, wizard: Wizard) -> Journey:
    now = occasion(portal)

    def open_form(form: type[StepForm], kept: KeptAnswer | None) -> StepForm:
        return form(stored_data(kept), now, from_run=True)

    return Journey(wizard, run.stored, open_form, run.id)


def _take(portal: Portal, wizard: Wizard, run: Run | None, slug: str) -> Any:
    """Try an answer until it is kept, or another request's is seen to have come first."""
    for _ in range(AT_ONCE):
        if run is None:
            return problems.gone(portal, _begin_url(portal, wizard))
        if run.receipt:
            customer.log_in_after(run.receipt.login, run.committed_at)
            return _to(portal, run, wizard.complete.slug)
        if run.version:
            _enter(portal, wizard, run)
        journey = _walk(portal, run, wizard)
        stop = journey.stop_at(slug)
        if stop is None:
            return _ahead(portal, run, journey)
        given = _commit if isinstance(stop.step, Confirm) else _keep
        answered = given(portal, run, journey, stop)
        if answered is not None:
            return answered
        run = _find(portal, wizard, run.id)
    return problems.busy(portal)


def _keep(portal: Portal, run: Run, journey: Journey, stop: Stop) -> Any:
    """Keep an answer; None where another request was quicker."""
    assert isinstance(stop.step, Input)
    kept = run.step(stop.step.slug)
    form = stop.step.form(request.form, occasion(portal), earlier=kept.answer)
    if "back" in request.form:
        kept.draft = form.to_draft()
        return _to(portal, run, _before(journey, stop)) if _write(portal, run) else None
    if not form.validate():
        return _page(portal, run, journey, Stop(stop.step, form)), 422
    if _version() != kept.version and kept.answer is not None:
        if not form.same_as(kept.answer):
            return _changed(portal, run, journey, stop, form)
    else:
        kept.answer, kept.draft, kept.version = form.to_keep(), None, kept.version + 1
        if not _write(portal, run):
            return None
    journey = _walk(portal, run, journey.wizard)
    if journey.finished:
        return _commit(portal, run, journey, stop)
    return _onward(portal, run, journey, stop)


def _onward(portal: Portal, run: Run, journey: Journey, stop: Stop) -> Response:
    changing = request.args.get("change")
    if changing is None:
        return _to(portal, run, journey.after(stop.step.slug).step.slug)
    ahead = journey.frontier.step
    anchor = f"row-{changing}" if isinstance(ahead, Confirm) and changing.isidentifier() else None
    return _to(portal, run, ahead.slug, anchor=anchor)


def _write(portal: Portal, run: Run) -> bool:
    done = runs.keep(run, portal, clock.now()) if run.version else runs.start(run, portal, clock.now())
    run.version += 1
    return done


def _before(journey: Journey, stop: Stop) -> str:
    before = journey.before(stop.step.slug)
    return before.step.slug if before else stop.step.slug


def _version() -> int:
    typed = request.form.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def _commit(portal: Portal, run: Run, journey: Journey, stop: Stop) -> Any:
    """Commit what the confirm page showed; None where another request was quicker."""
    if "back" in request.form:
        return _to(portal, run, _before(journey, stop))
    if isinstance(stop.step, Confirm) and request.form.get("seal") != journey.seal:
        return _page(portal, run, journey, stop, message=STALE), 409
    throttle.count(f"wizard:{journey.wizard.name}", portal)
    try:
        receipt = commits.commit(run, journey, portal, clock.now(), visitor.agency_code())
    except commits.Lost:
        return None
    except rules.Refused as refusal:
        return _page(portal, run, journey, stop, message=str(refusal)), 409
    customer.log_in_after(receipt.login, clock.now())
    return _to(portal, run, journey.wizard.complete.slug)


def _changed(portal: Portal, run: Run, journey: Journey, stop: Stop, form: StepForm) -> tuple[str, int]:
    """Another window answered this step meanwhile: both answers are shown, one press chooses (decision 4)."""
    newer = stop.form
    assert newer is not None
    text = page(
        "wizard/changed.html",
        problems.CHANGED,
        rows=changed_rows(newer, form),
        fields=[(name, value) for name, values in form.to_draft().items() for value in values],
        version=run.step(stop.step.slug).version,
        asks_password=form.to_draft().keys() != form.to_keep().keys(),
        action=request.full_path.rstrip("?"),
        onward_url=url_for("wizard.show", portal=portal, wizard=journey.wizard, run_id=run.id, slug=journey.frontier.step.slug),
    )
    return text, 409


def _page(
    portal: Portal,
    run: Run,
    journey: Journey,
    stop: Stop,
    notices: list[str] | None = None,
    message: str | None = None,
) -> str:
    step, wizard = stop.step, journey.wizard
    address = {"portal": portal, "wizard": wizard, "run_id": run.id, "slug": step.slug}
    shared: dict[str, Any] = {
        "wizard": wizard,
        "step": step,
        "heading": step.title,
        "form": stop.form,
        "progress": progress_of(wizard, step.kind),
        "run_id": run.id,
        "back": journey.before(step.slug) is not None,
        "action": request.full_path.rstrip("?"),
        "expires_at": run.expires_at,
        "extend_url": url_for("wizard.extend", **address) if run.version else None,
        "message": message,
    }
    if notices:
        shared["notices"] = notices
    if isinstance(step, Confirm):
        shared |= {"groups": _groups(portal, run, journey), "seal": journey.seal, "lead": step.lead}
    else:
        shared |= {"version": run.step(step.slug).version, "change": "change" in request.args}
    return page(
        [f"{wizard.name}/{step.slug}.html", f"wizard/{step.kind}.html"], Screen(step.number, step.title), **shared
    )


def _groups(portal: Portal, run: Run, journey: Journey) -> list[Any]:
    def change_url(slug: str) -> Callable[[str, str], str]:
        return lambda name, control: url_for(
            "wizard.show",
            portal=portal,
            wizard=journey.wizard,
            run_id=run.id,
            slug=slug,
            change=name,
            _anchor=control,
        )

    return [
        (stop.step, answer_rows(stop.form, change_url(stop.step.slug))) for stop in journey.completed if stop.form
    ]


def _receipt(portal: Portal, run: Run, wizard: Wizard) -> str:
    complete = wizard.complete
    return page(
        [f"{wizard.name}/complete.html", "wizard/complete.html"],
        Screen(complete.number, complete.title),
        wizard=wizard,
        step=complete,
        receipt=run.receipt,
        at=run.committed_at,
        progress=progress_of(wizard, complete.kind),
    )


def _ahead(portal: Portal, run: Run, journey: Journey) -> Response:
    flash(AHEAD)
    if not run.version:
        return redirect(_begin_url(portal, journey.wizard), 303)
    return _to(portal, run, journey.frontier.step.slug)


def _to(portal: Portal, run: Run, slug: str, anchor: str | None = None) -> Response:
    wizard = WIZARDS[run.wizard]
    return redirect(
        url_for("wizard.show", portal=portal, wizard=wizard, run_id=run.id, slug=slug, _anchor=anchor), 303
    )


def _begin_url(portal: Portal, wizard: Wizard) -> str:
    return url_for("wizard.begin", portal=portal, wizard=wizard)


