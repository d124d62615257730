"""解約: a customer asks to end their contract before its time (画面 611–614)."""

from datetime import date

import models
from domain.accounts import audit_log
from domain.contracts import details, products, requests
from domain.contracts.ownership import OwnedContract
from domain.messages import letters
from forms.cancellation import REASONS, CancellationAgreementForm, CancellationForm, Cancelling
from forms.kit.bank_account import KINDS
from forms.kit.step import StepForm
from models import Contract, ContractRequest
from rules.japanese import normalize
from rules.japanese.banks import alphabet
from rules.japanese.dates import show_date
from rules.portals import Portal
from rules.states import RequestKind
from wizards import contract_requests
from wizards.engine.access import OwnContract
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt

BUTTON = "この内容で解約を申し込む"
REFUND = "返還保険料がある場合は、金額をご案内のうえ、ご指定の口座にお振り込みします。"


def cancelling(portal: Portal, held: OwnedContract, part: str, today: date) -> Cancelling:
    """What 612 may know of a contract. Raise AccessDenied where it cannot be cancelled here, or where a `part` of the
    contract is named."""
    contract = held.contract
    days = contract_requests.days_of(portal, held, part, today, kind=RequestKind.CANCELLATION)
    asked = next((each for each in held.under_way if each.kind == RequestKind.CANCELLATION), None)
    product = products.renewable(contract.product_type)
    return Cancelling(
        number=contract.number,
        product=details.product_of(contract),
        period=details.period_of(portal, contract),
        refund=product.refund if product and product.refund else REFUND,
        holder_name=normalize.clean(contract.holder_name),
        holder_kana=contract.holder_kana,
        company=contract.company,
        first_day=days[0],
        last_day=days[1],
        covered_until=details.time_of(portal),
        replaces=asked.receipt_number if asked else None,
    )


def fill(form: StepForm, name: str) -> tuple[dict[str, list[str]], str]:
    """Search: what was found is told beside its box."""
    return form.to_draft(), ""


def submit_request(act: CommitContext) -> Receipt:
    """Put the request in, once. Raise Conflict where the contract is not as the customer saw it."""
    contract = contract_requests.as_seen(act, ENTRANCE)
    seen: Cancelling = act.about
    answers, day = act.answers, act.answers["day"]
    bank, branch = answers["bank"], answers["branch"]
    kind, number = dict(KINDS)[answers["account"]], answers["number"]
    secret = {
        "金融機関コード": bank.code,
        "金融機関名": bank.name,
        "支店コード": branch.code,
        "支店名": branch.name,
        "預金種別": kind,
        "口座番号": number,
        "口座名義カナ": alphabet.written(answers["holder"]),
    }
    reason = dict(REASONS)[answers["reason"]]
    facts = [("解約日", show_date(day)), ("解約の理由", reason)]
    request = contract_requests.request(
        act,
        contract,
        kind=RequestKind.CANCELLATION,
        day=day,
        columns={"ends_on": (contract.ends_on, day), "changed_on": (contract.changed_on, day)},
        details={"解約日": str(day), "解約理由": reason},
        facts=facts,
    )
    request.sealed = requests.encrypt_details(act.keyring, act.number, secret)
    requests.accept(act.session, request, instead_of=seen.replaces)
    goes_to = ("返還保険料のお振込先", f"{bank.name} {branch.name} {kind} ****{number[-3:]}")
    return _receipt(act, contract, request, [*facts, goes_to])


def _receipt(act: CommitContext, contract: Contract, request: ContractRequest, facts: list[tuple[str, str]]) -> Receipt:
    address = act.session.get_one(models.Account, request.account_id).email
    letter = letters.cancellation_accepted(act.portal, address, request, contract.number) if address else None
    told = ["お手続きの内容を、ご登録のメールアドレスにお知らせします。"] if address else []
    tab, seen = act.portal.contracts_tab, act.about
    return Receipt(
        number=act.number,
        rows=[("証券番号", contract.number), *facts],
        next_steps=[
            *told,
            f"反映のお手続きに入るまでは、「{tab}」からお申し込みを取り下げることができます。",
            f"申し込みいただいた内容は、翌日以降に反映されます。「{tab}」でご確認ください。",
            seen.refund,
        ],
        button=(f"{tab}へ", f"/{act.portal.name}/contracts"),
        letters=[letter] if letter else [],
        event=audit_log.Kind.CANCELLATION_REQUESTED,
        request_id=request.id,
    )


ENTRANCE = OwnContract(cancelling)
wizard = Wizard(
    name="cancellation",
    title="解約",
    enter=ENTRANCE,
    commit=submit_request,
    progress=("解約の内容の入力", "入力内容の確認", "完了"),
    came_from="cancellations",
    steps=(
        Input(612, "cancellation", "解約の内容の入力", CancellationForm, fill=fill),
        Confirm(
            613,
            "解約の内容の確認",
            button=BUTTON,
            lead=f"まだお手続きは完了していません。終了する補償と内容をご確認のうえ、「{BUTTON}」を押してください。",
            asks=CancellationAgreementForm,
        ),
    ),
    complete=Complete(614, "解約のお申し込みを受け付けました"),
)
