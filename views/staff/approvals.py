"""How does a member see what others ask for, and agree or not? (row S14; 業務画面 1191–1193)"""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.staff import approvals
from domain.staff.approvals import Listed, TooLate
from domain.staff.cases import CALLERS
from domain.staff.members import Right
from forms.kit.step import FormContext
from forms.staff.decision import REFUSE, DecisionForm
from infra import clock
from infra.database import read
from infra.encryption import DecryptionFailed
from rules.refusal import Refused
from rules.states import ApprovalState
from views.shared import errors, lost_token
from views.staff import frame, guard
from views.staff.guard import right_required
from wizards.staff import decisions
from wizards.staff.decisions import Decision

bp = Blueprint("staff_approvals", __name__, url_prefix="/staff/approvals")
frame.init(bp)
TITLE, SHOWN, DECIDED = "承認", "承認の依頼", "承認の結果"
TOO_LATE = "この依頼は、すでに決定・取り下げ・失効しているか、ご自身の依頼のため、決定できませんでした。"
CHANGED = "依頼のあとに内容が変わっていたため、承認できませんでした。何も変更していません。依頼は失効しました。"
NOT_TAKEN_BACK = "この依頼は、すでに決定しているか、失効しているため、取り下げられませんでした。"
UNREADABLE = "この依頼の内容を読み出せません。差し戻して、もう一度依頼してもらってください。"


@bp.get("/")
@right_required(Right.CUSTOMERS)
def home() -> ResponseReturnValue:
    """1191: what one asked and what became of it; for who may decide, all that waits."""
    member, may = guard.present(), guard.may(Right.APPROVALS)
    with read() as session:
        found = approvals.listed(session, member.id, clock.now(), all_waiting=may)
    own = [each for each in found if each.asked.asked_by == member.id]
    others = [each for each in found if each.asked.asked_by != member.id]
    return frame.draw("approvals/list", TITLE, own=own, others=others, may=may, number=decisions.LIST)


@bp.get("/<approval_id>")
@right_required(Right.APPROVALS)
def show(approval_id: str) -> ResponseReturnValue:
    """1192, or 1193 once it is decided. That it was looked at is written down. 404 where there is none."""
    return _page(_found(approval_id), DecisionForm(None, _occasion()))


@bp.post("/<approval_id>")
@right_required(Right.APPROVALS)
def decide(approval_id: str) -> ResponseReturnValue:
    """Agree or give back, with a reason; what was decided already stays so. 404 where there is none."""
    found, form = _found(approval_id), DecisionForm(request.form, _occasion())
    if not form.validate():
        return _page(found, form), 422
    by = Decision(guard.present().id, form.reason.data, clock.now())
    try:
        _decide(approval_id, by, form.decision.data)
    except TooLate:
        flash(TOO_LATE)
    except (Refused, DecryptionFailed) as no:
        return _page(found, form, str(no) if isinstance(no, Refused) else UNREADABLE), 409
    return redirect(url_for(".show", approval_id=approval_id), 303)


def _decide(approval_id: str, by: Decision, decision: str) -> None:
    if decision == REFUSE:
        decisions.refuse(approval_id, by)
    elif decisions.approve(approval_id, by) == ApprovalState.LAPSED:
        flash(CHANGED)


@bp.post("/<approval_id>/take-back")
@right_required(Right.CUSTOMERS)
def take_back(approval_id: str) -> ResponseReturnValue:
    """Who asked wants it no more."""
    try:
        decisions.take_back(approval_id, Decision(guard.present().id, "", clock.now()))
    except TooLate:
        flash(NOT_TAKEN_BACK)
    return redirect(url_for(".home"), 303)


@errors.shown_again("staff_approvals.decide")
def redisplay_after_lost_token(approval_id: str) -> ResponseReturnValue:
    """The form once more, with the reason that was typed; the login where that has ended."""
    if not guard.may(Right.APPROVALS):
        return redirect(url_for("staff.login", next=url_for(".show", approval_id=approval_id)), 303)
    return _page(_found(approval_id), DecisionForm(request.form, _occasion()), lost_token.SEND_ONCE_MORE), 400


@errors.shown_again("staff_approvals.take_back")
def not_taken_back(approval_id: str) -> ResponseReturnValue:
    """What to do, after the token of the list was lost; the login where that has ended."""
    if not guard.may(Right.CUSTOMERS):
        return redirect(url_for("staff.login", next=url_for(".home")), 303)
    return frame.problem("送信できませんでした", lost_token.OPEN_AGAIN, 400)


def _found(approval_id: str) -> Listed:
    with read() as session:
        return approvals.find(session, approval_id) or abort(404)


def _page(found: Listed, form: DecisionForm, message: str = "") -> str:
    asked, member = found.asked, guard.present()
    waits = asked.state == ApprovalState.WAITING and asked.expires_at > clock.now()
    try:
        changes = decisions.shown(asked) if waits else []
    except DecryptionFailed:
        changes, message = [], UNREADABLE
    if changes:
        decisions.note_look(asked, Decision(member.id, "", clock.now()))
    with read() as session:
        checked = approvals.checked(session, asked)
    content: dict[str, Any] = {"found": found, "changes": changes, "checked": checked, "callers": CALLERS, "form": form}
    content |= {"waits": waits, "own": asked.asked_by == member.id}
    number = decisions.SHOWN if waits else decisions.DECIDED
    return frame.draw("approvals/one", SHOWN if waits else DECIDED, number=number, message=message, **content)


def _occasion() -> FormContext:
    return FormContext(None, clock.today())
