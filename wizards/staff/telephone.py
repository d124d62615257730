"""電話番号の登録・訂正: the number by which a customer is recognised becomes another one (1121–1123, row A20).

It is asked for as on 604, and applied as that is: nothing of the contract changes here.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from domain.accounts import audit_log
from domain.calls import requirement
from domain.contracts import ownership
from domain.contracts.ownership import OwnedContract
from domain.messages import staff_letters
from domain.staff.audit_trail import Act
from domain.staff.cases import Case
from forms.change import ContractPart
from forms.staff.telephone import Line, TelephoneForm, Telephones
from models import Account, Contract, ContractRequest
from rules import masking
from rules.japanese import formatting, normalize
from rules.japanese.dates import JST, show_date
from rules.phone_verification import Mode
from rules.portals import Portal
from wizards import change
from wizards.engine.access import AccessDenied, Reason
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt, new_number
from wizards.staff.case import AtCase, CaseVisit, addressee_of, done, for_customer

NO_ACCOUNT = "ログインIDをお持ちでないお客さまの電話番号は、ここでは変更できません。基幹システムで変更してください。"
NOT_HERE = "この画面では、電話番号を変更できません。"
NO_CONTRACT = "保険期間中のご契約がありません。"
READ_OUT = "まだ受け付けていません。新しい電話番号をお客さまに読み上げて、ご確認いただいてください。"
CALLS = "反映のあと、新しい番号からのお電話でログインできます。それまでは、いまの番号からのお電話になります。"
WILL_CALL = "「電話番号による本人認証」が始まりましたら、この番号からのお電話でログインしていただきます。"
BUTTON = "この番号で申し込む"
SCREEN = 1123


def numbers_of(session: Session, visit: CaseVisit) -> Telephones:
    """The contracts of a customer and their numbers. Raise AccessDenied where none of these can be changed."""
    if visit.case.account_id is None:
        raise AccessDenied(Reason.CLOSED, texts=[NO_ACCOUNT])
    today = visit.now.astimezone(JST).date()
    lines: list[Line] = []
    closed: list[tuple[str, str]] = []
    for held in ownership.all_of(session, visit.case.account_id, visit.portal.name):
        if held.contract.ends_on >= today:
            try:
                lines.append(_line(visit.portal, held, today))
            except AccessDenied as no:
                closed.append((held.contract.number, "".join(no.texts) or NOT_HERE))
    if not lines:
        told = [f"証券番号 {number}：{why}" for number, why in closed] or [NO_CONTRACT]
        raise AccessDenied(Reason.CLOSED, texts=told)
    return Telephones(tuple(lines), tuple(closed))


def _line(portal: Portal, held: OwnedContract, today: date) -> Line:
    """Raise AccessDenied where this contract's number cannot be changed."""
    part = change.part_of(portal, held, "insured" if held.contract.insured_is_holder else "holder", today)
    if "phone" not in part.items:
        raise AccessDenied(Reason.CLOSED, texts=[NOT_HERE])
    return Line(held.contract.id, held.contract.product, part, part.day if _asks_for_more(part) else part.first_day)


def _asks_for_more(part: ContractPart) -> bool:
    """Whether something else than the number was asked for already: the two go together, on the day of that."""
    now, then = asdict(part.now), asdict(part.wanted)
    return any(now[datum] != then[datum] for datum in now if datum != "phone")


def register(act: CommitContext) -> Receipt:
    """Ask for the number, of each contract that was chosen. Raise AccessDenied, Conflict where one of them is not as
    the member saw it, or Refused where what was asked before was handed over meanwhile."""
    chosen = [line for line in act.about.lines if str(line.id) in act.answers["contracts"]]
    case = ENTRANCE.still(act, [line.id for line in chosen])
    asked = [_ask(act, case, line, act.number if line is chosen[0] else new_number()) for line in chosen]
    for _, request in asked[1:]:
        # Of the first the engine tells.
        _tell(act, case, request)
    about = "受付番号 " + "、".join(request.receipt_number for _, request in asked)
    return done(act, case, Act.ASKED_PHONE, _receipt(act, case, asked), screen=SCREEN, about=about)


def _ask(act: CommitContext, case: Case, line: Line, number: str) -> tuple[str, ContractRequest]:
    contract = act.session.get_one(Contract, line.id)
    after = replace(line.part.wanted, phone=normalize.show_phone(act.answers["phone"]))
    return contract.number, change.put_in(for_customer(act, case, number), contract, line.part, after, line.day)


def _tell(act: CommitContext, case: Case, request: ContractRequest) -> None:
    audit_log.record(
        act.session,
        act.portal.name,
        audit_log.Kind.STAFF_ASKED_PHONE,
        act.now,
        account_id=case.account_id,
        screen=SCREEN,
        receipt_number=request.receipt_number,
        request_id=request.id,
        staff_id=case.member_id,
    )


def _receipt(act: CommitContext, case: Case, asked: Sequence[tuple[str, ContractRequest]]) -> Receipt:
    to = addressee_of(act.session, case)
    letter = [staff_letters.phone_asked(act.portal, to, asked, act.now)] if to.address else []
    told = [f"受け付けたことを、メール（{masking.email(to.address)}）でもお知らせします。"] if to.address else []
    return Receipt(
        number=act.number,
        rows=[
            ("新しい電話番号", masking.phone(act.answers["phone"])),
            *((f"証券番号 {number}", _told(request)) for number, request in asked),
        ],
        next_steps=[*_onward(act, case, asked), *told],
        letters=letter,
        event=audit_log.Kind.STAFF_ASKED_PHONE,
        request_id=asked[0][1].id,
    )


def _told(request: ContractRequest) -> str:
    return f"変更日 {show_date(request.effective_on)}（受付番号 {formatting.grouped(request.receipt_number)}）"


def _onward(act: CommitContext, case: Case, asked: Sequence[tuple[str, ContractRequest]]) -> list[str]:
    """When the nightly run applies it (exchange/exports/apply_requests.py), and what is possible from then on."""
    today = act.now.astimezone(JST).date()
    applied = show_date(max(today + timedelta(days=1), *(request.effective_on for _, request in asked)))
    account = act.session.get_one(Account, case.account_id)
    calls = [CALLS] if requirement.is_asked(act.portal, account, today) else [WILL_CALL]
    return [
        f"{applied}以降、夜間の処理で反映します。それまでは、「ご契約一覧」に「受付済」と表示されます。",
        *(calls if act.portal.phone_verification.mode != Mode.OFF else []),
    ]


ENTRANCE = AtCase(numbers_of)
wizard = Wizard(
    name="telephone",
    title="電話番号の登録・訂正",
    enter=ENTRANCE,
    commit=register,
    progress=("番号の入力", "内容の確認", "完了"),
    steps=(
        Input(1121, "number", "電話番号の登録・訂正", TelephoneForm),
        Confirm(1122, "内容の確認", button=BUTTON, lead=READ_OUT),
    ),
    complete=Complete(SCREEN, "電話番号の変更を受け付けました"),
)
