"""What does a member see of a customer in an open case? Who they are, their contracts, and where they are just now.

Until the caller was found to be the customer everything is masked, and nothing can be asked to be shown.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from domain.staff import audit_trail, caller_checks, customers, in_hand, revealing, whereabouts
from domain.staff.audit_trail import Act
from domain.staff.cases import CALLERS, Case
from domain.staff.customers import Customer
from domain.staff.in_hand import InOtherHands
from domain.staff.questions import NEEDED, WORDS
from domain.staff.revealing import Shown
from infra import clock, pagination
from infra.database import read, write
from rules import masking
from rules.portals import Portal
from views.staff import case_guard, frame, live, notes_shown, presence, record_contracts
from views.staff.case_guard import case_required
from views.staff.notes_shown import Typed
from wizards.staff.registry import STAFF_WIZARDS

bp = Blueprint("staff_record", __name__, url_prefix="/staff/cases")
frame.init(bp)
case_guard.init(bp)
TITLE = "お客さまの情報"


class Who(NamedTuple):
    """A customer as the first column shows them."""

    name: str
    kana: str
    portal: str
    has_account: bool
    items: Sequence[Shown]


@bp.get("/<case_id>")
@case_required
def show(case: Case) -> ResponseReturnValue:
    """The record; a customer whom nobody has in hand is in this one's."""
    if not presence.standing(case).holder and case.in_hand_at is None:
        _take(case)
    return page(case)


@bp.get("/<case_id>/live")
@case_required
def now(case: Case) -> ResponseReturnValue:
    """The third column alone, for a page that asks again and again: that is no sign that its member is there."""
    with read() as session:
        found = _live(session, customers.of_case(session, case))
    return render_template("staff/record/live.html", live=found, now=clock.now())


def page(case: Case, *, wrong: str = "", typed: str = "", note: Typed | None = None) -> str:
    """The record as a page: `wrong` says what is with the answer that was `typed`, `note` is what is shown again in the
    box of notes. That it was looked at is written down. Raise customers.Gone."""
    at = clock.now()
    with read() as session:
        customer = customers.of_case(session, case)
        number = pagination.number_in(request.args.get("page"))
        found: dict[str, Any] = {
            "who": _who(session, case, customer),
            "check": caller_checks.standing(session, case, at),
            "contracts": record_contracts.of(session, case, customer, number),
            "notes": notes_shown.of(session, case, customer, at, note),
            "live": _live(session, customer),
        }
    found |= {"case": case, "callers": CALLERS, "words": WORDS, "needed": NEEDED, "now": at}
    found |= {"acts": STAFF_WIZARDS.values(), "message": note.wrong if note else "", **presence.shown(case)}
    drawn = frame.draw("record", TITLE, **found, wrong=wrong, typed=typed, masked_in=_masked_in(found))
    with write() as session:
        audit_trail.record(session, Act.SAW_RECORD, case.member_id, at, whom=case.whom)
    return drawn


def _take(case: Case) -> None:
    """Where two open a customer at once, the second sees who was first."""
    with suppress(InOtherHands), write() as session:
        in_hand.take(session, case, clock.now())


def _who(session: Session, case: Case, customer: Customer) -> Who:
    portal: Portal = current_app.extensions["portals"][customer.portal]
    items = revealing.shown(session, case, revealing.items_of(customer), clock.now())
    names = (customer.name, customer.kana)
    name, kana = names if case.verified else (masking.name(names[0]), masking.kana(names[1]))
    return Who(name, kana, portal.title, customer.account is not None, items)


def _live(session: Session, customer: Customer) -> live.Live:
    return live.of(whereabouts.of(session, customer, clock.now()))


def _masked_in(found: dict[str, Any]) -> int | None:
    """In how many seconds the first of what is shown in full is to be masked again; None where all is masked."""
    rows = found["contracts"].page.rows
    items = [*found["who"].items, *(each for row in rows for each in row.items)]
    ends = min((each.until for each in items if each.until), default=None)
    return None if ends is None else max(1, -(-(ends - clock.now()) // timedelta(seconds=1)))
