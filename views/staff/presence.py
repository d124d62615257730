"""Who else has this customer open, and how does a member take them over? (rows S7, S8)

What is said of the others is asked again every few seconds by the pages of a case; so each page that is looked at shows
the others that it is.
"""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.staff import in_hand
from domain.staff.cases import Case
from domain.staff.in_hand import InOtherHands, Other, Standing
from infra import clock
from infra.database import read, write
from views.shared import errors, lost_token, redirects
from views.staff import case_guard, frame
from views.staff.case_guard import case_required

bp = Blueprint("staff_presence", __name__, url_prefix="/staff/cases")
frame.init(bp)
case_guard.init(bp)
TAKEN_OVER = "{name}さんから引き継ぎました。"
FREE = "このお客さまの担当になりました。"
ANOTHER = "いまは{name}さんが対応しています。引き継ぐときは、もう一度ボタンを押してください。"


@bp.get("/<case_id>/presence")
@case_required
def look(case: Case) -> ResponseReturnValue:
    """What a page of a case says of the others, for a page that asks again and again; with ?acting=1 for a screen of a
    sequence, which is not to be left for it."""
    return frame.fragment("presence", standing=standing(case), case_id=case.id, acting="acting" in request.args)


@bp.post("/<case_id>/take-over")
@case_required
def take_over(case: Case) -> ResponseReturnValue:
    """Take the customer over from whom the page named, and on to where that was asked."""
    onward = redirects.within(f"/staff/cases/{case.id}/", request.form.get("onward", ""), _record(case.id))
    try:
        with write() as session:
            before = in_hand.take_over(session, case, request.form.get("holder", ""), clock.now())
        flash(TAKEN_OVER.format(name=before.name) if before else FREE)
    except InOtherHands as others:
        flash(ANOTHER.format(name=others.by.name))
    return redirect(onward, 303)


@errors.shown_again("staff_presence.take_over")
@case_required
def take_over_once_more(case: Case) -> ResponseReturnValue:
    """Nobody is taken over by a button whose token was lost."""
    return frame.problem("送信できませんでした", lost_token.OPEN_AGAIN, 400, onward=_record(case.id))


def standing(case: Case) -> Standing:
    """How it stands between the members who have the customer of a case open. Raise customers.Gone."""
    with read() as session:
        return in_hand.of(session, case, clock.now())


def shown(case: Case, *, acting: bool = False) -> dict[str, Any]:
    """What a page of a case needs to say so, and to ask again; `acting` as in `look`. Raise customers.Gone."""
    url = url_for("staff_presence.look", case_id=case.id, acting=1 if acting else None)
    return {"standing": standing(case), "presence_url": url, "case_id": case.id, "acting": acting}


def in_other_hands(case_id: str, by: Other, onward: str) -> ResponseReturnValue:
    """409: who has the customer in hand; taking them over leads `onward`."""
    title = f"{by.name}さんが対応中です"
    return frame.draw("in_other_hands", title, by=by, case_id=case_id, onward=onward), 409


def _record(case_id: str) -> str:
    return url_for("staff_record.show", case_id=case_id)
