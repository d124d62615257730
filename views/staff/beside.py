"""How does an operator stand beside a customer? By six digits that the customer reads out; then they see which screen
and which fields, and can point at one. There is no address by which anything could be typed or sent for the customer
(rows S1–S6)."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.staff import screen_sharing, shared_screens
from domain.staff.members import Right
from domain.staff.screen_sharing import Seen
from infra import clock
from rules.japanese import normalize
from views.shared import sharing_words
from views.staff import beside_shown, frame, guard
from views.staff.guard import right_required

bp = Blueprint("staff_beside", __name__, url_prefix="/staff/beside")
frame.init(bp)
TITLE = "画面の共有"
NO_CODE = "お客さまが読み上げた6桁の番号を入力してください。"
WRONG = "この番号の共有は見つかりません。10分間だけ、一度だけ使える番号です。もう一度お聞きください。"
TOO_MANY = "番号の間違いが5回続いたため、10分間は参加できません。"
POINTED_AWAY = "お客さまの画面が変わったため、ご案内していません。"


@bp.get("")
@right_required(Right.CUSTOMERS)
def index() -> str:
    """A box for the six digits, and what is joined already."""
    return _index()


def _index(wrong: str = "") -> str:
    joined = screen_sharing.joined_by(*_me(), clock.now())
    return frame.draw("beside/index", TITLE, wrong=wrong, joined=joined)


@bp.post("")
@right_required(Right.CUSTOMERS)
def join() -> ResponseReturnValue:
    """See the screen whose digits were typed."""
    typed = normalize.digits(request.form.get("code", ""))
    if not (typed.isascii() and typed.isdigit() and len(typed) == screen_sharing.CODE_DIGITS):
        return _index(NO_CODE), 422
    try:
        name = screen_sharing.join(typed, *_me(), clock.now())
    except screen_sharing.TooManyTries:
        return _index(TOO_MANY), 429
    if name is None:
        return _index(WRONG), 422
    return redirect(url_for(".show", name=name), 303)


@bp.get("/<name>")
@right_required(Right.CUSTOMERS)
def show(name: str) -> ResponseReturnValue:
    """The customer's screen, masked, with the ways to point at its fields."""
    seen = _seen(name)
    if seen is None:
        return frame.draw("beside/ended", "画面の共有は終了しました"), 410
    return frame.draw("beside/show", TITLE, **_shown(seen), word_url=sharing_words.url(name))


@bp.get("/<name>/view")
@right_required(Right.CUSTOMERS)
def view(name: str) -> ResponseReturnValue:
    """What changes of it, for the script of the page; 410 once it has ended."""
    seen = _seen(name)
    if seen is None:
        return "", 410
    return frame.fragment("beside/view", **_shown(seen))


@bp.post("/<name>/point")
@right_required(Right.CUSTOMERS)
def point(name: str) -> ResponseReturnValue:
    """Point at the field of a number, or at none."""
    seen = _seen(name) or abort(404)
    number, there = request.form.get("number", ""), {str(each[2]) for each in seen.view.get("asked", ())}
    same = not number or (number in there and request.form.get("turn") == str(seen.turn))
    if not (same and screen_sharing.point(seen, int(number) if number else None)):
        flash(POINTED_AWAY)
    return redirect(url_for(".show", name=name), 303)


@bp.post("/<name>/leave")
@right_required(Right.CUSTOMERS)
def leave(name: str) -> ResponseReturnValue:
    """End it."""
    seen = _seen(name)
    if seen is not None:
        screen_sharing.leave(seen, clock.now())
    flash("画面の共有を終了しました。")
    return redirect(url_for(".index"), 303)


def _me() -> tuple[int, str]:
    logged_in = guard.current()
    assert logged_in is not None
    return logged_in.member.id, logged_in.login.id


def _seen(name: str) -> Seen | None:
    return screen_sharing.of_member(name, *_me(), clock.now())


def _shown(seen: Seen) -> dict[str, object]:
    return {"seen": seen, "shown": beside_shown.of(seen.view), "word": shared_screens.word(seen)}
