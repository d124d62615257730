"""What can the owner of the former address do against a change that they did not ask for? 705 (row A19)."""

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.accounts import audit_log, links, logins
from domain.accounts.link_purposes import LinkPurpose
from infra import clock, rate_limits
from infra.database import write
from infra.encryption import Keyring
from rules.portals import Portal
from rules.refusal import Refused
from views.links import link_here
from views.shared import closed_links, errors, web_session
from views.shared.page import page
from views.shared.screens import screen

bp = Blueprint("stopping", __name__)

STOP = screen(705, "メールアドレス変更の取りやめ")
DONE = (
    "メールアドレスの変更を取りやめ、すべての端末をログアウトしました。"
    "お心当たりのないお手続きがあった場合は、「お忘れの方は」から、パスワードを再設定してください。"
)
TOO_LATE = (
    "この変更は、すでに完了しているか、取りやめられています。お心当たりのない場合は、すぐに{phone}へお電話ください。"
)
OPEN = (links.State.OPEN, links.State.MINE)


@bp.get("/<portal:portal>/stop")
def show(portal: Portal) -> ResponseReturnValue:
    """705: the button that stops the change. Being opened does nothing (row A6)."""
    found = _opened(portal)
    if found is None or found.state not in OPEN:
        return _closed(portal, found)
    return page("account/stop.html", STOP, action=url_for(".stop", portal=portal))


@bp.post("/<portal:portal>/stop")
def stop(portal: Portal) -> ResponseReturnValue:
    """No link into the account is good any more, nobody is logged in to it, and it is written down."""
    found = _opened(portal)
    rate_limits.hit("address", portal, f"link {found.id}" if found else rate_limits.BY_SOURCE)
    if found is None or found.state not in OPEN:
        return _closed(portal, found)
    keyring: Keyring = current_app.extensions["keyring"]
    try:
        links.try_keyword(keyring, found.id, "", now=clock.now(), visitor=web_session.mark())
        _stop(portal, keyring, found.id)
    except links.Closed as closed:
        return _closed(portal, closed.found)
    except Refused:
        pass  # by another press in this browser, just now
    flash(DONE)
    return redirect(url_for("account.login", portal=portal), 303)


def _stop(portal: Portal, keyring: Keyring, link_id: str) -> None:
    now = clock.now()
    with write() as session:
        account_id = links.contents(session, keyring, link_id)["account"]
        links.void_all(session, account_id, now=now)
        logins.end_of(session, account_id)
        told = {"account_id": account_id, "device": web_session.device()}
        audit_log.record(session, portal.name, audit_log.Kind.ADDRESS_CHANGE_STOPPED, now, screen=STOP.number, **told)


def _opened(portal: Portal) -> links.Found | None:
    found = link_here(portal)
    return found if found and found.purpose == LinkPurpose.STOP_ADDRESS else None


def _closed(portal: Portal, found: links.Found | None) -> ResponseReturnValue:
    if found is None or found.state is not links.State.USED:
        return closed_links.page(portal, found)
    text = TOO_LATE.format(phone=portal.help_desk.phone)
    return errors.problem(errors.LINK_USED, 410, [text], [("ログイン画面へ", errors.login_url(portal), "get")])
