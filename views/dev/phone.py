"""How does somebody call who has no telephone at hand? By a press, from the page of a telephone.

For developers and for training: it is not there in production.
"""

import secrets

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    get_flashed_messages,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import select

import models
from domain.calls import hearing, waiting
from domain.calls.events import CallEvent, Source
from infra import clock
from infra.database import read
from models import WaitingLogin
from rules import callers
from rules.japanese import normalize
from rules.states import WaitingState

bp = Blueprint("dev_phone", __name__, url_prefix="/_dev/phone")
MOST = 20


@bp.before_request
def refuse_in_production() -> None:
    """Even if somebody registers it there."""
    if current_app.config["PRODUCTION"]:
        abort(404)


@bp.get("")
def index() -> str:
    """Which logins wait, each with its customer's numbers, and a telephone to call from any other."""
    lines = [
        (each, callers.digits(each.called), [callers.digits(number) for number in waiting.numbers_of(each.id)])
        for each in _waiting()
    ]
    return render_template("dev_phone/phone.html", lines=lines, said=get_flashed_messages())


@bp.post("")
def call() -> ResponseReturnValue:
    """Call, with or without caller ID."""
    now, caller = clock.now(), request.form.get("caller", "")
    shown = None if "withheld" in request.form else normalize.phone(caller)
    event = CallEvent(Source.SIMULATED, secrets.token_hex(8), shown, request.form.get("called", ""), now)
    flash(f"{hearing.hear(event, now)}")
    return redirect(url_for(".index"), 303)


def _waiting() -> list[models.WaitingLogin]:
    there = (WaitingLogin.state == WaitingState.WAITING, WaitingLogin.expires_at > clock.now())
    with read() as session:
        newest = select(WaitingLogin).where(*there).order_by(WaitingLogin.created_at.desc())
        return list(session.scalars(newest.limit(MOST)))
