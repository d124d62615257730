"""ウェブでのお手続きの停止・再開: one contract or all of a customer's (業務画面 1141–1143).

To close protects, so it is done at once, whoever calls. To open again takes the customer themselves, and another member
who agrees.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.accounts import audit_log
from domain.contracts import corrections, ownership, web_access
from domain.contracts.requests import Change
from domain.messages import approved_letters, frame
from domain.messages.letters import Draft
from domain.staff.approvals import Kind
from domain.staff.audit_trail import Act, Whom
from forms.staff.web_access import CLOSE, WebAccess, WebAccessForm, meant
from models import Account, Contract, StaffApproval
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Conflict, Receipt
from wizards.staff import second_person
from wizards.staff.case import AtCase, CaseVisit, done
from wizards.staff.second_person import Approvable, Granted

NO_CONTRACT = "このお客さまのご契約がありません。"
SCREEN = 1143
MOST_NAMED = 5


def access(session: Session, visit: CaseVisit) -> WebAccess:
    """Which contracts are open, and which closed. Raise AccessDenied where there are none, or where somebody has asked
    for their opening already."""
    contracts = _contracts(session, visit.case.whom)
    if not contracts:
        raise AccessDenied(Reason.CLOSED, texts=[NO_CONTRACT])
    closed = tuple(each.number for each in contracts if each.closed_at)
    still_open = tuple(each.number for each in contracts if not each.closed_at)
    return WebAccess(still_open, closed, visit.case.verified)


def _contracts(session: Session, whom: Whom, *, still: bool = False) -> Sequence[Contract]:
    if whom.account_id is not None:
        return corrections.held(session, session.get_one(Account, whom.account_id), still=still)
    opened = session.get_one(Contract, whom.contract_id)
    ids = [opened.id, *(each.id for each in ownership.all_of_holder(session, opened))]
    theirs = select(Contract).where(Contract.id.in_(ids)).order_by(Contract.id)
    held = theirs.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(held if still else theirs).all()


def close_or_ask(act: CommitContext) -> Receipt:
    """Close them, or ask another member to agree that they are opened. Raise AccessDenied, or Conflict where they are
    not as the member saw them."""
    case = ENTRANCE.still(act)
    theirs = {each.number: each for each in _contracts(act.session, case.whom, still=True)}
    numbers = meant(act.answers, act.about)
    ids = [theirs[number].id for number in numbers if number in theirs]
    if len(ids) != len(numbers):
        raise Conflict
    if act.answers["what"] != CLOSE:
        second_person.none_waits(act.session, Kind.REOPENING, CaseVisit(act.portal, case, act.now))
        event, rows = audit_log.Kind.REOPENING_ASKED, [("再開するご契約", named(numbers))]
        contents = {"numbers": list(numbers), "contracts": ids}
        return second_person.ask(act, case, Kind.REOPENING, contents, event=event, screen=SCREEN, rows=rows)
    web_access.close(act.session, ids, act.now)
    receipt = Receipt(
        rows=[("停止したご契約", named(numbers))],
        next_steps=[
            "ただいまから、このご契約のお手続きは、インターネットではできません。お手続きは、お電話で承ります。",
            "すでに受け付けたお申し込みは、そのまま進みます。",
        ],
        event=audit_log.Kind.WEB_CLOSED,
        letters=_told(act, case.account_id, numbers, closed=True),
    )
    return done(act, case, Act.CLOSED_WEB, receipt, screen=SCREEN, about=named(numbers))


def reopen(act: CommitContext, asked: StaffApproval, contents: Mapping[str, Any]) -> Granted:
    """Open them. Raise Conflict where one of them is open, or somebody else's by now."""
    theirs = _contracts(act.session, Whom(asked.account_id, asked.contract_id), still=True)
    closed = {each.id for each in theirs if each.closed_at}
    if not closed.issuperset(contents["contracts"]):
        raise Conflict
    web_access.reopen(act.session, contents["contracts"])
    written = _told(act, asked.account_id, contents["numbers"], closed=False)
    return Granted(Act.OPENED_WEB, audit_log.Kind.WEB_OPENED, written, named(contents["numbers"]))


def shown(contents: Mapping[str, Any]) -> Sequence[Change]:
    """Contract by contract."""
    return [Change(f"証券番号 {number}", "停止中", "再開") for number in contents["numbers"]]


def named(numbers: Sequence[str]) -> str:
    """The contracts, of a great many the first few."""
    first = "、".join(f"証券番号 {number}" for number in numbers[:MOST_NAMED])
    return first if len(numbers) <= MOST_NAMED else f"{first} ほか{len(numbers) - MOST_NAMED:,}件"


def _told(act: CommitContext, account_id: int | None, numbers: Sequence[str], *, closed: bool) -> list[Draft]:
    """The letter to the customer, where there is an address that is theirs."""
    owner = frame.owner(act.session.get_one(Account, account_id)) if account_id is not None else None
    if owner is None:
        return []
    first = "、".join(f"証券番号 ****{number[-4:]}" for number in numbers[:MOST_NAMED])
    more = f" ほか{len(numbers) - MOST_NAMED:,}件" if len(numbers) > MOST_NAMED else ""
    return [approved_letters.web_access(act.portal, owner, f"{first}{more}", act.now, closed=closed)]


ENTRANCE = AtCase(access, anybody=True)
approvable = Approvable(Kind.REOPENING, shown, reopen)
wizard = Wizard(
    name="web_access",
    title="ウェブでのお手続きの停止・再開",
    enter=ENTRANCE,
    commit=close_or_ask,
    progress=("停止・再開の入力", "内容の確認", "完了"),
    steps=(
        Input(1141, "what", "ウェブでのお手続きの停止・再開", WebAccessForm),
        Confirm(1142, "内容の確認", button="この内容で確定する"),
    ),
    complete=Complete(SCREEN, "受け付けました"),
)
