"""How does a script put a file into a run, and how does it learn what has become of it? (803)

One file a request, so that what breaks off is one file; what was sent twice is one picture. Answers are JSON: `state`
(as PhotoState), the picture's `id` and, where there is something to be told, a `message` in the customer's words.
"""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from domain.photos import passes
from domain.photos import uploads as photos
from domain.photos.storage import StorageFailed
from infra.rate_limits import RateLimited
from models import Photo
from rules.portals import Portal
from views.shared import errors, own_contract, request_body, web_session
from views.wizard import current_run, uploads, uploads_shown
from views.wizard.current_run import RUN_ID, RunGone
from views.wizard.routes import keep_typed, offered
from views.wizard.run_writes import begin
from views.wizard.wizard_request import WizardRequest
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Wizard
from wizards.engine.receipt import Conflict

bp = Blueprint("files", __name__)
bp.url_value_preprocessor(offered)
# Beside a file: its name, its token, and what stands between them.
AROUND = 64 * 1024
AT_ONCE = 20
LOGGED_OUT = "ログインの有効期限が切れました。お送りいただいた画像は保管しています。もう一度ログインしてください。"
LOGGED_OUT_BEFORE = "ログインの有効期限が切れました。もう一度ログインしてから、画像を選択してください。"
PAUSED = "ただいまメンテナンス中です。終わってから、もう一度お送りください。"
PAUSED_AND_KEPT = "ただいまメンテナンス中です。お送りいただいた画像は保管しています。"
OVER = "この画面でのお手続きは終わっています。事故の一覧から、もう一度お選びください。"
AGAIN = "画面を開いてから時間がたっているため、送信できませんでした。画面を読み込み直してください。"
SAME = "「{name}」は、登録済みの「{other}」と同じ画像のため、登録していません。"
NOT_STORED = "ただいま画像を保存することができません。時間をおいて、もう一度お試しください。"
OFTEN = "短い時間に多くの画像が送られました。{minutes}分ほど待ってから、もう一度お試しください。"


@bp.post("/<portal:portal>/<wizard:wizard>/<run_id>/<slug>/files")
def put(portal: Portal, wizard: Wizard, run_id: str, slug: str) -> ResponseReturnValue:
    """Take one file; 422 where it is refused. Raise RunGone where none are put in."""
    if wizard.upload is None or wizard.upload.slug != slug or not RUN_ID.fullmatch(run_id):
        raise RunGone
    for _ in range(AT_ONCE):
        try:
            return _put(_asked(portal, wizard, run_id))
        except Conflict:
            continue
    return told("conflict", OVER, 409)


def _asked(portal: Portal, wizard: Wizard, run_id: str) -> WizardRequest:
    """The run, or the one that its first page chose. Raise RunGone where it is over."""
    found, subject = current_run.find(portal, wizard, run_id), request.args.get("subject")
    if (found and found.run.receipt) or (found is None and subject is None):
        raise RunGone
    return found or current_run.fresh(portal, wizard, subject, run_id)


def _put(asked: WizardRequest) -> ResponseReturnValue:
    walked = current_run.enter(asked)
    if not walked.run.version:
        begin(walked)
    return put_one(walked.portal, uploads.into(walked))


def put_one(portal: Portal, goes_to: photos.Into) -> ResponseReturnValue:
    """Take the one file of this request. Raise Conflict where the run is over, or RateLimited."""
    chosen = uploads.chosen_files()
    if len(chosen) != 1:
        return told("none", uploads.NONE, 422)
    try:
        photo = uploads.take_file(portal, goes_to, chosen[0])
    except StorageFailed:
        return told("not stored", NOT_STORED, 503)
    if other := uploads.other_name(photo, chosen[0]):
        return told("same", SAME.format(name=photos.short_name(chosen[0].filename or ""), other=other), 422)
    return of_photo(photo)


def of_photo(photo: Photo) -> ResponseReturnValue:
    """What has become of a picture."""
    message = uploads.why_refused(photo)
    return jsonify(state=photo.state, id=photo.id, message=message), 422 if photo.reason else 200


def told(state: str, message: str, status: int) -> tuple[Response, int]:
    """Something that is no picture's."""
    return jsonify(state=state, message=message), status


@bp.get("/<portal:portal>/<wizard:wizard>/<run_id>/<slug>/state")
def state(portal: Portal, wizard: Wizard, run_id: str, slug: str) -> ResponseReturnValue:
    """What tells one state of the list from another, for a page that asks by itself. Raise RunGone."""
    found = current_run.found(portal, wizard, run_id)
    stop = None if found.run.receipt else current_run.enter(found).journey.stop_at(slug)
    if stop is None or stop.gathered is None:
        raise RunGone
    phone = uploads_shown.phone(passes.of_run(run_id, found.now))
    return jsonify(mark=stop.gathered.mark, waiting=stop.gathered.waiting, good=stop.gathered.good, phone=phone)


@errors.kept_over_pause("files.put")
def keep_in_pause(portal: Portal, wizard: Wizard, run_id: str, slug: str) -> ResponseReturnValue:
    """What comes in the weekly pause is kept as what comes without its login."""
    kept = keep_typed(portal, wizard, run_id, slug, request.args.get("subject"))
    return told("paused", PAUSED_AND_KEPT if kept else PAUSED, 503)


@errors.shown_again("files.put")
def lost_token(portal: Portal, wizard: Wizard, run_id: str, slug: str) -> ResponseReturnValue:
    """The token is lost: nothing was looked at."""
    return told("token", AGAIN, 400)


@bp.errorhandler(AccessDenied)
def turned_away(away: AccessDenied) -> ResponseReturnValue:
    """Where the login has ended, what came is kept until there is another; of what is another's nothing is known."""
    values = request.view_args or {}
    if away.why is Reason.ANOTHERS:
        own_contract.anothers(values["portal"])
    if away.why is not Reason.LOGIN:
        return told("gone", OVER, 404)
    kept = request.method == "POST" and keep_typed(**values, subject=request.args.get("subject"))
    return told("login", LOGGED_OUT if kept else LOGGED_OUT_BEFORE, 403)


@bp.errorhandler(RunGone)
def gone(_: RunGone) -> ResponseReturnValue:
    """There is nothing any more into which it could be put."""
    return told("gone", OVER, 410)


@bp.errorhandler(RateLimited)
def too_often(often: RateLimited) -> ResponseReturnValue:
    """Not now."""
    answer, status = told("often", OFTEN.format(minutes=-(-often.seconds // 60)), 429)
    return answer, status, {"Retry-After": str(often.seconds)}


def one_file() -> int:
    """How long the body of a request may be that brings one file."""
    return photos.limits().size + AROUND


request_body.allow("files.put", lambda values: _of_a_customer(one_file()))


def many_files() -> int:
    """How long one may be that brings as many as may be sent at a time."""
    limits = photos.limits()
    return limits.many * limits.size + AROUND


def _of_a_customer(room: int) -> int | None:
    """Only who brings the cookie of a login, be it over, is listened to so long; nothing is looked up for it."""
    return room if web_session.login_token() else None


def _plain_form(values: dict[str, Any]) -> int | None:
    wizard = values["wizard"]
    has_files = wizard.upload and values.get("slug", wizard.first.slug) == wizard.upload.slug
    return _of_a_customer(many_files()) if has_files else None


request_body.allow("wizard.answer", _plain_form)
request_body.allow("wizard.begin_with", _plain_form)
request_body.allow("wizard.extend", _plain_form)
