"""Is it still the customer who sits there? Their password once more before what matters: 715 (row A17, ASVS 7.5.1)."""

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from domain.accounts import authentication, logins
from forms.kit.step import FormContext
from forms.password_again import PasswordAgainForm
from infra import clock
from rules.portals import Portal
from views.shared import current_customer, errors, lost_token, redirects, web_session
from views.shared.current_customer import login_required
from views.shared.page import page
from views.shared.screens import screen
from views.wizard import run_ownership

bp = Blueprint("password_again", __name__)

AGAIN = screen(715, "パスワードの確認")


@bp.get("/<portal:portal>/password-again")
@login_required
def ask(portal: Portal) -> ResponseReturnValue:
    """715, on the way to the page in `next`."""
    return _page(PasswordAgainForm(None, _occasion(portal)))


@bp.post("/<portal:portal>/password-again")
@login_required
def answer(portal: Portal) -> ResponseReturnValue:
    """The right one opens the way; at the fifth wrong one in a row the customer is out (904)."""
    logged_in = current_customer.present()
    form = PasswordAgainForm(request.form, _occasion(portal))
    if form.password.data:
        asker = authentication.Asker(web_session.device(), web_session.came_as())
        form.password.right = bool(
            authentication.prove(portal, logged_in.account.user_id, form.password.data, clock.now(), asker)
        )
    if not form.validate():
        return _page(form), 422
    logins.prove(logged_in.login.id, clock.now())
    return redirect(redirects.safe_redirect_target(portal, request.args.get("next", "")), 303)


@errors.shown_again("password_again.answer")
@login_required
def redisplay_after_lost_token(portal: Portal) -> ResponseReturnValue:
    """715 again with its form, after the token of that was lost."""
    return _page(PasswordAgainForm(None, _occasion(portal)), [lost_token.with_form(portal)]), 400


@bp.errorhandler(authentication.Locked)
def locked(_: authentication.Locked) -> ResponseReturnValue:
    """Whoever guesses here is out."""
    portal = (request.view_args or {})["portal"]
    run_ownership.log_out()
    return errors.locked(portal)


def _occasion(portal: Portal) -> FormContext:
    return FormContext(portal, clock.today())


def _page(form: PasswordAgainForm, notices: list[str] | None = None) -> str:
    return page("account/password_again.html", AGAIN, form=form, notices=notices)
