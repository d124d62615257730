"""メールアドレスの変更（以前のアドレスを使えないとき）: who lost their mailbox, by telephone (1171–1173; row A20).

Two of the staff, the answers of the check and a second factor stand before anything leaves; then the former address is
told, with the way to stop it, and nothing changes before the new one is confirmed. Who knows the password confirms it
on 704, logged in. Who forgot that too does so on 706, after three days in which whoever reads the former mailbox, or
logs in, stops it (docs/decisions/0032-second-person.md).
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from domain.accounts import audit_log, links
from domain.accounts.link_purposes import LinkPurpose
from domain.calls import hearing, requirement
from domain.contracts import corrections
from domain.contracts.requests import Change
from domain.messages import approved_letters, letters
from domain.messages.approved_letters import Within
from domain.staff.approvals import Kind
from domain.staff.audit_trail import Act
from forms.staff.recovery import FORGOTTEN, Mailbox, RecoveryForm
from models import Account, StaffApproval
from rules.japanese import mail
from rules.japanese.dates import JST
from rules.phone_verification import Mode
from rules.refusal import Refused
from wizards import email_confirmation
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Conflict, Receipt
from wizards.staff import second_person
from wizards.staff.case import AtCase, CaseVisit
from wizards.staff.second_person import Approvable, Granted

CALLED_WITHIN = timedelta(minutes=30)
STOPPABLE_FOR = timedelta(hours=72)
NO_ADDRESS = "ログインIDかメールアドレスをお持ちでないお客さまです。"
NOT_CALLED = (
    "先に、お客さまからご登録の電話番号で、認証用の番号へお電話いただいてください。"
    "お電話から30分以内に、もう一度この画面を開いてください。"
)
NO_CONTRACT = "証券番号で確認できるご契約がないため、この方法では変更できません。"
OFTEN = (
    "この新しいメールアドレスには、短い時間に続けてメールをお送りしたため、いまはお送りできません。"
    "1時間ほどたってから、もう一度承認してください。"
)
BY_CALL, BY_NUMBER = "ご登録の電話番号からの着信", "証券番号のお申し出"
SCREEN = 1173


def mailbox(session: Session, visit: CaseVisit) -> Mailbox:
    """What is known of the customer. Raise AccessDenied where nobody could be told of it, where it was asked for
    already, or where nothing stands for them beside the answers of the check."""
    account = session.get(Account, visit.case.account_id) if visit.case.account_id is not None else None
    if account is None or account.email is None:
        raise AccessDenied(Reason.CLOSED, texts=[NO_ADDRESS])
    second_person.none_waits(session, Kind.RECOVERY, visit)
    if visit.portal.phone_verification.mode != Mode.OFF:
        if not _has_called(session, visit, account):
            raise AccessDenied(Reason.CLOSED, texts=[NOT_CALLED])
        return Mailbox(account.email, True, frozenset())
    numbers = frozenset(each.number for each in corrections.held(session, account))
    if not numbers:
        raise AccessDenied(Reason.CLOSED, texts=[NO_CONTRACT])
    return Mailbox(account.email, False, numbers)


def _has_called(session: Session, visit: CaseVisit, account: Account) -> bool:
    today = visit.now.astimezone(JST).date()
    numbers = requirement.numbers_of(session, account.id, visit.portal, today)
    return hearing.heard_since(session, visit.portal, account.id, numbers, visit.now - CALLED_WITHIN)


def ask(act: CommitContext) -> Receipt:
    """Ask another member to agree. Raise AccessDenied, or Conflict where it is not as the member saw it."""
    case, answers, seen = ENTRANCE.still(act), act.answers, act.about
    contents = {
        "former": seen.address,
        "email": answers["email"],
        "forgotten": answers["password"] == FORGOTTEN,
        "factor": BY_CALL if seen.called else BY_NUMBER,
    }
    rows = [("新しいメールアドレス", mail.masked(answers["email"])), ("確認の方法", contents["factor"])]
    event = audit_log.Kind.RECOVERY_ASKED
    return second_person.ask(act, case, Kind.RECOVERY, contents, event=event, screen=SCREEN, rows=rows)


def send(act: CommitContext, asked: StaffApproval, contents: Mapping[str, Any]) -> Granted:
    """Send both letters; the account stays as it is. Raise Conflict where its address is another one by now, or Refused
    where the new one was written to often just now."""
    account = act.session.get_one(Account, asked.account_id, populate_existing=True)
    if account.email is None or account.email != contents["former"]:
        raise Conflict
    written = _to_forgetful(act, account, contents) if contents["forgotten"] else _to_login(act, account, contents)
    changes = (("新しいメールアドレス（確認待ち）", "", mail.masked(contents["email"])),)
    about = "パスワード不明" if contents["forgotten"] else "パスワードあり"
    return Granted(Act.ASKED_ADDRESS, audit_log.Kind.ADDRESS_ASKED, written, about, changes)


def _to_login(act: CommitContext, account: Account, contents: Mapping[str, Any]) -> Sequence[letters.Draft]:
    """As who is logged in asks for another address (703)."""
    asked = email_confirmation.send_link(act, account, contents["email"])
    if not asked:
        raise Refused(OFTEN)
    return [*email_confirmation.tell_former(act, account, contents["email"]), *asked]


def _to_forgetful(act: CommitContext, account: Account, contents: Mapping[str, Any]) -> Sequence[letters.Draft]:
    """With a link that is good only once the former address had its time; that which stops it lasts as long."""
    address, former = contents["email"], contents["former"]
    if not act.may_write(email_confirmation.LIMIT, address):
        raise Refused(OFTEN)
    opens_at, lasts = act.now + STOPPABLE_FOR, STOPPABLE_FOR + links.LIFETIME
    held = {"account": account.id, "opens_at": opens_at.isoformat(), "asked_at": act.now.isoformat()}
    stop, link = (
        act.issue(purpose, at, {**held, "email": at}, account_id=account.id, lasts=lasts)
        for purpose, at in ((LinkPurpose.STOP_ADDRESS, former), (LinkPurpose.RECOVERY, address))
    )
    ends = Within(act.now, opens_at, link.expires_at)
    return [
        approved_letters.recovery_asked(act.portal, former, address, stop.below(act.site), ends),
        approved_letters.recovery_link(act.portal, address, account.user_id, link.below(act.site), ends),
    ]


def shown(contents: Mapping[str, Any]) -> Sequence[Change]:
    """Both addresses, what stood for the customer, and when it can be confirmed."""
    when = "承認の72時間後から（パスワード不明）" if contents["forgotten"] else "ログインして確認"
    return [
        Change("メールアドレス", mail.shown(contents["former"]), mail.shown(contents["email"])),
        Change("本人確認のほかの確認", "", contents["factor"]),
        Change("新しいアドレスの確認", "", when),
    ]


ENTRANCE = AtCase(mailbox)
approvable = Approvable(Kind.RECOVERY, shown, send)
wizard = Wizard(
    name="recovery",
    title="メールアドレスの変更（以前のアドレスを使えないとき）",
    enter=ENTRANCE,
    commit=ask,
    progress=("新しいアドレスの入力", "内容の確認", "承認の依頼"),
    steps=(
        Input(1171, "address", "メールアドレスの変更", RecoveryForm),
        Confirm(1172, "内容の確認", button="この内容で承認を依頼する"),
    ),
    complete=Complete(SCREEN, "承認を依頼しました"),
)
