"""お名前・フリガナ・生年月日の訂正: the items ☆ of 604 that need the desk (業務画面 1131–1133).

The account and every contract of its owner change together once another member agrees, and the core system is told of
each contract as of any request (domain/contracts/corrections.py).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from domain.accounts import audit_log, lifecycle
from domain.contracts import corrections, requests
from domain.contracts.corrections import Corrected, Owner
from domain.contracts.requests import Change
from domain.messages import approved_letters, frame
from domain.staff.approvals import Kind
from domain.staff.audit_trail import Act
from forms.kit.names import FullName
from forms.staff.correction import CorrectionForm, Registered
from models import Account, StaffApproval
from rules.japanese import dates
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Conflict, Receipt, new_number
from wizards.staff import second_person
from wizards.staff.case import AtCase, CaseVisit
from wizards.staff.second_person import Approvable, Granted

NO_ACCOUNT = "ログインIDをお持ちでないお客さまです。お名前などの訂正は、基幹システムでお手続きください。"
COMPANY = "法人のお客さまです。名称の変更は、基幹システムでお手続きください。"
UNDER_WAY = (
    "お客さまからの変更のお申し込み（受付番号 {number}）の反映を待っています。反映されたあとに、お手続きください。"
)
SCREEN = 1133


def registered(session: Session, visit: CaseVisit) -> Registered:
    """Who the customer is. Raise AccessDenied where they have no account, are a company, or where the same was asked
    for already, by them or by a member."""
    if visit.case.account_id is None:
        raise AccessDenied(Reason.CLOSED, texts=[NO_ACCOUNT])
    second_person.none_waits(session, Kind.CORRECTION, visit)
    account = session.get_one(Account, visit.case.account_id)
    contracts = corrections.held(session, account)
    if account.birth_date is None or any(each.company for each in contracts):
        raise AccessDenied(Reason.CLOSED, texts=[COMPANY])
    asked = corrections.in_the_way(session, contracts)
    if asked is not None:
        raise AccessDenied(Reason.CLOSED, texts=[UNDER_WAY.format(number=asked.receipt_number)])
    name, kana = (FullName(account.family_name, account.given_name), FullName(account.family_kana, account.given_kana))
    return Registered(name, kana, account.birth_date, tuple(each.number for each in contracts))


def ask(act: CommitContext) -> Receipt:
    """Ask another member to agree. Raise AccessDenied, or Conflict where it is not as the member saw it."""
    case, answers = ENTRANCE.still(act), act.answers
    account = act.session.get_one(Account, case.account_id, populate_existing=True)
    name, kana = answers["name"], answers["kana"]
    after = Owner(name.family, name.given, kana.family, kana.given, answers["birth"])
    contents = _contents(account, after, _corrected(act.session, account, after))
    rows = [("訂正する項目", "・".join(change.label for change in _of_the_account(contents)))]
    event = audit_log.Kind.CORRECTION_ASKED
    return second_person.ask(act, case, Kind.CORRECTION, contents, event=event, screen=SCREEN, rows=rows)


def correct(act: CommitContext, asked: StaffApproval, contents: Mapping[str, Any]) -> Granted:
    """Have account and contracts say so. Raise Conflict where anything of it, or whose a contract is, has changed."""
    account = act.session.get_one(Account, asked.account_id, populate_existing=True)
    after = _owner(contents["after"])
    corrected = _corrected(act.session, account, after)
    theirs = corrections.held(act.session, account)
    if _contents(account, after, corrected) != contents or corrections.in_the_way(act.session, theirs):
        raise Conflict
    kept = [each.id for each in theirs]
    lifecycle.correct(account, after._asdict())
    corrections.apply(act.session, account, corrected, [new_number() for _ in corrected], act.now)
    corrections.drop_others(act.session, account, kept)
    if {each.id for each in corrections.held(act.session, account)} != set(kept):
        raise Conflict
    changes = _of_the_account(contents)
    items = "・".join(change.label for change in changes)
    owner = frame.owner(account)
    written = [approved_letters.corrected(act.portal, owner, items, act.now)] if owner else []
    about = f"{items}　契約{len(corrected)}件"
    return Granted(Act.CORRECTED, audit_log.Kind.CORRECTED, written, about, changes)


def shown(contents: Mapping[str, Any]) -> Sequence[Change]:
    """Of the account and of each contract, in full."""
    found = list(_of_the_account(contents))
    for number, columns in contents["contracts"].items():
        for name, (before, after) in columns.items():
            said = [requests.shown(name, requests.value_of(name, value)) for value in (before, after)]
            found.append(Change(f"証券番号 {number}　{requests.COLUMNS[name]}", *said))
    return found


def _corrected(session: Session, account: Account, after: Owner) -> list[Corrected]:
    contracts = corrections.held(session, account, still=True)
    return corrections.wanted(contracts, corrections.owner_of(account), after)


def _contents(account: Account, after: Owner, corrected: Sequence[Corrected]) -> dict[str, Any]:
    """What is to be changed, and all that it is changed from: made anew and compared before it is done."""
    owners = {"before": corrections.owner_of(account), "after": after}
    kept = {when: [*owner[:4], owner.birth_date.isoformat()] for when, owner in owners.items()}
    columns = {each.contract.number: requests.kept_columns(requests.contents(each.columns)) for each in corrected}
    return {**kept, "contracts": columns}


def _owner(kept: Sequence[str]) -> Owner:
    family, given, family_kana, given_kana, born = kept
    return Owner(family, given, family_kana, given_kana, date.fromisoformat(born))


def _of_the_account(contents: Mapping[str, Any]) -> list[Change]:
    before, after = _owner(contents["before"]), _owner(contents["after"])
    found = [
        Change("氏名", " ".join(before[:2]).strip(), " ".join(after[:2]).strip()),
        Change("フリガナ", " ".join(before[2:4]).strip(), " ".join(after[2:4]).strip()),
        Change("生年月日", dates.show_both(before.birth_date), dates.show_both(after.birth_date)),
    ]
    return [each for each in found if each.before != each.after]


# What is registered stands in the boxes, and what is asked for would open another's: the caller must be the customer.
ENTRANCE = AtCase(registered, reveals="お名前・フリガナ・生年月日")
approvable = Approvable(Kind.CORRECTION, shown, correct)
wizard = Wizard(
    name="correction",
    title="お名前・フリガナ・生年月日の訂正",
    enter=ENTRANCE,
    commit=ask,
    progress=("訂正する内容の入力", "内容の確認", "承認の依頼"),
    steps=(
        Input(1131, "owner", "お名前・フリガナ・生年月日の訂正", CorrectionForm),
        Confirm(1132, "内容の確認", button="この内容で承認を依頼する"),
    ),
    complete=Complete(SCREEN, "承認を依頼しました"),
)
