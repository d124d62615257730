"""Is it still the customer who sits there? Their password once more before what matters: 715 (row A17, ASVS 7.5.1)."""

from typing import Any

from flask import Blueprint, redirect, request

import customer
import onward
import problems
import visitor
from domain.accounts import authentication, logins
from forms.kit.step import Occasion
from forms.password_again import PasswordAgainForm
from frame import page
from infra import clock
from rules.portals import Portal
from screens import screen
from wizards import visits

bp = Blueprint("password_again", __name__)

AGAIN = screen(715, "パスワードの確認")


@bp.get("/<portal:portal>/password-again")
def ask(portal: Portal) -> Any:
    """715, on the way to the page in `next`."""
    if customer.current() is None:
        return problems.log_in_first(portal, onward.home(portal))
    return _page(PasswordAgainForm(None, _occasion(portal)))


@bp.post("/<portal:portal>/password-again")
def answer(portal: Portal) -> Any:
    """The right one opens the way; at the fifth wrong one in a row the customer is out (904)."""
    logged_in = customer.current()
    if logged_in is None:
        return problems.log_in_first(portal, onward.home(portal))
    form = PasswordAgainForm(request.form, _occasion(portal))
    if form.password.data:
        asker = authentication.Asker(visitor.device(), visitor.came_as())
        form.password.right = bool(
            authentication.prove(portal, logged_in.account.user_id, form.password.data, clock.now(), asker)
        )
    if not form.validate():
        return _page(form), 422
    logins.prove(logged_in.login.id, clock.now())
    return redirect(onward.within(portal, request.args.get("next", "")), 303)


@problems.shown_again("password_again.answer")
def again(portal: Portal) -> Any:
    """The same form after its token was lost."""
    if customer.current() is None:
        return problems.log_in_first(portal, onward.home(portal))
    return _page(PasswordAgainForm(None, _occasion(portal)), [problems.SEND_ONCE_MORE]), 400


@bp.errorhandler(authentication.Locked)
def locked(_: authentication.Locked) -> Any:
    """Whoever guesses here is out."""
    portal = (request.view_args or {})["portal"]
    visits.log_out()
    return problems.locked(portal)


def _occasion(portal: Portal) -> Occasion:
    return Occasion(portal, clock.today())


def _page(form: PasswordAgainForm, notices: list[str] | None = None) -> str:
    return page("account/password_again.html", AGAIN, form=form, notices=notices)
