"""How does a member of staff come in by a passkey, and get and give up one? (WebAuthn; static/js/passkeys.js)

Browsers make and use keys by a script alone: without one a member comes in by password and code.
"""

import json

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.staff import challenges, passkeys
from domain.staff.passkeys import Made, Signed
from forms.staff_account import LONGEST_LABEL, PasskeyForm
from infra import clock, security_log
from infra.database import read, write
from views.shared import errors, lost_token, web_session
from views.staff import account, frame, guard
from views.staff import login as staff_login
from views.staff.guard import staff_required

bp = Blueprint("staff_passkeys", __name__, url_prefix="/staff")
frame.init(bp)
TITLE = "パスキーの登録"
FIRST = "ログインにはパスキーが必要です。はじめに、この端末のパスキーを登録してください。"
THERE_IS_ONE = "この担当者IDには、パスキーが登録されています。ログアウトして、パスキーでログインしてください。"
REFUSED = "パスキーでログインできませんでした。もう一度お試しください。"
ADDED = "パスキーを登録しました。"
UNNAMED = "パスキー"
NOT_ADDED = "パスキーを登録できませんでした。はじめから、もう一度お試しください。"
REMOVED = "パスキーを削除しました。端末に残っているパスキーは、端末の設定から削除してください。"
STAYS = "削除できませんでした。すでに削除されたか、最後の1つのため残す必要があります。"


@bp.get("/login/challenge")
def challenge() -> ResponseReturnValue:
    """What the script has a key sign, whoever's; as good for who has none."""
    said = challenges.issue(passkeys.LOGIN, web_session.browser(), clock.now())
    return dict(passkeys.to_use(said))


@bp.post("/login/passkey")
def log_in() -> ResponseReturnValue:
    """Come in by a key. Whatever is wrong with what was sent, the answer is the same."""
    sent = [request.form.get(name, "") for name in Signed._fields]
    found = passkeys.log_in(Signed(*sent), web_session.known_browser(), web_session.device(), clock.now())
    if found is None:
        security_log.refused(security_log.What.STAFF_LOGIN)
        return staff_login.page(wrong=REFUSED), 422
    guard.log_in(found)
    return redirect(guard.onward(request.args.get("next", "")), 303)


@errors.shown_again("staff_passkeys.log_in")
def log_in_once_more() -> ResponseReturnValue:
    """The login after a token was lost; onward where somebody logged in in another tab."""
    if guard.current():
        return redirect(guard.onward(request.args.get("next", "")), 303)
    return staff_login.page(notice=lost_token.SEND_ONCE_MORE), 400


@bp.get("/account/passkeys")
@staff_required
def ask() -> ResponseReturnValue:
    """What the new key is to be called, and, unless the login has only just begun, password and code."""
    return _barred() or _page(PasskeyForm(None, account.occasion()))


@bp.post("/account/passkeys")
@staff_required
def offer() -> ResponseReturnValue:
    """Let the browser make a key, for who has shown who they are."""
    form = PasskeyForm(request.form, account.occasion())
    barred = _barred()
    if barred:
        return barred
    if not form.validate() or ("current" in form and not account.is_proved(form)):
        return _page(form), 422
    own, label = guard.present_login(), form.label.data
    said = challenges.issue(passkeys.use_for(own), web_session.browser(), clock.now())
    with read() as session:
        told = passkeys.to_make(own.member, passkeys.of(session, own.member.id), said)
    return frame.draw("passkey", TITLE, label=label, told=json.dumps(told), origin=current_app.config["STAFF_URL"])


@bp.post("/account/passkeys/made")
@staff_required
def keep() -> ResponseReturnValue:
    """Keep the key that the browser made."""
    sent = [request.form.get(name, "") for name in Made._fields]
    label = PasskeyForm(request.form, account.occasion()).label.data or UNNAMED
    try:
        made = (label[:LONGEST_LABEL], Made(*sent), web_session.known_browser())
        passkeys.add(guard.present_login(), *made, clock.now())
    except passkeys.NotTaken:
        flash(NOT_ADDED)
        return redirect(url_for(".ask"), 303)
    flash(ADDED)
    return redirect(url_for("staff_account.show"), 303)


@bp.post("/account/passkeys/removed")
@staff_required
def remove() -> ResponseReturnValue:
    """Take away one of one's own."""
    with write() as session:
        gone = passkeys.remove(session, guard.present().id, request.form.get("key", ""), clock.now())
    flash(REMOVED if gone else STAYS)
    return redirect(url_for("staff_account.show"), 303)


@errors.shown_again("staff_passkeys.offer", "staff_passkeys.keep")
def ask_once_more() -> ResponseReturnValue:
    """The form again after its token was lost; the login where nobody is logged in any more."""
    if guard.current() is None:
        return redirect(url_for("staff.login", next=url_for("staff_passkeys.ask")), 303)
    return _barred() or (_page(PasskeyForm(request.form, account.occasion()), lost_token.SEND_ONCE_MORE), 400)


def _barred() -> ResponseReturnValue | None:
    """Where a key is required, a password opens the way to the first one alone."""
    own = guard.present_login()
    if own.login.by_passkey or not passkeys.required():
        return None
    with read() as session:
        return frame.problem(TITLE, THERE_IS_ONE, 403) if passkeys.of(session, own.member.id) else None


def _page(form: PasskeyForm, notice: str = "") -> str:
    first = FIRST if guard.to_do_first() else ""
    return frame.draw("ask", TITLE, form=form, action=url_for(".ask"), notice=notice or first)
