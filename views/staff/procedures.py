"""How does a member of staff walk a sequence of their side? By the engine that customers' sequences have, in a case.

The answers lie in a run of its own, sealed with a half that only the member's cookie holds; nothing of a customer's
own runs is touched, and there is no address by which it could be (row S4).
"""

from flask import Blueprint, abort, redirect, url_for
from flask import request as asked_for
from flask.typing import ResponseReturnValue

from domain.staff.members import Right
from views.shared import errors, lost_token
from views.staff import frame, guard, presence, staff_side
from views.staff.guard import right_required
from views.staff.staff_side import STAFF
from views.wizard.answers import AT_ONCE, ahead, done_already, set_typed_aside, take
from views.wizard.current_run import RunGone
from views.wizard.pages import receipt_page, step_page
from views.wizard.wizard_request import WizardRequest, opened
from wizards.engine.access import AccessDenied
from wizards.engine.definition import Complete, Input, Wizard
from wizards.engine.receipt import Conflict
from wizards.staff.case import TakenOver
from wizards.staff.registry import STAFF_WIZARDS

bp = Blueprint("staff_procedures", __name__, url_prefix="/staff/cases/<case_id>/do")
frame.init(bp)
GONE = "この手続きは、時間が過ぎたか、ほかの応対のものです。はじめからやり直してください。"


@bp.get("/<act>/")
@right_required(Right.CUSTOMERS)
def begin(case_id: str, act: str) -> ResponseReturnValue:
    """The first screen; nothing is kept before it is answered."""
    asked = STAFF.enter(staff_side.fresh(case_id, _wizard(act)))
    return step_page(asked, asked.journey.stops[0])


@bp.post("/<act>/")
@right_required(Right.CUSTOMERS)
def begin_with(case_id: str, act: str) -> ResponseReturnValue:
    """The first good answer makes the run, whose id was chosen with the page."""
    fresh = staff_side.fresh(case_id, _wizard(act))
    return _take(staff_side.find(case_id, fresh.wizard, fresh.run.id) or fresh, fresh.wizard.first.slug)


@bp.get("/<act>/<run_id>/<slug>")
@right_required(Right.CUSTOMERS)
def show(case_id: str, act: str, run_id: str, slug: str) -> ResponseReturnValue:
    """A screen of a sequence under way, or what was done."""
    found = staff_side.found(case_id, _wizard(act), run_id)
    if found.run.receipt:
        staff_side.present_case(case_id)
        shown = slug == found.wizard.complete.slug and isinstance(found.wizard.complete, Complete)
        return receipt_page(found) if shown else done_already(found)
    asked = STAFF.enter(found)
    stop = asked.journey.stop_at(slug)
    if stop is None:
        return ahead(asked)
    draft = asked.run.step(slug).draft
    if isinstance(stop.step, Input) and draft is not None:
        stop = stop.showing(opened(stop.step.form, draft, asked.context_at(stop)))
    return step_page(asked, stop)


@bp.post("/<act>/<run_id>/<slug>")
@right_required(Right.CUSTOMERS)
def answer(case_id: str, act: str, run_id: str, slug: str) -> ResponseReturnValue:
    """An answer to a screen."""
    return _take(staff_side.found(case_id, _wizard(act), run_id), slug)


@errors.shown_again("staff_procedures.begin_with", "staff_procedures.answer")
def redisplay_after_lost_token(case_id: str, act: str, run_id: str = "", slug: str = "") -> ResponseReturnValue:
    """The form once more with what was typed, after its token was lost; the login where that has ended (row W21)."""
    if not guard.may(Right.CUSTOMERS):
        return redirect(url_for("staff.login", next=url_for(".begin", case_id=case_id, act=act)), 303)
    wizard = _wizard(act)
    try:
        found = staff_side.found(case_id, wizard, run_id) if run_id else staff_side.fresh(case_id, wizard)
        if found.run.receipt:
            return found.to_end(found.run.receipt)
        asked = STAFF.enter(found)
    # What is raised while an error is answered, no handler is told of.
    except RunGone as none:
        return gone(none)
    except AccessDenied as away:
        return turned_away(away)
    stop = asked.journey.stop_at(slug or wizard.first.slug)
    if stop is None:
        return ahead(asked)
    if isinstance(stop.step, Input):
        earlier = asked.run.step(stop.step.slug).answer
        stop = stop.showing(stop.step.form(asked_for.form, asked.context_at(stop), earlier=earlier))
    return step_page(asked, stop, notices=[lost_token.SEND_ONCE_MORE]), 400


@bp.errorhandler(RunGone)
def gone(_: RunGone) -> ResponseReturnValue:
    """410, with the way back."""
    onward = staff_side.record_url((asked_for.view_args or {})["case_id"])
    return frame.problem("この手続きは終わりました", GONE, 410, onward=onward)


@bp.errorhandler(AccessDenied)
def turned_away(away: AccessDenied) -> ResponseReturnValue:
    """409: why this cannot be done now, or who has the customer in hand."""
    case_id = (asked_for.view_args or {})["case_id"]
    if isinstance(away, TakenOver):
        return presence.in_other_hands(case_id, away.by, asked_for.path)
    onward = staff_side.record_url(case_id)
    return frame.problem("この手続きはできません", "".join(away.texts), 409, onward=onward)


def _take(asked: WizardRequest, slug: str) -> ResponseReturnValue:
    """What was typed is there again once its member has the customer in hand anew."""
    try:
        return take(asked, slug)
    except TakenOver as away:
        by = away.by
    for _ in range(AT_ONCE):
        try:
            set_typed_aside(STAFF.walk(asked), slug)
            return presence.in_other_hands(asked.run.subject or "", by, STAFF.url(asked, slug))
        except Conflict:
            asked = STAFF.found(asked)
    return STAFF.busy()


def _wizard(act: str) -> Wizard:
    return STAFF_WIZARDS.get(act) or abort(404)
