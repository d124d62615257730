"""How does somebody without a login take back what they applied for? 648, by the link of 647 and of its letter."""

from contextlib import suppress

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from domain.accounts import audit_log, links
from domain.accounts.link_purposes import LinkPurpose
from domain.contracts import applications
from domain.messages import letters, outbox
from infra import clock, rate_limits
from infra.database import read, write
from infra.encryption import DecryptionFailed, Keyring
from models import Application
from rules.japanese.formatting import receipt
from rules.portals import Portal
from rules.states import ApplicationState
from views.links import link_here
from views.shared import closed_links, errors, web_session
from views.shared.error_page import Action
from views.shared.offered import only_where
from views.shared.page import page
from views.shared.screens import screen

bp = Blueprint("applying", __name__)
WITHDRAWING = screen(648, "新規のお申し込みの取り下げ", sequence="application")
TOO_OLD = "このお申し込みは、インターネットで取り下げることのできる期間を過ぎています。"
ANOTHER = (
    "このあとに、同じブラウザーで別のお申し込みの取り下げの画面が開かれたため、どのお申し込みも取り下げていません。",
    "お手数ですが、取り下げるお申し込みのメールのURL、または受け付けの画面のボタンから、もう一度お進みください。",
)


@bp.get("/<portal:portal>/application-withdrawal")
@only_where(lambda portal: WITHDRAWING.sequence in portal.sequences)
def ask(portal: Portal) -> ResponseReturnValue:
    """648: what would be taken back, or that it is, since when. Being opened does nothing. 608 where it is too late."""
    link = _opened(portal)
    if link is None:
        return closed_links.page(portal, None)
    if link.state is links.State.EXPIRED:
        return _too_late(portal, None)
    with read() as session:
        application = applications.of_link(session, link.id)
    if application and application.state == ApplicationState.WITHDRAWN:
        return page("account/application_withdrawn.html", WITHDRAWING, application=application, at=link.used_at)
    if application is None or not applications.is_open(application):
        return _too_late(portal, application)
    return page("account/application.html", WITHDRAWING, application=application, action=url_for(".ask", portal=portal))


@bp.post("/<portal:portal>/application-withdrawal")
@only_where(lambda portal: WITHDRAWING.sequence in portal.sequences)
def withdraw(portal: Portal) -> ResponseReturnValue:
    """Take back what the page showed, once, however often it is pressed. What another window opened meanwhile is not
    touched (rows W13, W14)."""
    link = _opened(portal)
    rate_limits.hit("withdrawal", portal, f"link {link.id}" if link else rate_limits.BY_SOURCE)
    if link is None:
        return closed_links.page(portal, None)
    if link.state is links.State.EXPIRED:
        return _too_late(portal, None)
    with write() as session:
        application = applications.of_link(session, link.id)
        another = application is not None and application.receipt_number != request.form.get("number")
        done = application is not None and not another and _take_back(session, portal, application)
    if another:
        return _another(portal)
    if done:
        outbox.wake(current_app)
    return redirect(url_for(".ask", portal=portal), 303)


def _opened(portal: Portal) -> links.Found | None:
    found = link_here(portal)
    return found if found and found.purpose == LinkPurpose.APPLICATION else None


def _take_back(session: Session, portal: Portal, application: Application) -> bool:
    keyring: Keyring = current_app.extensions["keyring"]
    address = _address(keyring, application)
    if not applications.withdraw(session, application):
        return False
    now, number = clock.now(), application.receipt_number
    links.finish(session, application.link_id, now=now)
    audit_log.record(
        session,
        portal.name,
        audit_log.Kind.APPLICATION_WITHDRAWN,
        now,
        device=web_session.device(),
        screen=WITHDRAWING.number,
        changes=[("受付番号", number, "取り下げ")],
    )
    if address:
        letter = letters.application_withdrawn(portal, address, number, now)
        whose = {"portal": portal.name, "address": address}
        if not letters.may_write(session, keyring, letter.limit, **whose, now=now):
            letter = letters.held_back(letter)
        letters.post(session, keyring, letter, key=f"withdrawn:{number}", now=now)
    return True


def _address(keyring: Keyring, application: Application) -> str:
    """Where the letter goes, empty where none was given; without the key that it was sealed with nobody can tell."""
    with suppress(DecryptionFailed):
        if application.sealed:
            contents = applications.contents_of(keyring, application.receipt_number, application.sealed)
            return contents[applications.ADDRESS]
    return ""


def _too_late(portal: Portal, application: Application | None) -> ResponseReturnValue:
    texts = [applications.GONE, receipt(application.receipt_number)] if application else [TOO_OLD]
    return errors.not_on_the_web(portal, texts, _onward(portal))


def _another(portal: Portal) -> ResponseReturnValue:
    return errors.problem(errors.CHANGED, 409, list(ANOTHER), _onward(portal))


def _onward(portal: Portal) -> list[Action]:
    return [("トップページへ", url_for("account.top", portal=portal), "get")]
