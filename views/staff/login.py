"""How do the insurer's own people come in and out?"""

from collections.abc import Mapping

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.staff import authentication, logins
from forms.kit.step import FormContext
from forms.staff_login import StaffLoginForm
from infra import clock, security_log
from views.shared import errors, lost_token, web_session
from views.staff import frame, guard

bp = Blueprint("staff", __name__, url_prefix="/staff")
TITLE = "ログイン"
LOGGED_OUT = "ログアウトしました。もう一度ログインすると、元の画面に戻ります。"
OVER: Mapping[str, str] = {
    logins.Over.IDLE: f"15分間操作がなかったため、{LOGGED_OUT}",
    logins.Over.WHOLE: f"ログインから8時間が過ぎたため、{LOGGED_OUT}",
}
WRONG = "担当者ID、パスワードまたは確認コードが一致しません。もう一度入力してください。"


@bp.get("/login")
def login() -> str:
    """The form, also for who is logged in; who was, and was away too long, is told so."""
    why = guard.why_over()
    return page(notice=OVER[why] if why else "")


@bp.post("/login")
def log_in() -> ResponseReturnValue:
    """Try a name, a password and a code. Whatever of it is wrong, and whether there is such a name, the answer is the
    same."""
    form = StaffLoginForm(request.form, _occasion())
    if not form.validate():
        return page(form), 422
    answered = (form.name.data, form.password.data, form.code.data)
    found = authentication.log_in(*answered, web_session.device(), clock.now())
    if found is None:
        security_log.refused(security_log.What.STAFF_LOGIN)
        form.password.errors = [WRONG]
        return page(form), 422
    guard.log_in(found)
    return redirect(guard.onward(request.args.get("next", "")), 303)


@errors.shown_again("staff.log_in")
def log_in_once_more() -> ResponseReturnValue:
    """The form again after its token was lost, with the name; onward where somebody logged in in another tab."""
    if guard.current():
        return redirect(guard.onward(request.args.get("next", "")), 303)
    notice = lost_token.SEND_ONCE_MORE if web_session.was_at(bp.name) else lost_token.NO_COOKIE
    return page(StaffLoginForm(request.form, _occasion()), notice), 400


@bp.post("/logout")
@guard.staff_required
def logout() -> ResponseReturnValue:
    """Out, on the server too; the browser forgets what it kept of our pages."""
    guard.log_out()
    flash("ログアウトしました。")
    answer = redirect(url_for(".login"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@errors.shown_again("staff.logout")
def out_already() -> ResponseReturnValue:
    """A second tab's logout, after that of another took its token. Who is in is not put out by a page that was not
    theirs."""
    if guard.current() is None:
        return redirect(url_for("staff.login"), 303)
    return frame.problem("送信できませんでした", lost_token.OPEN_AGAIN, 400)


def _occasion() -> FormContext:
    return FormContext(None, clock.today())


def page(form: StaffLoginForm | None = None, notice: str = "", wrong: str = "") -> str:
    """The login, by password and code, and by passkey where a script runs; `wrong` is what is wrong with the latter."""
    onward = guard.onward(request.args.get("next", ""))
    form, origin = form or StaffLoginForm(None, _occasion()), current_app.config["STAFF_URL"]
    action, by_key = url_for("staff.log_in", next=onward), url_for("staff_passkeys.log_in", next=onward)
    content = {"action": action, "by_key": by_key, "origin": origin, "notice": notice, "wrong": wrong}
    return frame.draw("login", TITLE, form=form, **content)
