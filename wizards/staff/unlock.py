"""ロックの解除: what was locked by wrong tries is open again (1101–1103, decision 16)."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app
from sqlalchemy.orm import Session

from domain.accounts import audit_log, locks
from domain.accounts.locks import Lock
from domain.contracts import ownership
from domain.messages import staff_letters
from domain.staff.audit_trail import Act
from forms.staff.unlock import Locked, Locks, UnlockForm
from models import Account, Contract
from rules import masking
from rules.japanese import formatting
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt
from wizards.staff.case import AtCase, CaseVisit, address_of, addressee_of, done

NONE_LOCKED = "このお客さまには、ロックされているものはありません。間違いが続けて5回になると、ロックされます。"
LOGIN, EASY, ADDITION = "ログイン", "簡単登録", "ご契約の追加"
SCREEN = 1103
# What a customer whose lock was lifted does next.
ONWARD = {
    LOGIN: "いつものログイン画面から、ログインできます。パスワードをお忘れのときは、"
    "ログイン画面の「パスワードをお忘れの方」からお手続きいただきます。",
    EASY: "書面の初回パスワードをご用意のうえ、「簡単登録」からもう一度お手続きいただきます。",
    ADDITION: "保険証券をご用意のうえ、「契約中の保険を追加する」からもう一度お手続きいただきます。",
}


class Lockable(NamedTuple):
    """What may be locked of a customer's: its name on the page, of what kind it is, which one of these, and the
    lock."""

    name: str
    kind: str
    which: str
    lock: Lock


def lockable(session: Session, visit: CaseVisit) -> list[Lockable]:
    """All that may be locked of a customer's."""
    portal, case = visit.portal.name, visit.case
    if case.account_id is None:
        contract = session.get_one(Contract, case.contract_id)
        return _of_contracts(portal, [contract, *ownership.of_person(session, portal, ownership.holder_of(contract))])
    account = session.get_one(Account, case.account_id)
    user_id = f"{visit.portal.user_id_label} {masking.user_id(account.user_id)}"
    listed = [each.contract for each in ownership.all_of(session, account.id, portal)]
    return [
        Lockable("login", LOGIN, user_id, locks.of_login(portal, account.user_id)),
        Lockable("additions", ADDITION, "お客さまの操作", locks.of_additions(portal, account.id)),
        *_of_contracts(portal, [*listed, *ownership.of_person(session, portal, ownership.owner_of(account))]),
    ]


def _of_contracts(portal: str, contracts: Sequence[Contract]) -> list[Lockable]:
    numbers = dict(sorted((each.id, each.number) for each in contracts))
    easy = [
        Lockable(f"easy-{id}", EASY, f"証券番号 {number}", locks.of_easy(portal, number))
        for id, number in numbers.items()
    ]
    added = [
        Lockable(f"contract-{id}", ADDITION, f"証券番号 {number}", locks.of_contract(portal, number))
        for id, number in numbers.items()
    ]
    return [*easy, *added]


def locked_of(session: Session, visit: CaseVisit) -> Locks:
    """What is locked of a customer's. Raise AccessDenied where nothing is."""
    possible = lockable(session, visit)
    standing = locks.standing(session, current_app.extensions["keyring"], [each.lock for each in possible])
    found = [(each, standing[each.lock]) for each in possible if each.lock in standing]
    if not found:
        raise AccessDenied(Reason.CLOSED, texts=[NONE_LOCKED])
    locked = (
        Locked(each.name, f"{each.kind}（{each.which}）", tries.number, formatting.moment(tries.last_at))
        for each, tries in found
    )
    return Locks(tuple(locked), masking.email(address_of(session, visit.case)))


def unlock(act: CommitContext) -> Receipt:
    """Lift the locks that were chosen. Raise AccessDenied, or Conflict where others are locked now."""
    case = ENTRANCE.still(act)
    possible = {each.name: each for each in lockable(act.session, CaseVisit(act.portal, case, act.now))}
    chosen = [possible[name] for name in act.answers["locks"]]
    locks.lift(act.session, act.keyring, [each.lock for each in chosen])
    kinds = list(dict.fromkeys(each.kind for each in chosen))
    to, seen = addressee_of(act.session, case), act.about
    letter = [staff_letters.unlocked(act.portal, to, kinds, act.now)] if to.address else []
    told = [f"ロックを解除したことを、メール（{seen.told_at}）でもお知らせします。"] if to.address else []
    receipt = Receipt(
        rows=[("解除したロック", "、".join(f"{each.kind}（{each.which}）" for each in chosen))],
        next_steps=[*(ONWARD[kind] for kind in kinds), *told],
        letters=letter,
        event=audit_log.Kind.STAFF_UNLOCKED,
    )
    return done(act, case, Act.UNLOCKED, receipt, screen=SCREEN, about="、".join(kinds))


ENTRANCE = AtCase(locked_of)
wizard = Wizard(
    name="unlock",
    title="ロックの解除",
    enter=ENTRANCE,
    commit=unlock,
    progress=("ロックの確認", "内容の確認", "完了"),
    steps=(
        Input(1101, "locks", "ロックの解除", UnlockForm),
        Confirm(1102, "内容の確認", button="ロックを解除する"),
    ),
    complete=Complete(SCREEN, "ロックを解除しました"),
)
