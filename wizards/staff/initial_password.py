"""初期パスワードの書面: a letter on paper brings a password to begin with (1161–1163; data.md, decision 19).

It is printed by `flask accounts issue`, which finds here who asked. Nobody sees the password before its owner.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.accounts import audit_log, credentials, links, logins, paper_requests
from domain.contracts import ownership
from domain.messages import staff_letters
from domain.staff.audit_trail import Act
from domain.staff.cases import Case
from forms.staff.initial_password import END, WAITS, InitialPasswordForm, PaperDue
from models import Account, Contract, Paper
from rules import masking
from rules.japanese import formatting
from rules.japanese.dates import JST
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt
from wizards.staff.case import AtCase, CaseVisit, addressee_of, done

CHOOSE_THEIR_OWN = (
    "このサービスでは、初期パスワードの書面をお送りしていません。お客さまに、「ユーザーID・パスワードの再設定」または"
    "「はじめてご利用になる方」からお手続きいただいてください。"
)
NONE_RUNS = "保険期間中のご契約がないため、書面を作成できません。"
NO_CONTRACT = "団体契約のほかにご契約がないため、書面を作成できません。"
CHOSEN, ISSUED = "お客さまがお決めになったもの", "書面の初期パスワード"
SCREEN = 1163


def due(session: Session, visit: CaseVisit) -> PaperDue:
    """What a letter would be made of. Raise AccessDenied where none is to be made."""
    if visit.portal.chooses_own_id:
        raise AccessDenied(Reason.CLOSED, texts=[CHOOSE_THEIR_OWN])
    contracts = _contracts(session, visit)
    account = session.get_one(Account, visit.case.account_id) if visit.case.account_id is not None else None
    today = visit.now.astimezone(JST).date()
    if not contracts or not (account or any(each.ends_on >= today for each in contracts)):
        raise AccessDenied(Reason.CLOSED, texts=[NONE_RUNS if contracts else NO_CONTRACT])
    newest, asked_at = contracts[0], paper_requests.asked_at(session, [each.id for each in contracts])
    opened_by, waits = _opened_by(session, account), formatting.moment(asked_at) if asked_at else ""
    if waits and not opened_by:
        raise AccessDenied(Reason.CLOSED, texts=[WAITS.format(at=waits)])
    return PaperDue(newest.id, newest.number, masking.address(newest.holder_address), opened_by, waits)


def _contracts(session: Session, visit: CaseVisit) -> list[Contract]:
    """The contracts of the customer that a letter can be about, with the newest name and address first, as letters have
    them (exchange/issuing/policyholders.py)."""
    portal, case = visit.portal.name, visit.case
    if case.account_id is not None:
        found: Sequence[Contract] = [each.contract for each in ownership.all_of(session, case.account_id, portal)]
    else:
        own = session.get_one(Contract, case.contract_id)
        others = ownership.of_person(session, portal, ownership.holder_of(own))
        found = [own, *(each for each in others if each.id != own.id)]
    return sorted((each for each in found if not each.group_contract), key=_newest_first)


def _newest_first(contract: Contract) -> tuple[int, str]:
    changed_on = max(contract.starts_on, contract.changed_on or contract.starts_on)
    return (-changed_on.toordinal(), contract.number)


def _opened_by(session: Session, account: Account | None) -> str:
    """What opens an account now, "" where nothing does."""
    if account is None or not (account.password or account.issued_password):
        return ""
    if account.password:
        return CHOSEN
    told = (Paper.account_id == account.id, Paper.has_password)
    made_at = session.scalar(select(func.max(Paper.made_at, type_=Paper.made_at.type)).where(*told))
    return f"{ISSUED}（{formatting.moment(made_at)}に作成）" if made_at else ISSUED


def ask(act: CommitContext) -> Receipt:
    """Have the letter made, and end the password where that was chosen. Raise AccessDenied, or Conflict where another
    password was chosen or issued meanwhile."""
    case = ENTRANCE.still(act)
    ends = act.answers.get("current") == END
    paper_requests.ask(act.session, act.about.contract_id, act.now)
    if ends:
        _end_password(act, case)
    about = "いまのパスワードを使えなくした" if ends else ""
    return done(act, case, Act.ASKED_PAPER, _receipt(act, case, ends=ends), screen=SCREEN, about=about)


def _end_password(act: CommitContext, case: Case) -> None:
    assert case.account_id is not None
    credentials.end_password(act.session.get_one(Account, case.account_id))
    links.void_all(act.session, case.account_id, now=act.now)
    logins.end_of(act.session, case.account_id)


def _receipt(act: CommitContext, case: Case, *, ends: bool) -> Receipt:
    to, seen = addressee_of(act.session, case), act.about
    letter = [staff_letters.paper_asked(act.portal, to, act.now, ended=ends)] if to.address else []
    told = [f"受け付けたことを、メール（{masking.email(to.address)}）でもお知らせします。"] if to.address else []
    ended = "いまのパスワードは使えなくなりました。書面が届くまで、ログインできません。"
    kept = "いまのパスワードは、書面を作成するまで使えます。作成すると、使えなくなります。"
    current = [ended if ends else kept] if seen.opened_by else []
    return Receipt(
        rows=[("書面の宛先", f"ご契約のご住所（{seen.address}）")],
        next_steps=[
            "次に書面をまとめて作成するときに、お客さまの書面も作成し、ご契約のご住所へ郵送します。",
            *current,
            f"書面が届きましたら、書面の{act.portal.user_id_label}と初期パスワードでログインし、新しいパスワードをお決めいただきます。",
            *told,
        ],
        letters=letter,
        event=audit_log.Kind.STAFF_ENDED_PASSWORD if ends else audit_log.Kind.STAFF_ASKED_PAPER,
    )


ENTRANCE = AtCase(due)
wizard = Wizard(
    name="initial_password",
    title="初期パスワードの書面",
    enter=ENTRANCE,
    commit=ask,
    progress=("宛先の確認", "内容の確認", "完了"),
    steps=(
        Input(1161, "paper", "初期パスワードの書面", InitialPasswordForm),
        Confirm(1162, "内容の確認", button="書面を申し込む"),
    ),
    complete=Complete(SCREEN, "書面を申し込みました"),
)
