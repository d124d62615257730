"""What does who is in charge of an accident see? What came last, what came of one accident, the pictures under a
receipt number, and each."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from domain.photos import storage, uploads
from domain.photos.pictures import Doubt
from domain.photos.storage import Kind
from domain.staff import sent_photos
from domain.staff.members import Right
from domain.staff.sent_photos import Sent
from infra import clock, pagination
from infra.database import read, write
from models import Accident, Photo
from rules.japanese import formatting, normalize
from rules.japanese.dates import JST
from views.staff import frame, guard
from views.staff.guard import right_required

bp = Blueprint("staff_photos", __name__, url_prefix="/staff")
frame.init(bp)
TITLE = "事故の画像"
LONGEST_NUMBER = 40
NO_NUMBER = "受付番号または事故受付番号を入力してください。"
UNKNOWN = "この番号の受付も事故も見つかりません。番号をご確認のうえ、もう一度入力してください。"
DOUBTS: Mapping[str, str] = {
    Doubt.DARK: "暗い可能性",
    Doubt.BLURRED: "ぼけ・ぶれの可能性",
    Doubt.SMALL: "画像が小さい",
    Doubt.DOUBLED: "ほかの画像と似ている",
}


class Shown(NamedTuple):
    """A picture as it is listed."""

    photo: Photo
    number: int
    caption: str
    taken: str
    doubts: list[str]


@bp.get("/photos")
@right_required(Right.PICTURES)
def home() -> ResponseReturnValue:
    """The receipts under which pictures came last, page by page, and a box to open any by its number or find those of
    an accident by that one's. With a number typed into it, to the receipt of that number, or to the receipts of the
    accident of that."""
    return _home() if "number" not in request.args else _found(request.args["number"])


def _home(typed: str = "", wrong: str = "") -> str:
    with read() as session:
        found = sent_photos.listed(session, pagination.number_in(request.args.get("page")))
    return frame.draw("receipts", TITLE, found=found, accident=None, typed=typed, wrong=wrong)


@bp.get("/accidents/<int(max=2147483647):accident_id>")
@right_required(Right.PICTURES)
def of_accident(accident_id: int) -> ResponseReturnValue:
    """The receipts of one accident, page by page. 404 where there is no such accident."""
    with read() as session:
        accident = session.get(Accident, accident_id) or abort(404)
        found = sent_photos.listed(session, pagination.number_in(request.args.get("page")), accident.id)
    return frame.draw("receipts", TITLE, found=found, accident=accident, typed="", wrong="")


def _found(raw: str) -> ResponseReturnValue:
    typed = normalize.clean(raw[:LONGEST_NUMBER])
    with read() as session:
        sent = sent_photos.of_number(session, normalize.digits(typed))
        accident = sent_photos.accident_of(session, typed)
    if sent:
        return redirect(url_for(".show", receipt_number=sent.number), 303)
    if accident:
        return redirect(url_for(".of_accident", accident_id=accident.id), 303)
    return _home(typed, UNKNOWN if typed else NO_NUMBER), 422


@bp.get("/photos/<receipt_number>")
@right_required(Right.PICTURES)
def show(receipt_number: str) -> ResponseReturnValue:
    """The pictures that came under a receipt number; that they were looked at is written down. 404 where none came."""
    sent = _sent(receipt_number)
    with write() as session:
        sent_photos.note_look(session, sent, guard.present().id, clock.now())
    portal = current_app.extensions["portals"].get(sent.photos[0].portal)
    shown = [_shown(number, photo) for number, photo in enumerate(sent.photos, 1)]
    return frame.draw("photos", TITLE, sent=sent, portal=portal, shown=shown)


@bp.get("/photos/<receipt_number>/<photo_id>/copy")
@right_required(Right.PICTURES)
def copy(receipt_number: str, photo_id: str) -> ResponseReturnValue:
    """A picture in full, to be kept as a file; that it was opened is written down. 404 where there is none."""
    sent = _sent(receipt_number)
    number, photo = _of_id(sent, photo_id)
    answer = _file(Kind.COPY, photo, f"attachment; filename={_file_name(sent, number)}")
    with write() as session:
        sent_photos.note_opened(session, photo, guard.present().id, clock.now())
    return answer


@bp.get("/photos/<receipt_number>/<photo_id>/thumbnail")
@right_required(Right.PICTURES)
def thumbnail(receipt_number: str, photo_id: str) -> ResponseReturnValue:
    """A small picture, for the page. 404 where there is none."""
    _, photo = _of_id(_sent(receipt_number), photo_id)
    return _file(Kind.THUMBNAIL, photo, "inline")


def _sent(receipt_number: str) -> Sent:
    with read() as session:
        return sent_photos.of_number(session, receipt_number) or abort(404)


def _of_id(sent: Sent, photo_id: str) -> tuple[int, Photo]:
    for number, photo in enumerate(sent.photos, 1):
        if photo.id == photo_id:
            return number, photo
    abort(404)


def _file(kind: Kind, photo: Photo, disposition: str) -> Response:
    # Read whole before the answer begins, so that what cannot be read is told.
    content = b"".join(storage.of_app().read(kind, photo.id))
    return Response(content, mimetype="image/jpeg", headers={"Content-Disposition": disposition})


def _file_name(sent: Sent, number: int) -> str:
    return f"{sent.sent_at.astimezone(JST):%Y%m%d}-{sent.number[-6:]}-{number:02}.jpg"


def _shown(number: int, photo: Photo) -> Shown:
    told = uploads.told(photo)
    doubts = [DOUBTS[each] for each in photo.doubts.split()]
    return Shown(photo, number, told.caption, _taken(told.taken_at), doubts)


def _taken(said: str) -> str:
    """As the camera said it, whatever zone it was in."""
    if not said:
        return ""
    at = datetime.fromisoformat(said)
    return f"{formatting.day(at.date())} {at:%H:%M}"
