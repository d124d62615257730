"""What must be done before anything else by who logs in with a password that was issued? To choose their own (A24)."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from rules.portals import Portal
from views.shared import current_customer
from wizards.engine.access import needs_login
from wizards.registry import WIZARDS

bp = Blueprint("first_password", __name__)

FIRST = "安全のため、はじめに、お客さまがお決めになるパスワードへの変更をお願いいたします。"
CHANGE, TEMPORARY = "password_change", "first_password"
# What needs no login, and what ends one.
FREE = ("pages.", "opening.", "kept_pages.", "app_shell.", "dev_mail.", "dev_screens.", "dev_phone.")
FREE_PAGES = {"account.agency", "account.login", "account.log_in", "account.logout", "account.extend", "account.guide"}


@bp.before_app_request
def change_it_first() -> ResponseReturnValue | None:
    """Lead from every page for customers to 711."""
    portal: Portal | None = g.get("portal")
    logged_in = current_customer.current() if portal else None
    if portal is None or logged_in is None or logged_in.account.password:
        return None
    # What was sent by mail is good for one login, so that it is not asked for again; what stands on paper is.
    name = TEMPORARY if logged_in.account.issued_until else CHANGE
    if _is_free(name):
        return None
    flash(FIRST)
    return redirect(url_for("wizard.begin", portal=portal, wizard=WIZARDS[name]), 303)


def _is_free(name: str) -> bool:
    endpoint = request.endpoint or ""
    wizard = (request.view_args or {}).get("wizard")
    if wizard is not None:
        return wizard.name == name or not needs_login(wizard.enter)
    return endpoint in FREE_PAGES or endpoint.startswith(FREE)
