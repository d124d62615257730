"""Where is a customer logged in, and what happened to their access? Screen 713 (rows A16, A31)."""

from typing import NamedTuple

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

import models
from domain.accounts import audit_log, logins, user_agents
from infra import clock
from infra.database import read, write
from rules.portals import Portal
from views.shared import current_customer, web_session
from views.shared.current_customer import login_required
from views.shared.page import page
from views.shared.screens import screen

bp = Blueprint("devices", __name__)

DEVICES = screen(713, "ご利用中の端末")
SHOWN_EVENTS = 15
ENDED = "選ばれた端末からログアウトしました。"
ENDED_ALL = "この端末のほかは、すべてログアウトしました。"


class Device(NamedTuple):
    """One login as 713 lists it."""

    login: models.Login
    name: str
    here: bool


class Told(NamedTuple):
    """One event as 713 lists it."""

    event: models.Event
    text: str
    device: str


@bp.get("/<portal:portal>/devices")
@login_required
def show(portal: Portal) -> ResponseReturnValue:
    """713: every login of this customer, and the newest of what happened to their access."""
    logged_in = current_customer.present()
    account_id = logged_in.account.id
    with read() as session:
        found = logins.under_way(
            session,
            account_id,
            clock.now(),
            idle=current_customer.idle_timeout(),
            whole=current_customer.absolute_timeout(),
        )
        happened = audit_log.recent(session, account_id, SHOWN_EVENTS)
    devices = [Device(each, user_agents.named(each.device), each.id == logged_in.login.id) for each in found]
    told = [Told(each, audit_log.SHOWN[each.kind], user_agents.named(each.device or "")) for each in happened]
    return page("account/devices.html", DEVICES, devices=sorted(devices, key=lambda each: not each.here), told=told)


@bp.post("/<portal:portal>/devices")
@login_required
def end(portal: Portal) -> ResponseReturnValue:
    """「ログアウトさせる」: end one login of this customer's own, or all but this one."""
    logged_in = current_customer.present()
    account, only = logged_in.account, request.form.get("login", "")
    with write() as session:
        ended = logins.end_of(session, account.id, only=only, but=logged_in.login.id)
        if ended:
            audit_log.record(
                session,
                portal.name,
                audit_log.Kind.LOGGED_OUT_ELSEWHERE,
                clock.now(),
                account_id=account.id,
                device=web_session.device(),
                screen=DEVICES.number,
            )
    flash(ENDED if only else ENDED_ALL)
    return redirect(url_for(".show", portal=portal), 303)
