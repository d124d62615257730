"""What becomes of a caller's answer that a member types in? It is judged, and nothing of it is kept."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.staff import caller_checks
from domain.staff.caller_checks import Locked, NotAsked
from domain.staff.cases import Case
from domain.staff.in_hand import InOtherHands
from domain.staff.questions import WORDS, Question, Unreadable
from infra import clock
from views.shared import errors, lost_token
from views.staff import case_guard, frame, record
from views.staff.case_guard import case_required

bp = Blueprint("staff_check", __name__, url_prefix="/staff/cases")
frame.init(bp)
case_guard.init(bp)
MATCHED = "「{name}」は一致しました。"
NOT_MATCHED = "「{name}」は一致しませんでした。登録されている内容は、電話口でお伝えしないでください。"
PASSED = "「{name}」は、お答えなしとして記録しました。"
NOT_ASKED = "その質問はすでに終わっています。表示されている質問をおたずねください。"
LOCKED = "一致しない回答が続いたため、いまの回答は判定していません。"
IN_OTHER_HANDS = "いまは{name}さんがこのお客さまを担当しているため、判定していません。引き継いでからお試しください。"
UNREAD = "{name}として読み取れませんでした。{hint}のように入力してください。"


@bp.post("/<case_id>/check")
@case_required
def answer(case: Case) -> ResponseReturnValue:
    """Judge what the caller answered, or note that they could not; back to the record, which says how it went."""
    question, typed = _question(), request.form.get("answer", "")
    try:
        flash(_judged(case, question, typed))
    except Unreadable:
        words = WORDS[question]
        wrong = UNREAD.format(name=words.name, hint=words.hint.partition("、")[0])
        return record.page(case, wrong=wrong, typed=_shown(typed)), 422
    except InOtherHands as others:
        wrong = IN_OTHER_HANDS.format(name=others.by.name)
        return record.page(case, wrong=wrong, typed=_shown(typed)), 409
    except NotAsked:
        flash(NOT_ASKED)
    except Locked:
        flash(LOCKED)
    return redirect(url_for("staff_record.show", case_id=case.id, _anchor="check"), 303)


@errors.shown_again("staff_check.answer")
@case_required
def answer_once_more(case: Case) -> ResponseReturnValue:
    """The question again after its token was lost, with what was typed."""
    return record.page(case, wrong=lost_token.SEND_ONCE_MORE, typed=_shown(request.form.get("answer", ""))), 400


def _judged(case: Case, question: Question, typed: str) -> str:
    """Raise Unreadable, InOtherHands, NotAsked or Locked."""
    name = WORDS[question].name
    if "pass" in request.form:
        caller_checks.pass_over(case, question, clock.now())
        return PASSED.format(name=name)
    right = caller_checks.answer(case, question, typed, clock.now())
    return (MATCHED if right else NOT_MATCHED).format(name=name)


def _question() -> Question:
    asked = request.form.get("question", "")
    return Question(asked) if asked in set(Question) else abort(404)


def _shown(typed: str) -> str:
    return typed[: caller_checks.LONGEST]
