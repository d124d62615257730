"""How does a wizard answer a browser? The one set of views that every wizard shares.

Reachable step 200; too far ahead 303 to the first open step; mistakes 422 in place; good answer 303; stale confirm or a
business refusal 409; no such run 410; too often 429. A GET changes no answer (decision 1).
"""

import re
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.routing import BaseConverter, ValidationError

from domain.accounts import authentication
from infra import rate_limits
from rules.portals import Portal
from views.shared import closed_links, current_customer, errors, lost_token, own_contract, redirects, sharing_acts
from views.shared.error_page import Action
from views.shared.page import here
from views.shared.screens import Screen
from views.wizard import current_run, resume, run_ownership, uploads
from views.wizard.answers import ahead, done_already, take
from views.wizard.current_run import RunGone
from views.wizard.pages import receipt_page, step_page
from views.wizard.run_writes import write
from views.wizard.wizard_request import WalkedRequest, begin_url, opened
from wizards.engine import commits, runs
from wizards.engine.access import AccessDenied, ByLink, Reason, anyone, needs_subject
from wizards.engine.definition import Complete, Input, Upload, Wizard
from wizards.engine.receipt import Conflict
from wizards.registry import WIZARDS

bp = Blueprint("wizard", __name__)
RECEIPT_GONE = Screen(errors.EXPIRED.number, "この画面は表示できなくなりました")
LOGGED_IN_SINCE = "この画面での確認は終わりました。あとから、このブラウザーでログインの操作がありました。"
SUBJECT = re.compile(r"[0-9]{1,9}(-[a-z]{1,20})?")


class WizardConverter(BaseConverter):
    """Puts the wizard itself, not its name, into the view; an unknown name is a 404."""

    def to_python(self, value: str) -> Wizard:
        try:
            return WIZARDS[value]
        except KeyError:
            raise ValidationError from None

    def to_url(self, value: Wizard | str) -> str:
        return value if isinstance(value, str) else value.name


