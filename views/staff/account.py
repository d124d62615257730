"""What does a member of staff see and change of their own access: password, logins, passkeys?"""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

import models
from domain.accounts import common_passwords, password_hashing, user_agents
from domain.staff import authentication, logins, own_access, passkeys
from forms.kit.step import FormContext
from forms.staff_account import About, PasskeyForm, StaffPasswordForm
from infra import clock, security_log
from infra.database import read, write
from views.shared import errors, lost_token
from views.staff import frame, guard
from views.staff.guard import staff_required

bp = Blueprint("staff_account", __name__, url_prefix="/staff/account")
frame.init(bp)
TITLE = "アカウント"
CHANGE = "パスワードの変更"
GIVEN = "お渡ししたパスワードは、はじめのログインにだけ使えます。ご自分で決めたパスワードに変更してください。"
WRONG = "現在のパスワードが一致しません。もう一度入力してください。"
WRONG_OF_TWO = "現在のパスワードまたは確認コードが一致しません。もう一度入力してください。"
CHANGED = "パスワードを変更しました。ほかのブラウザーのログインは終了しました。"
ENDED = "選ばれたログインを終了しました。"
ENDED_ALREADY = "そのログインは、すでに終了しています。"


class Browser(NamedTuple):
    """A login as it is listed."""

    login: models.StaffLogin
    name: str
    here: bool


@bp.get("")
@staff_required
def show() -> ResponseReturnValue:
    """Who one is here, where one is logged in, and by which keys one comes in."""
    own, now = guard.present_login(), clock.now()
    with read() as session:
        found = logins.under_way(session, own.member.id, now)
        keys = passkeys.of(session, own.member.id)
    browsers = [Browser(each, user_agents.named(each.device), each.id == own.login.id) for each in found]
    browsers.sort(key=lambda each: not each.here)
    told = {"last_stays": passkeys.required() and len(keys) == 1, "offered": passkeys.are_possible()}
    return frame.draw("account", TITLE, browsers=browsers, keys=keys, **told)


@bp.post("/logins")
@staff_required
def end_login() -> ResponseReturnValue:
    """「終了する」: end another login of one's own."""
    own, wanted = guard.present_login(), request.form.get("login", "")
    with write() as session:
        there = wanted != own.login.id and own_access.end_another(session, own.member.id, wanted, clock.now())
    flash(ENDED if there else ENDED_ALREADY)
    return redirect(url_for(".show"), 303)


@bp.get("/password")
@staff_required
def password() -> ResponseReturnValue:
    """The form; who was given their password comes here first."""
    return _page(StaffPasswordForm(None, occasion()))


@bp.post("/password")
@staff_required
def change_password() -> ResponseReturnValue:
    """Change it, once what was typed is good and the password as it is, and the code, are right."""
    own, form = guard.present_login(), StaffPasswordForm(request.form, occasion())
    if not form.validate():
        return _page(form), 422
    (hashed,) = form.password.to_keep()["password"]
    if not is_proved(form):
        return _page(form), 422
    try:
        begun = own_access.change_password(own, hashed, clock.now())
    except logins.NotAnyMore:
        return redirect(url_for(".show"), 303)
    guard.log_in(begun)
    flash(CHANGED)
    return redirect(guard.home(), 303)


@errors.shown_again("staff_account.change_password")
def change_once_more() -> ResponseReturnValue:
    """The form again after its token was lost; the login where nobody is logged in any more."""
    if guard.current() is None:
        return redirect(url_for("staff.login", next=url_for("staff_account.password")), 303)
    return _page(StaffPasswordForm(None, occasion()), lost_token.SEND_ONCE_MORE), 400


def occasion() -> FormContext:
    """What a form about one's own access may know."""
    own, now = guard.present_login(), clock.now()
    member = own.member
    known_by = (member.name, *(member.email or "").split("@")[:1])
    return FormContext(
        None,
        clock.today(),
        hash_password=password_hashing.hasher().hash,
        common=common_passwords.common(),
        about=About(known_by, own_access.is_fresh(own.login, now)),
    )


def is_proved(form: StaffPasswordForm | PasskeyForm) -> bool:
    """Whether a member is who they say, by the password that they typed and the code if one is asked for; else what is
    wrong stands in the form. Raise RateLimited or HashingOverloaded."""
    code = form.code.data if "code" in form else None
    if authentication.prove(guard.present(), form.current.data, code, clock.now()):
        return True
    security_log.refused(security_log.What.STAFF_LOGIN)
    form.current.errors = [WRONG if code is None else WRONG_OF_TWO]
    return False


def _page(form: StaffPasswordForm, notice: str = "") -> str:
    given = GIVEN if guard.present().must_change else ""
    return frame.draw("ask", CHANGE, form=form, action=url_for(".password"), notice=notice or given)
