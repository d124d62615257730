"""How does a member leave a note about a customer for whoever speaks with them next, and how is a draft of it kept?

The draft is kept by the button, and by a script while it is typed (static/js/notes.js). What the script sends counts as
a sign that its member is there: it sends only what was typed, and gives up where nothing is typed any more.
"""

import re
import secrets

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.staff import note_drafts, notes
from domain.staff.cases import Case
from domain.staff.note_drafts import LONGEST, Changed, TooLong, Written
from domain.staff.notes import Blank, LeftAlready, NotTheirs
from infra import clock, rate_limits, security_log
from infra.security_log import What
from rules.japanese.formatting import clock_time
from views.shared import errors, lost_token
from views.staff import case_guard, frame, record
from views.staff.case_guard import case_required
from views.staff.notes_shown import Typed

bp = Blueprint("staff_notes", __name__, url_prefix="/staff/cases")
frame.init(bp)
case_guard.init(bp)
LIMIT = "staff note"
LEFT = "引き継ぎメモを残しました。"
KEPT = "下書きを保存しました。"
ERASED = "下書きを消しました。"
WITHDRAWN = "引き継ぎメモを取り消しました。"
BLANK = "引き継ぎメモを入力してください。"
TOO_LONG = f"引き継ぎメモは{LONGEST:,}文字以内で入力してください（現在{{many:,}}文字）。"
CHANGED = (
    "別の画面でこのメモが変わったため、下書きを保存していません。保存されている書きかけがあれば、入力欄の上に表示しています。"
    "内容を確かめてから、もう一度ボタンを押してください。"
)
LEFT_ALREADY = (
    "この画面のメモは、すでに残しました。入力された内容を別のメモとして残すときは、"
    "もう一度「メモを残す」を押してください。"
)
OFTEN = (
    "短い時間に操作が繰り返されました。入力された内容は、この画面に残っています。"
    "{minutes}分ほど待ってから、もう一度ボタンを押してください。"
)
PAGE = re.compile(r"[A-Za-z0-9_-]{22}")


@bp.post("/<case_id>/notes")
@case_required
def leave(case: Case) -> ResponseReturnValue:
    """Leave a note or, by the other button, keep its draft; back to the record. What is refused is shown again."""
    written = _written()
    try:
        rate_limits.hit(LIMIT, None, rate_limits.of_member(case.member_id))
        if "draft" in request.form:
            flash(KEPT if note_drafts.keep(case, written, clock.now()) else ERASED)
        else:
            notes.leave(case, written, clock.now())
            flash(LEFT)
    except Blank:
        return _again(case, written, BLANK, 422)
    except TooLong:
        return _again(case, written, TOO_LONG.format(many=len(written.text)), 422)
    except Changed:
        return _again(case, written, CHANGED, 409)
    except LeftAlready:
        return _again(case, written, LEFT_ALREADY, 409, anew=True)
    except rate_limits.RateLimited as often:
        security_log.refused(What.LIMIT)
        again = _again(case, written, OFTEN.format(minutes=-(-often.seconds // 60)), 429)
        return *again, {"Retry-After": str(often.seconds)}
    return _back(case)


@errors.shown_again("staff_notes.leave")
@case_required
def leave_once_more(case: Case) -> ResponseReturnValue:
    """The box again after its token was lost, with what was typed."""
    return _again(case, _written(), lost_token.SEND_ONCE_MORE, 400)


@bp.post("/<case_id>/notes/<note_id>/withdraw")
@case_required
def withdraw(case: Case, note_id: str) -> ResponseReturnValue:
    """Take a note of one's own back; 404 where it is another's, or there is none."""
    try:
        notes.withdraw(case, note_id, clock.now())
    except NotTheirs:
        abort(404)
    flash(WITHDRAWN)
    return _back(case)


@errors.shown_again("staff_notes.withdraw")
@case_required
def withdraw_once_more(case: Case, note_id: str) -> ResponseReturnValue:
    """Nothing is taken back by a button whose token was lost."""
    return frame.problem("送信できませんでした", lost_token.OPEN_AGAIN, 400)


@bp.post("/<case_id>/draft")
@case_required
def keep(case: Case) -> ResponseReturnValue:
    """What the script keeps: the version and the time; 409 where another page changed it, 422 where it is too long.
    What was typed until the very end of the hour may come a moment later."""
    rate_limits.hit(LIMIT, None, rate_limits.of_member(case.member_id))
    now = clock.now()
    try:
        version = note_drafts.keep(case, _written(), now)
    except Changed:
        return {}, 409
    except TooLong:
        return {}, 422
    return {"version": version, "at": clock_time(now)}


@errors.shown_again("staff_notes.keep")
def keep_once_more(case_id: str) -> ResponseReturnValue:
    """The script says that the page is too old."""
    return {}, 400


def _written() -> Written:
    """What a page sends; one that does not say which it is, is a new one."""
    page, said = request.form.get("note", ""), {name: _number(name) for name in ("version", "turn")}
    text = request.form.get("text", "")
    return Written(text, page if PAGE.fullmatch(page) else secrets.token_urlsafe(16), **said)


def _number(name: str) -> int:
    typed = request.form.get(name, "")
    return int(typed) if re.fullmatch("[0-9]{1,10}", typed) else 0


def _again(case: Case, written: Written, wrong: str, status: int, *, anew: bool = False) -> tuple[str, int]:
    return record.page(case, note=Typed(written.text, written.page, written.turn, wrong, anew)), status


def _back(case: Case) -> ResponseReturnValue:
    return redirect(url_for("staff_record.show", case_id=case.id, _anchor="notes"), 303)