@bp.url_value_preprocessor
def offered(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A wizard that the portal does not offer is not there; nor is one without its subject, or with one it has not."""
    if not values:
        return
    wizard, begins = values["wizard"], "run_id" not in values
    if wizard.name not in values["portal"].sequences or (
        begins and needs_subject(wizard.enter) != ("subject" in values)
    ):
        abort(404)


@bp.get("/<portal:portal>/<wizard:wizard>/")
@bp.get("/<portal:portal>/<wizard:wizard>/of/<subject>/")
def begin(portal: Portal, wizard: Wizard, subject: str | None = None) -> ResponseReturnValue:
    """The first screen; nothing is kept before it is answered. What was begun of it before is named."""
    asked = current_run.enter(current_run.fresh(portal, wizard, subject))
    if wizard.upload and (begun := resume.with_files(asked)):
        return redirect(begun, 303)
    return step_page(asked, asked.journey.stops[0], begun=resume.begun_before(asked))


@bp.post("/<portal:portal>/<wizard:wizard>/")
@bp.post("/<portal:portal>/<wizard:wizard>/of/<subject>/")
def begin_with(portal: Portal, wizard: Wizard, subject: str | None = None) -> ResponseReturnValue:
    """The first good answer makes the run; its id was chosen with the page, so that a double click makes one run."""
    fresh = current_run.fresh(portal, wizard, subject)
    return take(current_run.find(portal, wizard, fresh.run.id) or fresh, wizard.first.slug)


@bp.get("/<portal:portal>/<wizard:wizard>/<run_id>/<slug>")
def show(portal: Portal, wizard: Wizard, run_id: str, slug: str) -> ResponseReturnValue:
    """A screen of a run."""
    found = current_run.found(portal, wizard, run_id)
    if found.run.receipt:
        shown = slug == wizard.complete.slug and isinstance(wizard.complete, Complete)
        return receipt_page(found) if shown else done_already(found)
    asked = current_run.enter(found)
    stop = asked.journey.stop_at(slug)
    if stop is None:
        return ahead(asked)
    runs.record_activity(asked.run, portal, stop.step.number, asked.now)
    draft = asked.run.step(slug).draft
    if isinstance(stop.step, Input) and draft is not None:
        stop = stop.showing(opened(stop.step.form, draft, asked.context_at(stop)))
    return step_page(asked, stop)


@bp.post("/<portal:portal>/<wizard:wizard>/<run_id>/<slug>")
def answer(portal: Portal, wizard: Wizard, run_id: str, slug: str) -> ResponseReturnValue:
    """An answer to a screen of a run."""
    return take(current_run.found(portal, wizard, run_id), slug)


@bp.post("/<portal:portal>/<wizard:wizard>/<run_id>/<slug>/extend")
def extend(portal: Portal, wizard: Wizard, run_id: str, slug: str) -> ResponseReturnValue:
    """More time (row W19); what is typed but not yet sent stays in the form, also where an operator is asked to look
    at it. Only for who was let in (decision 35).
    Raise AccessDenied, or RunGone."""
    sharing_acts.at_once(request.form.get("sharing", ""))
    asked, subject = current_run.find(portal, wizard, run_id), _subject(wizard)
    if asked is None and isinstance(wizard.enter, ByLink):
        raise RunGone
    if asked is None or asked.run.receipt is None:
        current_run.enter(asked or current_run.fresh(portal, wizard, subject, run_id))
        keep_typed(portal, wizard, run_id, slug, subject)
        asked = current_run.find(portal, wizard, run_id)
    if asked is None and current_customer.current():
        return redirect(begin_url(portal, wizard, subject), 303)
    if asked is None:
        raise RunGone
    runs.extend(asked.run, portal, None, asked.now)
    if "sharing" in request.form:
        return sharing_acts.act(portal, request.form["sharing"], asked.url(slug))
    return asked.to(slug)


def _subject(wizard: Wizard) -> str | None:
    """What a sequence is about whose run is not kept yet: told beside the address of more time."""
    asked = request.args.get("subject", "")
    return asked if needs_subject(wizard.enter) and SUBJECT.fullmatch(asked) else None


@bp.post("/<portal:portal>/<wizard:wizard>/<run_id>/send-again")
def send_again(portal: Portal, wizard: Wizard, run_id: str) -> ResponseReturnValue:
    """The letter of a complete screen once more, after a pause that the screen names (row A26)."""
    asked = current_run.found(portal, wizard, run_id)
    if asked.run.receipt is None or wizard.again is None:
        abort(404)
    rate_limits.hit("send again", portal, rate_limits.of_run(run_id))
    flash(commits.send_again(asked.run, wizard, portal, asked.now))
    return asked.to(wizard.complete.slug)


@errors.shown_again("wizard.begin_with", "wizard.answer")
def redisplay_after_lost_token(
    portal: Portal, wizard: Wizard, run_id: str = "", slug: str = "", subject: str | None = None
) -> ResponseReturnValue:
    """A form whose CSRF token was lost comes back with its values and one button to send it again (row W21). Without
    `run_id` and `slug` it is the first screen's, of a run about `subject` that is not kept yet. What is for who has no
    login leads home where somebody logged in meanwhile, in another tab."""
    try:
        found = current_run.found(portal, wizard, run_id) if run_id else current_run.fresh(portal, wizard, subject)
        if found.run.receipt:
            return found.to_end(found.run.receipt)
        away = _home_instead(portal, wizard)
        if away:
            return away
        asked = current_run.enter(found)
    # What is raised while an error is answered, no handler is told of.
    except RunGone as none:
        return _home_instead(portal, wizard) or gone(none)
    except AccessDenied as away:
        return turned_away(away)
    stop = asked.journey.stop_at(slug or wizard.first.slug)
    if stop is None:
        return ahead(asked)
    if isinstance(stop.step, Input):
        earlier = asked.run.step(stop.step.slug).answer
        stop = stop.showing(stop.step.form(request.form, asked.context_at(stop), earlier=earlier))
    return step_page(asked, stop, notices=[lost_token.with_form(portal)]), 400


def _home_instead(portal: Portal, wizard: Wizard) -> ResponseReturnValue | None:
    return errors.logged_in_already(portal, redirects.home(portal)) if wizard.enter is anyone else None


@bp.errorhandler(authentication.Locked)
def locked(_: authentication.Locked) -> ResponseReturnValue:
    """Who guesses at a customer's password is out, though they were in (904)."""
    run_ownership.log_out()
    return errors.locked((request.view_args or {})["portal"])


@bp.errorhandler(rate_limits.RateLimited)
def too_often(often: rate_limits.RateLimited) -> ResponseReturnValue:
    """905; what was answered outlives the wait that it tells of, and what was sent is kept until then."""
    values = request.view_args or {}
    portal, run_id = values["portal"], values.get("run_id") or request.form.get("run", "")
    try:
        asked = current_run.find(portal, values["wizard"], run_id)
    except AccessDenied:
        asked = None
    if asked and asked.run.receipt is None:
        kept_at = keep_typed(**values) if request.method == "POST" and "slug" in values else None
        runs.outlast(asked.run, portal, asked.now + timedelta(seconds=often.seconds))
        return errors.too_many(often, kept_at)
    return errors.too_many(often)


@bp.errorhandler(RunGone)
def gone(_: RunGone) -> ResponseReturnValue:
    """901, with the way to begin again; not from a receipt, whose sequence may be done. Who is in waits for nothing."""
    values = request.view_args or {}
    waits = values["wizard"].waits
    if waits and current_customer.current():
        onward: list[Action] = [("ログイン中の画面へ進む", redirects.home(values["portal"]), "get")]
        return errors.problem(errors.EXPIRED, 410, [LOGGED_IN_SINCE], onward)
    if not waits and values.get("slug") == values["wizard"].complete.slug:
        return _receipt_gone(values["portal"])
    return (errors.wait_gone if waits else errors.gone)(begin_url(values["portal"], values["wizard"]))


def _receipt_gone(portal: Portal) -> ResponseReturnValue:
    desk = portal.help_desk
    texts = [
        "完了の画面を表示できる時間が過ぎたか、ほかの端末・ブラウザーでのお手続きの画面です。",
        "お手続きが完了していた場合は、そのまま受け付けています。もう一度お手続きいただく必要はありません。",
        f"ご不明な点は、{desk.name}（{desk.phone}）へ、受付番号をお知らせのうえお問い合わせください。",
    ]
    return errors.problem(RECEIPT_GONE, 410, texts, [("トップページへ", errors.login_url(portal), "get")])


@bp.errorhandler(AccessDenied)
def turned_away(away: AccessDenied) -> ResponseReturnValue:
    """Show the way in. What a customer sent after their login or their proof ran out is kept until they are back (row
    W20)."""
    values = request.view_args or {}
    if away.why is Reason.LINK:
        return closed_links.page(values["portal"], away.found)
    shut = _shut(values["portal"], away)
    if shut is not None:
        return shut
    kept_at = keep_typed(**values) if request.method == "POST" else None
    if away.why is Reason.PASSWORD:
        onward = kept_at or _came_from(**values)
        return redirect(url_for("password_again.ask", portal=values["portal"], next=onward), 303)
    if away.why is Reason.TELEPHONE:
        back: list[Action] = [("前の画面に戻る", kept_at or here(), "get")]
        return errors.not_on_the_web(values["portal"], away.texts, back)
    return errors.log_in_first(values["portal"], kept_at or here())


def _shut(portal: Portal, away: AccessDenied) -> ResponseReturnValue | None:
    """What is seen where nothing that the visitor does opens this page."""
    if away.why is Reason.MISSING:
        return errors.missing()
    if away.why is Reason.ANOTHERS:
        return own_contract.anothers(portal)
    if away.why is Reason.CLOSED:
        return errors.closed_contract(portal, away.texts)
    if away.why is Reason.ANEW:
        return redirect(redirects.home(portal) if current_customer.current() else errors.login_url(portal), 303)
    return None


def _came_from(portal: Portal, wizard: Wizard, run_id: str = "", slug: str = "", subject: str | None = None) -> str:
    """The page that is asked for, or from which something was sent."""
    if request.method != "POST":
        return here()
    asked = current_run.find(portal, wizard, run_id) if run_id else None
    return asked.url(slug) if asked else begin_url(portal, wizard, subject)


@errors.kept_over_pause("wizard.begin_with", "wizard.answer", "wizard.extend")
def keep_typed(
    portal: Portal, wizard: Wizard, run_id: str = "", slug: str = "", subject: str | None = None
) -> str | None:
    """Keep as a draft what was sent and can't be taken now (decision 3); give where it will be found again.

    Without `run_id` and `slug` it is the first screen's; `subject` is what a run that is not kept yet is about. None
    where no form was sent (a script asks for more time without one), where it was not shown by right, where another
    request was quicker, or where not all files could be kept.
    """
    slug = slug or wizard.first.slug
    step = next((step for step in wizard.steps if step.slug == slug and isinstance(step, (Input, Upload))), None)
    if "version" not in request.form or step is None:
        return None
    asked = current_run.for_draft(portal, wizard, run_id, subject or _subject(wizard))
    if asked is None or asked.run.receipt or not (asked.run.version or step is wizard.first):
        return None
    try:
        if isinstance(step, Upload) and not uploads.keep(asked):
            return None
        if isinstance(step, Input):
            _keep_draft(asked, step)
    except Conflict:
        return None
    return asked.url(slug)


def _keep_draft(asked: WalkedRequest, step: Input) -> None:
    """Raise Conflict."""
    stop = asked.journey.stop_at(step.slug)
    context = asked.context_at(stop) if stop else asked.context
    asked.run.step(step.slug).draft = step.form(request.form, context).to_draft()
    write(asked)
