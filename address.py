"""How does an e-mail address become a customer's user ID? By a press on the page that its link opens: 704.

Being opened is not enough: mail scanners open links (decision 15, row A6).
"""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, url_for
from sqlalchemy.exc import IntegrityError

import accounts
import clock
import links
import mail
import matching
import opening
import outbox
import problems
import rules
import throttle
import visitor
from database import write
from frame import page
from keyring import Keyring
from portals import Portal
from screens import screen

bp = Blueprint("address", __name__)

CONFIRM = screen(704, "メールアドレスの確認")
DONE = "メールアドレスを登録しました。今後は、新しいメールアドレスがユーザーIDです。"
TAKEN = "このメールアドレスは、すでに別のご登録で使用されているため、登録できませんでした。"


@bp.get("/<portal:portal>/address")
def show(portal: Portal) -> Any:
    """704: the button that confirms; the address itself is not shown to whoever holds the link."""
    found = _opened(portal)
    if found is None or found.state not in (links.State.OPEN, links.State.MINE):
        return problems.closed_link(portal, found)
    return page("account/address.html", CONFIRM, action=url_for(".confirm", portal=portal))


@bp.post("/<portal:portal>/address")
def confirm(portal: Portal) -> Any:
    """Make the address the user ID, tell the former one, and match contracts anew (decision 14)."""
    found = _opened(portal)
    if found is None:
        return problems.closed_link(portal, None)
    throttle.count("address", portal)
    keyring: Keyring = current_app.extensions["keyring"]
    try:
        opened = links.try_keyword(keyring, found.id, "", now=clock.now(), visitor=visitor.mark())
    except links.Closed as closed:
        return problems.closed_link(portal, closed.found)
    try:
        changed = _change(portal, keyring, opened.link.id)
    except IntegrityError:
        changed = False
    except rules.Refused:
        changed = True  # by another press in this browser, just now
    if not changed:
        return problems.problem(
            problems.LINK_USED, 410, [TAKEN], [("ログイン画面へ", problems.home_url(portal), "get")]
        )
    outbox.wake(current_app)
    flash(DONE)
    return redirect(url_for("account.top", portal=portal), 303)


def _change(portal: Portal, keyring: Keyring, link_id: str) -> bool:
    """Whether nobody else has the address. Raise Refused where the link was used up meanwhile."""
    now = clock.now()
    with write() as session:
        contents = links.contents(session, keyring, link_id)
        address, account_id = contents["email"], contents["account"]
        former = accounts.address_of(session, account_id)
        account = accounts.change_address(session, portal, account_id, address)
        links.finish(session, link_id, now=now)
        if account is None:
            return False
        matching.match_account(session, account, now)
        if former:
            letter = mail.address_changed(portal, former, address, now)
            mail.post(session, keyring, letter, key=f"address:{link_id}", now=now)
    return True


def _opened(portal: Portal) -> links.Found | None:
    found = opening.link_here(portal)
    return found if found and found.purpose == accounts.NEW_ADDRESS else None
