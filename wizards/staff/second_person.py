"""How does a sequence of the staff's side ask for another member, and what is done once that one agrees? (row S14)"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from domain.accounts import audit_log
from domain.contracts.requests import Change
from domain.messages.letters import Draft
from domain.staff import approvals
from domain.staff.approvals import Kind
from domain.staff.audit_trail import Act
from domain.staff.cases import Case
from models import StaffApproval
from rules.japanese import formatting
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.receipt import CommitContext, Receipt
from wizards.staff.case import CaseVisit, done

ALREADY = "このお客さまの同じ内容の依頼が、すでに承認待ちです。「承認」の画面をご確認ください。"


@dataclass(frozen=True)
class Granted:
    """What was done: as the trail and as the customer call it, from what to what, and the letters that tell of it.
    `about` says what else, without personal data."""

    act: Act
    event: audit_log.Kind
    letters: Sequence[Draft]
    about: str = ""
    changes: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Approvable:
    """Something that takes two: what is `shown` of it to who decides, and the verb. `grant` is given what was asked and
    its contents, in a transaction that has locked the account; it raises Conflict where what it is to change is not as
    it was, and Refused where it cannot be done now."""

    kind: Kind
    shown: Callable[[Mapping[str, Any]], Sequence[Change]]
    grant: Callable[[CommitContext, StaffApproval, Mapping[str, Any]], Granted]


def none_waits(session: Session, kind: Kind, visit: CaseVisit) -> None:
    """Raise AccessDenied where somebody has asked for this already."""
    if approvals.is_waiting(session, kind, visit.case.whom, visit.now):
        raise AccessDenied(Reason.CLOSED, texts=[ALREADY])


def ask(
    act: CommitContext,
    case: Case,
    kind: Kind,
    contents: Mapping[str, Any],
    *,
    event: audit_log.Kind,
    screen: int,
    rows: Sequence[tuple[str, str]] = (),
) -> Receipt:
    """Ask for it, for the reason that the member gave; the last thing of a commit. The customer is told of it as the
    `event`."""
    approvals.ask(act.session, kind, case, act.now, reason=act.answers["reason"], contents=contents)
    until = formatting.moment(act.now + approvals.WAITS_FOR)
    receipt = Receipt(
        rows=[*rows, ("承認の期限", until)],
        notes=["まだ何も変更していません。結果は「承認」の画面でご確認のうえ、必要なときはお客さまへご連絡ください。"],
        next_steps=[
            "別の担当者が内容を確認し、承認すると反映されます。",
            f"{until}までに承認されない場合は、反映されずに終了します。",
        ],
        event=event,
    )
    return done(act, case, Act.ASKED_APPROVAL, receipt, screen=screen, about=approvals.KINDS[kind])
