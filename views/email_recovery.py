"""How does who lost their mailbox and forgot their password confirm their new address? By a press on 706, once the
former address had its time to stop that (row A20, docs/decisions/0032-second-person.md).

No login is asked for: the password is what was forgotten. So the press counts from 72 hours on after two members agreed
to it, and not at all once the link was voided (705, or a password or an address that changed) or somebody has logged in
since: who knows the password needs no such way, and who does not is not the owner of it.
"""

from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.accounts import links, logins
from domain.accounts.link_purposes import LinkPurpose
from domain.messages import outbox
from infra import clock, rate_limits
from infra.database import read
from infra.encryption import Keyring
from models import Account
from rules.japanese.formatting import moment
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from rules.refusal import Refused
from views import email_confirmation
from views.links import link_here
from views.shared import closed_links, errors, web_session
from views.shared.page import page
from views.shared.screens import screen

bp = Blueprint("recovering", __name__)
RECOVER = screen(706, "メールアドレスの変更")
DONE = "メールアドレスを変更しました。続けて、新しいメールアドレスで、パスワードの再設定をお手続きください。"
TOO_EARLY = "安全のため、お手続きいただけるのは{opens_at}からです。それ以降に、もう一度メールのURLを開いてください。"
LOGGED_IN_SINCE = (
    "お申し込みのあとにログインがあったため、この方法では変更できません。ログインして、「お客様情報」の"
    "「メールアドレスの登録・変更」でお手続きください。お心当たりのない場合は、すぐに{phone}へお電話ください。"
)
OPEN = (links.State.OPEN, links.State.MINE)


class _LoggedInSince(Exception):
    """Somebody who knows the password has come in since it was asked for."""


@bp.get("/<portal:portal>/recover")
def show(portal: Portal) -> ResponseReturnValue:
    """706: the button that changes it, or from when on. Being opened does nothing (row A6)."""
    found = _opened(portal)
    if found is None or found.state not in OPEN:
        return closed_links.page(portal, found)
    opens_at = _opens_at(found)
    if opens_at is None:
        return closed_links.page(portal, _opened(portal))
    early = TOO_EARLY.format(opens_at=moment(opens_at)) if clock.now() < opens_at else ""
    return page("account/recover.html", RECOVER, action=url_for(".recover", portal=portal), early=early)


@bp.post("/<portal:portal>/recover")
def recover(portal: Portal) -> ResponseReturnValue:
    """Change it, end every login, and lead to the choice of a new password."""
    found = _opened(portal)
    rate_limits.hit("address", portal, f"link {found.id}" if found else rate_limits.BY_SOURCE)
    if found is None or found.state not in OPEN:
        return closed_links.page(portal, found)
    opens_at = _opens_at(found)
    if opens_at is None or clock.now() < opens_at:
        return redirect(url_for(".show", portal=portal), 303)
    try:
        links.try_keyword(_keyring(), found.id, "", now=clock.now(), visitor=web_session.mark())
        changed = email_confirmation.change(portal, found.id, RECOVER.number, _nobody_came_since(found))
    except links.Closed as closed:
        return closed_links.page(portal, closed.found)
    except _LoggedInSince:
        return _no(portal, LOGGED_IN_SINCE.format(phone=portal.help_desk.phone), 409)
    except IntegrityError:
        changed = False
    except Refused:
        changed = True  # by another press in this browser, just now
    if not changed:
        return _no(portal, email_confirmation.TAKEN, 410)
    outbox.wake(current_app)
    flash(DONE)
    return redirect(url_for("wizard.begin", portal=portal, wizard="forgotten"), 303)


def _nobody_came_since(found: links.Found) -> email_confirmation.May:
    def may(session: Session, account_id: int) -> None:
        asked_at = datetime.fromisoformat(links.contents(session, _keyring(), found.id)["asked_at"])
        came = session.get_one(Account, account_id).last_login_at
        if came is not None and came >= asked_at:
            raise _LoggedInSince
        logins.end_of(session, account_id)

    return may


def _opened(portal: Portal) -> links.Found | None:
    found = link_here(portal)
    return found if found and found.purpose == LinkPurpose.RECOVERY else None


def _opens_at(found: links.Found) -> UtcDateTime | None:
    """From when on it can be pressed, None where the link was used up just now."""
    try:
        with read() as session:
            return datetime.fromisoformat(links.contents(session, _keyring(), found.id)["opens_at"])
    except Refused:
        return None


def _no(portal: Portal, text: str, status: int) -> tuple[str, int]:
    return errors.problem(errors.LINK_USED, status, [text], [("ログイン画面へ", errors.login_url(portal), "get")])


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own
