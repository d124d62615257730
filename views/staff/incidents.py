"""What is behind the number that a customer reads out from 908?"""

from flask import Blueprint, abort, current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from domain.staff import incidents
from domain.staff.members import Right
from infra.database import read
from models import Incident
from rules.japanese import normalize
from views import pages
from views.staff import frame, guard
from views.staff.guard import staff_required

bp = Blueprint("staff_incidents", __name__, url_prefix="/staff/incidents")
frame.init(bp)
TITLE = "お問い合わせ番号を調べる"
LONGEST_TYPED = 40
NO_NUMBER = "お問い合わせ番号を入力してください。画面908に表示されている8文字です。"
NOT_A_NUMBER = (
    "お問い合わせ番号は8文字で、数字の0〜9と英字のA〜Fだけです。お客さまに、4文字ずつもう一度お読みいただいてください。"
)
UNKNOWN = (
    "この番号の記録は見つかりません。90日より前のものか、データベースそのものの問題で、サーバーのログにだけ残っています。"
    "番号と時刻を控えて、システムの担当者へお伝えください。"
)


@bp.get("")
@staff_required
def index() -> ResponseReturnValue:
    """A box for the number, and with one what stands behind it; where it was raised only for who may read the trail.
    Forbidden for who has neither that right nor the one to look after customers."""
    if not (guard.may(Right.CUSTOMERS) or guard.may(Right.TRAIL)):
        abort(403)
    if "number" not in request.args:
        return _page("")
    typed = normalize.clean(request.args["number"][:LONGEST_TYPED])
    number = incidents.folded(typed)
    if not incidents.NUMBER.fullmatch(number):
        return _page(typed, NOT_A_NUMBER if typed else NO_NUMBER), 422
    with read() as session:
        found = incidents.find(session, number)
        return _found(session, typed, found) if found else _unknown(session, typed, number)


def _found(session: Session, typed: str, found: Incident) -> ResponseReturnValue:
    portal = current_app.extensions["portals"].get(found.portal)
    again = incidents.again(session, found)
    titles = {number: title for _, rows in pages.sequences_of(portal) for number, title, _ in rows} if portal else {}
    known = {"again": again, "portal": portal, "screen_title": titles.get(found.screen or 0), "places": _places(found)}
    return _page(typed, found=found, **known)


def _places(found: Incident) -> str | None:
    return found.places if guard.may(Right.TRAIL) else None


def _unknown(session: Session, typed: str, number: str) -> ResponseReturnValue:
    return _page(typed, UNKNOWN, near=incidents.nearest(session, number)), 422


def _page(typed: str, wrong: str = "", **more: object) -> str:
    return frame.draw("incidents", TITLE, **{"typed": typed, "wrong": wrong, "found": None, "near": [], **more})
