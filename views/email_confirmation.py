"""How does an e-mail address become a customer's user ID? By a press on the page that its link opens: 704.

Being opened is not enough: mail scanners open links (decision 15, row A6). Nor is the link: who presses must be logged
in as the customer who asked for it.
"""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.accounts import audit_log, directory, lifecycle, links
from domain.accounts.link_purposes import LinkPurpose
from domain.contracts import matching
from domain.messages import letters, outbox
from infra import clock, rate_limits, security_log
from infra.database import read, write
from infra.encryption import Keyring
from infra.security_log import What
from rules.japanese import mail
from rules.portals import Portal
from rules.refusal import Refused
from views.links import link_here
from views.shared import closed_links, current_customer, errors, web_session
from views.shared.page import page
from views.shared.screens import screen

bp = Blueprint("address", __name__)

# Asked of an account before its address is changed.
May = Callable[[Session, int], None]
CONFIRM = screen(704, "メールアドレスの確認")
DONE = "メールアドレスを登録しました。"
DONE_ID = "今後は、新しいメールアドレスがユーザーIDです。"
LOG_IN = "メールアドレスを登録するには、現在の{label}でログインしてください。"
OTHERS = "このメールアドレスの登録は、お申し込みになったお客さまの{label}でログインして行ってください。"
TAKEN = "このメールアドレスは、すでに別のご登録で使用されているため、登録できませんでした。"


@bp.get("/<portal:portal>/address")
def show(portal: Portal) -> ResponseReturnValue:
    """704: the button that confirms, which address, and what it replaces. Addresses are shown by their beginnings."""
    found = _opened(portal)
    if found is None or found.state not in (links.State.OPEN, links.State.MINE):
        return closed_links.page(portal, found)
    return _turned_away(portal, found) or _page(portal, found)


def _page(portal: Portal, found: links.Found) -> ResponseReturnValue:
    try:
        with read() as session:
            address = links.contents(session, _keyring(), found.id)["email"]
            former = directory.address_of(session, current_customer.present_id())
    except Refused:
        return closed_links.page(portal, _opened(portal))
    return page(
        "account/address.html",
        CONFIRM,
        action=url_for(".confirm", portal=portal),
        address=mail.masked(address),
        former=mail.masked(former) if former else None,
    )


@bp.post("/<portal:portal>/address")
def confirm(portal: Portal) -> ResponseReturnValue:
    """Make the address the user ID, tell the former one, and match contracts anew (decision 14)."""
    logged_in = current_customer.current_id()
    rate_limits.hit("address", portal, rate_limits.of_account(logged_in) if logged_in else rate_limits.BY_SOURCE)
    found = _opened(portal)
    if found is None or found.state not in (links.State.OPEN, links.State.MINE):
        return closed_links.page(portal, found)
    away = _turned_away(portal, found)
    if away:
        return away
    try:
        links.try_keyword(_keyring(), found.id, "", now=clock.now(), visitor=web_session.mark())
        changed = change(portal, found.id, CONFIRM.number)
    except links.Closed as closed:
        return closed_links.page(portal, closed.found)
    except IntegrityError:
        changed = False
    except Refused:
        changed = True  # by another press in this browser, just now
    if not changed:
        return _no(portal, TAKEN, 410)
    outbox.wake(current_app)
    flash(f"{DONE}{DONE_ID if portal.chooses_own_id else ''}")
    return redirect(url_for("account.home", portal=portal), 303)


def _turned_away(portal: Portal, found: links.Found) -> ResponseReturnValue | None:
    """Only who asked for the change may make it: a link alone could put a stranger's account under one's address."""
    if current_customer.current() is None:
        flash(LOG_IN.format(label=portal.user_id_label))
        return errors.log_in_first(portal, url_for(".show", portal=portal))
    try:
        with read() as session:
            asked = links.contents(session, _keyring(), found.id)["account"]
    except Refused:
        return closed_links.page(portal, _opened(portal))
    if current_customer.current_id() == asked:
        return None
    security_log.refused(What.LINK)
    return _no(portal, OTHERS.format(label=portal.user_id_label), 403)


def _no(portal: Portal, text: str, status: int) -> tuple[str, int]:
    return errors.problem(
        errors.LINK_USED, status, [text], [("ホームへ", url_for("account.home", portal=portal), "get")]
    )


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own


def change(portal: Portal, link_id: str, screen_number: int, may: May | None = None) -> bool:
    """Make the address of a claimed link its account's, at the screen of this number, and give whether nobody else has
    it. `may` is asked before, in the same transaction, and raises where the account may not be changed. Raise Refused
    where the link was used up meanwhile, or sqlalchemy.exc.IntegrityError where another account gets the address at
    this very moment."""
    now, keyring = clock.now(), _keyring()
    with write() as session:
        contents = links.contents(session, keyring, link_id)
        address, account_id = contents["email"], contents["account"]
        if may is not None:
            may(session, account_id)
        former = directory.address_of(session, account_id)
        account = lifecycle.change_address(session, keyring, portal, account_id, address)
        links.finish(session, link_id, now=now)
        links.void_all(session, account_id, now=now)
        for at in (former or address, address):
            links.void(session, keyring, portal=portal.name, purpose=LinkPurpose.REGISTRATION, address=at, now=now)
            links.void(session, keyring, portal=portal.name, purpose=LinkPurpose.NEW_ADDRESS, address=at, now=now)
        if account is None:
            return False
        matching.match_account(session, account, now)
        told = {"account_id": account_id, "device": web_session.device(), "screen": screen_number}
        changes = [("メールアドレス", mail.shown(former or "登録なし"), mail.shown(address))]
        audit_log.record(session, portal.name, audit_log.Kind.ADDRESS_CHANGED, now, changes=changes, **told)
        if former:
            letter = letters.address_changed(portal, former, address, now)
            letters.post(session, keyring, letter, key=f"address:{link_id}", now=now)
    return True


def _opened(portal: Portal) -> links.Found | None:
    found = link_here(portal)
    return found if found and found.purpose == LinkPurpose.NEW_ADDRESS else None
