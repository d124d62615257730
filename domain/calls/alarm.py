"""Do many calls let nobody in, or many logins wait in vain? A line in the log, for whoever watches it.

Once in a while for each portal and process, however many more come.
"""

from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.calls.events import Outcome
from models import IncomingCall, WaitingLogin
from rules.japanese.times import UtcDateTime
from rules.states import WaitingState

WITHIN = timedelta(minutes=10)
MANY = 30


def init(app: Flask) -> None:
    """Each application rings for itself."""
    app.extensions["rung"] = {}


def of_calls(session: Session, portal: str | None, now: UtcDateTime) -> None:
    """Ring where many calls to a portal, or to none, let nobody in."""
    theirs = IncomingCall.portal == portal if portal else IncomingCall.portal.is_(None)
    in_vain = (theirs, IncomingCall.heard_at > now - WITHIN, IncomingCall.outcome != Outcome.CONFIRMED)
    found = session.scalars(select(IncomingCall.id).where(*in_vain).limit(MANY)).all()
    _ring(f"calls to {portal or 'no portal'} let nobody in", len(found), now)


def of_logins(session: Session, portal: str, now: UtcDateTime) -> None:
    """Ring where many logins of a portal waited in vain: perhaps no call comes through at all."""
    over = (WaitingLogin.expires_at <= now, WaitingLogin.expires_at > now - WITHIN)
    in_vain = (WaitingLogin.portal == portal, WaitingLogin.state == WaitingState.WAITING, *over)
    found = session.scalars(select(WaitingLogin.id).where(*in_vain).limit(MANY)).all()
    _ring(f"logins of {portal} waited in vain", len(found), now)


def _ring(what: str, times: int, now: UtcDateTime) -> None:
    rung: dict[str, UtcDateTime] = current_app.extensions["rung"]
    if times < MANY or (what in rung and now - rung[what] < WITHIN):
        return
    rung[what] = now
    current_app.logger.warning("alarm: %s, %d or more in %d minutes", what, times, WITHIN.seconds // 60)
