"""Whom does a call let in? Nobody but the customer who called, and whose login was waiting for it.

A call counts for a login that was waiting before it came, is still open, was shown the number that was called, and
whose customer has the number that called; once. What it tells anybody else of is its kind, never whose it is (decision
22, screens.md section 6).
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from domain.calls import alarm, waiting
from domain.calls.events import CallEvent, Outcome
from infra.database import insert_into, queue_up, write
from infra.encryption import Keyring, Purpose
from models import IncomingCall, WaitingLogin, WaitingNumber
from rules import callers, phones
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from rules.states import WaitingState

# Where more wait on one number, nobody can say whose a call is that names none of theirs.
MOST_TOLD = 3
WITHHELD, ELSEWHERE, UNUSABLE = "withheld", "elsewhere", "unusable"
PERHAPS = "perhaps"


class _Call(NamedTuple):
    """A call as it is judged: to which portal, from and to which number (E.164), when, and now."""

    portal: Portal | None
    caller: str | None
    called: str
    at: UtcDateTime
    now: UtcDateTime


def hear(event: CallEvent, now: UtcDateTime) -> Outcome:
    """Take in a call, once however often it is told. It came when it is said to have come, but not after `now`."""
    called = callers.e164(event.called) or ""
    portal = _portal_of(called)
    caller = callers.e164(event.caller) if event.caller else None
    with write() as session:
        if portal and caller:
            queue_up(session, waiting.line(portal.name, caller))
        call = _Call(portal, caller, called, min(event.received_at, now), now)
        row = _put_down(session, event, call)
        if row is None:
            return Outcome.REPEATED
        outcome, account_id = Outcome.NOT_OURS, None
        if portal:
            outcome, account_id = _withheld(session, call) if event.caller is None else _judged(session, call)
        told = {"outcome": outcome, "account_id": account_id}
        session.execute(update(IncomingCall).where(IncomingCall.id == row).values(told))
        alarm.of_calls(session, portal.name if portal else None, now)
    return outcome


def _portal_of(called: str) -> Portal | None:
    served: Mapping[str, Portal] = current_app.extensions["portals"]
    for portal in served.values():
        if called in (callers.e164(number) for number in portal.phone_verification.numbers):
            return portal
    return None


def _put_down(session: Session, event: CallEvent, call: _Call) -> int | None:
    """The row of a call that was not told before."""
    keyring: Keyring = current_app.extensions["keyring"]
    row: dict[str, Any] = {
        "source": event.source,
        "call_id": hashlib.sha256(event.call_id.encode(errors="surrogatepass")).hexdigest(),
        "portal": call.portal.name if call.portal else None,
        "caller": keyring.fingerprint(Purpose.CALLER, call.caller) if call.caller else None,
        "called": call.called,
        "outcome": Outcome.NOT_OURS,
        "received_at": call.at,
        "heard_at": call.now,
    }
    found = insert_into(session, IncomingCall).values(row).on_conflict_do_nothing().returning(IncomingCall.id)
    new: int | None = session.scalar(found)
    return new


def _withheld(session: Session, call: _Call) -> tuple[Outcome, int | None]:
    return Outcome.WITHHELD, _tell(session, _there(session, call), WITHHELD, call)


def _judged(session: Session, call: _Call) -> tuple[Outcome, int | None]:
    """What becomes of a call from a number, and whose it was, where that is known."""
    login = _waited_for(session, call) if call.caller else None
    if login is None and (whose := _let_in_by(session, call)):
        return Outcome.ANOTHER, whose
    if login is None:
        told = phones.phone_kind(callers.digits(call.caller)).value if call.caller else UNUSABLE
        return Outcome.ANOTHER, _tell(session, _there(session, call), told, call)
    if login.called != call.called:
        return Outcome.ANOTHER, _tell(session, [login], ELSEWHERE, call)
    login.state, login.heard, login.heard_at = WaitingState.CONFIRMED, "", None
    login.expires_at = call.now + waiting.CONFIRMED_FOR
    return Outcome.CONFIRMED, login.account_id


def _open(call: _Call) -> tuple[Any, ...]:
    """Waiting before the call came, and still."""
    return (
        WaitingLogin.portal == (call.portal.name if call.portal else None),
        WaitingLogin.state == WaitingState.WAITING,
        WaitingLogin.created_at < call.at,
        WaitingLogin.expires_at > call.now,
    )


def _waited_for(session: Session, call: _Call) -> WaitingLogin | None:
    with_it = select(WaitingNumber.login_id).where(WaitingNumber.number == call.caller)
    (login,) = waiting.held(session, select(WaitingLogin).where(WaitingLogin.id.in_(with_it), *_open(call))) or (None,)
    return login


def _let_in_by(session: Session, call: _Call) -> int | None:
    """Whose call it is where this number has just let a customer in, and calls once more: nobody else's."""
    done = (WaitingLogin.state.in_((WaitingState.CONFIRMED, WaitingState.USED)), WaitingLogin.expires_at > call.now)
    mine = (WaitingNumber.number == call.caller, WaitingLogin.portal == (call.portal and call.portal.name))
    found = select(WaitingLogin.account_id).join(WaitingNumber).where(*mine, *done)
    return session.scalar(found.order_by(WaitingLogin.expires_at.desc()).limit(1))


def _there(session: Session, call: _Call) -> Sequence[WaitingLogin]:
    """Who waits on the number that was called, of very many nobody."""
    asked = select(WaitingLogin).where(WaitingLogin.called == call.called, *_open(call))
    found = waiting.held(session, asked.limit(MOST_TOLD + 1))
    return found if len(found) <= MOST_TOLD else ()


def _tell(session: Session, those: Sequence[WaitingLogin], heard: str, call: _Call) -> int | None:
    """Tell those who may have called, and were told of nothing later; give whose call it was, where only one may have
    been it."""
    for each in those:
        if each.heard_at is None or each.heard_at <= call.at:
            each.heard, each.heard_at = heard if len(those) == 1 else f"{PERHAPS} {heard}", call.at
    return those[0].account_id if len(those) == 1 else None


def heard_since(session: Session, portal: Portal, account_id: int, numbers: Sequence[str], since: UtcDateTime) -> bool:
    """Whether a customer called a number of the portal since then: to be let in, or from one of these numbers of
    theirs, in E.164. A call that was told to who waited, and let nobody in, may be anybody's."""
    keyring: Keyring = current_app.extensions["keyring"]
    marks = [mark for number in numbers for mark in keyring.fingerprints(Purpose.CALLER, number)]
    let_in = (IncomingCall.account_id == account_id) & (IncomingCall.outcome == Outcome.CONFIRMED)
    theirs = or_(let_in, IncomingCall.caller.in_(marks))
    there = (IncomingCall.portal == portal.name, IncomingCall.received_at >= since, IncomingCall.heard_at >= since)
    return session.scalar(select(IncomingCall.id).where(*there, theirs).limit(1)) is not None


def forget(session: Session, before: UtcDateTime) -> int:
    """Take away who called in the calls heard before this; give how many. That they came stays, and that they were
    told."""
    known = (IncomingCall.caller.is_not(None)) | (IncomingCall.account_id.is_not(None))
    done = session.execute(
        update(IncomingCall).where(IncomingCall.heard_at < before, known).values(caller=None, account_id=None)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
