"""How does a telephone put pictures into what goes on at a PC? 806, by the QR code of 803 (decision 25).

It uploads and nothing else: nothing that was typed, no picture and no name is shown to it.
"""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.photos import passes, uploads
from infra import clock, rate_limits
from models import PhotoPass
from rules.portals import Portal
from views.photos import offers_photos
from views.shared import errors, lost_token, request_body, web_session
from views.shared.offered import only_where
from views.shared.page import page
from views.shared.screens import Screen, screen
from views.wizard import file_routes
from views.wizard import uploads as taking
from wizards import photos
from wizards.engine.receipt import Conflict

bp = Blueprint("camera", __name__)
CAMERA = screen(806, "スマートフォンから画像を追加", sequence=photos.wizard.name)
OVER = "このQRコードの有効期限（10分間）が過ぎているか、画像の送信が完了しています。"
DONE = "送信が完了している場合は、この画面を閉じてかまいません。"
TAKEN_BY_ANOTHER = "このQRコードは、ほかのスマートフォンで使用されています。"
ANEW = "続けて追加する場合は、パソコンの画面で新しいQRコードを表示し、読み取ってください。"
ENDED = Screen(errors.LINK_EXPIRED.number, "このQRコードの使用は終わりました")
NOT_THIS_ONE = Screen(errors.LINK_USED.number, "このQRコードは、ご利用いただけません")


@bp.get("/<portal:portal>/camera/<pass_id>/<secret>")
@only_where(offers_photos)
def ask(portal: Portal, pass_id: str, secret: str) -> ResponseReturnValue:
    """The button by which this telephone becomes the one. Being opened does nothing: other programs look at addresses
    too."""
    found = _good(portal, pass_id, secret)
    if found is None:
        return _over()
    if _is_anothers(found):
        return _anothers()
    return page("camera/claim.html", CAMERA, photo_pass=found)


@bp.post("/<portal:portal>/camera/<pass_id>/<secret>")
@only_where(offers_photos)
def claim(portal: Portal, pass_id: str, secret: str) -> ResponseReturnValue:
    """From here on it is this browser's."""
    found = _good(portal, pass_id, secret)
    # What is right counts for its customer: many telephones share an address of the network (decision 37).
    rate_limits.hit("telephone", portal, *([rate_limits.of_account(found.account_id)] if found else []))
    if found is None:
        return _over()
    if not passes.claim(pass_id, web_session.mark(), clock.now()):
        return _anothers()
    return redirect(url_for(".show", portal=portal, pass_id=pass_id), 303)


@bp.get("/<portal:portal>/camera/<pass_id>")
@only_where(offers_photos)
def show(portal: Portal, pass_id: str) -> ResponseReturnValue:
    """806: to choose or take pictures."""
    found = _mine(portal, pass_id)
    return _page(portal, found) if found else _over()


@bp.post("/<portal:portal>/camera/<pass_id>")
@only_where(offers_photos)
def send(portal: Portal, pass_id: str) -> ResponseReturnValue:
    """Files of the plain form."""
    found = _mine(portal, pass_id)
    if found is None:
        return _over()
    chosen = taking.chosen_files()
    if not chosen:
        return _page(portal, found, wrong=taking.NONE), 422
    try:
        taken = taking.take_files(portal, passes.into(found), chosen)
    except Conflict:
        return _over()
    if taken.refused:
        return _page(portal, found, notices=taken.told, refused=taken.refused), 422
    for line in taken.told:
        flash(line)
    return redirect(url_for(".show", portal=portal, pass_id=pass_id), 303)


@bp.post("/<portal:portal>/camera/<pass_id>/files")
@only_where(offers_photos)
def put(portal: Portal, pass_id: str) -> ResponseReturnValue:
    """One file of a script's, answered as by views/wizard/file_routes.py."""
    found = _mine(portal, pass_id)
    if found is None:
        return file_routes.told("gone", OVER + ANEW, 410)
    try:
        return file_routes.put_one(portal, passes.into(found))
    except Conflict:
        return file_routes.told("gone", OVER + ANEW, 410)


@errors.shown_again("camera.put")
def script_lost_token(portal: Portal, pass_id: str) -> ResponseReturnValue:
    """A script's token is lost: nothing was looked at."""
    return file_routes.told("token", file_routes.AGAIN, 400)


@errors.shown_again("camera.send", "camera.claim")
def redisplay_after_lost_token(portal: Portal, pass_id: str, secret: str = "") -> ResponseReturnValue:
    """The page once more, with a new token."""
    found = _good(portal, pass_id, secret) if secret else _mine(portal, pass_id)
    if found is None:
        return _over()
    if secret:
        return page("camera/claim.html", CAMERA, photo_pass=found, notices=[lost_token.with_form(portal)]), 400
    return _page(portal, found, notices=[lost_token.with_form(portal)]), 400


bp.register_error_handler(rate_limits.RateLimited, errors.too_many)


def _good(portal: Portal, pass_id: str, secret: str) -> PhotoPass | None:
    """The pass of an address that was made here."""
    return passes.find(pass_id, portal.name, clock.now()) if passes.is_secret(pass_id, secret) else None


def _is_anothers(found: PhotoPass) -> bool:
    return found.claimed_by is not None and found.claimed_by != web_session.mark()


def _mine(portal: Portal, pass_id: str) -> PhotoPass | None:
    """The pass that this browser has claimed."""
    found = passes.find(pass_id, portal.name, clock.now())
    return found if found and found.claimed_by == web_session.mark() else None


def _page(portal: Portal, found: PhotoPass, **more: object) -> str:
    files_url = url_for(".put", portal=portal, pass_id=found.id)
    return page("camera/show.html", CAMERA, photo_pass=found, limits=uploads.limits(), files_url=files_url, **more)


def _over() -> ResponseReturnValue:
    return errors.problem(ENDED, 410, [OVER, DONE, ANEW])


def _anothers() -> ResponseReturnValue:
    return errors.problem(NOT_THIS_ONE, 410, [TAKEN_BY_ANOTHER, ANEW])


@errors.kept_over_pause("camera.put", "camera.send")
def keep_in_pause(portal: Portal, pass_id: str) -> ResponseReturnValue | None:
    """What comes in the weekly pause is put in all the same: it is half-way through what somebody does at a PC."""
    found = _mine(portal, pass_id)
    try:
        taken = taking.take_files(portal, passes.into(found), taking.chosen_files()) if found else None
    except Conflict:
        taken = None
    if request.endpoint == "camera.send":
        return None
    kept = taken and not taken.not_stored and not taken.refused
    return file_routes.told("paused", file_routes.PAUSED_AND_KEPT if kept else file_routes.PAUSED, 503)


def _room(room: Callable[[], int]) -> request_body.Room:
    """Only the telephone that may is listened to so long."""
    return lambda values: room() if _mine(values["portal"], values["pass_id"]) else None


request_body.allow("camera.send", _room(file_routes.many_files))
request_body.allow("camera.put", _room(file_routes.one_file))
