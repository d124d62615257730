"""In which case may a member do something, and how is it written down? (rows S4, S10, S12, A31)"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from domain.accounts import lifecycle
from domain.contracts import requests
from domain.messages import frame
from domain.messages.frame import Addressee
from domain.staff import audit_trail, cases, in_hand
from domain.staff.audit_trail import Act
from domain.staff.cases import Case
from domain.staff.in_hand import InOtherHands, Other
from infra.database import read
from models import Account, Contract
from rules.japanese import formats, mail
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.receipt import CommitContext, Conflict, Receipt

OVER = "この応対は終わりました。お客さまの情報をもう一度開いてください。"
NOT_CHECKED = "先に、お電話の方がご本人であることを確認してください。"


class TakenOver(AccessDenied):
    """Another member has the customer in hand: `by`."""

    def __init__(self, by: Other) -> None:
        super().__init__(Reason.CLOSED)
        self.by = by


@dataclass(frozen=True)
class CaseVisit:
    """Which case a member comes with, to which portal, when."""

    portal: Portal
    case: Case
    now: UtcDateTime


@dataclass(frozen=True)
class AtCase:
    """Only in a case of a customer; unless it is for `anybody` who calls, only once the caller was found to be the
    customer. `describe` makes what pages and forms may know; what of it is a masked datum elsewhere, `reveals` says, so
    that each page which shows it is told in the trail. It raises AccessDenied where nothing is to be done."""

    describe: Callable[[Session, CaseVisit], Any]
    anybody: bool = False
    reveals: str = ""

    def __call__(self, visit: CaseVisit) -> Any:
        """Give what is known of the subject. Raise AccessDenied."""
        with read() as session:
            return self.told(session, visit)

    def told(self, session: Session, visit: CaseVisit) -> Any:
        """As a call gives it, in a transaction. Raise AccessDenied."""
        if not (self.anybody or visit.case.verified):
            raise AccessDenied(Reason.CLOSED, texts=[NOT_CHECKED])
        return self.describe(session, visit)

    def still(self, act: CommitContext, contracts: Iterable[int] = ()) -> Case:
        """The case, open in this transaction, its customer in the member's hand, and about what the member saw; its
        account is held still, and so are these `contracts`, by their ids. Raise AccessDenied where it is over,
        TakenOver, or Conflict where something of it is not as it was."""
        at = act.origin.at_work
        assert at is not None
        case = cases.find(act.session, at.case_id, at.login_id, at.member_id, act.now)
        if case is None:
            raise AccessDenied(Reason.CLOSED, texts=[OVER])
        try:
            in_hand.take(act.session, case, act.now)
        except InOtherHands as others:
            raise TakenOver(others.by) from None
        lifecycle.lock(act.session, case.account_id)
        for contract_id in sorted(contracts):
            requests.lock_contract(act.session, contract_id)
        if self.told(act.session, CaseVisit(act.portal, case, act.now)) != act.about:
            raise Conflict
        return case


def for_customer(act: CommitContext, case: Case, number: str) -> CommitContext:
    """The commit as what the customer asks of a contract is made of it: in their name, under a `number` of its own."""
    return replace(act, account_id=case.account_id, number=number)


def address_of(session: Session, case: Case) -> str:
    """Where the customer is written to: at the address of their account or, where they have none, of the contract; ""
    where mail could go to none."""
    if case.account_id is not None:
        written = session.get_one(Account, case.account_id).email
    else:
        written = session.get_one(Contract, case.contract_id).holder_email
    address = mail.address(written or "")
    return address if formats.is_email(address) else ""


def addressee_of(session: Session, case: Case) -> Addressee:
    """Whom a letter about what is done in a case goes to: `address_of`, and the customer's name where they have proved
    that it is theirs."""
    address = address_of(session, case)
    owner = frame.owner(session.get(Account, case.account_id)) if address and case.account_id is not None else None
    return owner or Addressee(address)


def done(act: CommitContext, case: Case, kind: Act, receipt: Receipt, *, screen: int, about: str = "") -> Receipt:
    """Write into the trail what was done in a case, at the staff's `screen`, for the reason that the member gave; give
    the receipt for the customer of the case. The last thing of a commit."""
    told = {"screen": screen, "reason": act.answers["reason"], "about": about}
    audit_trail.record(act.session, kind, case.member_id, act.now, whom=case.whom, **told)
    return replace(receipt, account_id=case.account_id)
