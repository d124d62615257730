"""変更（異動）: a customer asks to change a part of their contract (画面 604–606).

Nothing of the contract changes here: the nightly run applies what was accepted, from the next day on.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

import models
from domain.accounts import audit_log
from domain.contracts import details, requests
from domain.contracts.ownership import OwnedContract
from domain.messages import letters
from forms.change import ChangeForm, ContractPart, Data, wanted
from forms.kit.address import NOT_FOUND
from forms.kit.step import StepForm
from models import Contract, ContractRequest
from rules import periods, shares
from rules.japanese import normalize
from rules.japanese.dates import show_date
from rules.portals import Portal
from rules.states import RequestKind
from wizards import contract_requests
from wizards.engine.access import AccessDenied, OwnContract, Reason
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt

BUTTON = "この内容で保険契約の変更（異動）を申し込む"
STAR = {True: "☆", False: ""}
# Which columns of a contract hold the data of a part.
HOLDER = {
    "name": "holder_name",
    "kana": "holder_kana",
    "birth": "holder_birth",
    "phone": "holder_phone",
    "code": "holder_postal_code",
    "address": "holder_address",
}
INSURED = {"name": "insured_name", "kana": "insured_kana", "birth": "insured_birth", "phone": "insured_phone"}
PREMISES = {"address": "location"}
ITEMS = {
    "holder": ("name", "kana", "birth", "phone", "address"),
    "insured": ("name", "kana", "birth", "phone"),
    "premises": ("location",),
}


def columns_of(contract: Contract, part: str) -> dict[str, str]:
    """By datum, the column that holds it. Where the holder is the insured, that part holds the holder's."""
    if part == "premises":
        return PREMISES
    return INSURED if part == "insured" and not contract.insured_is_holder else HOLDER


def items_of(portal: Portal, contract: Contract, part: str) -> tuple[str, ...]:
    """What the portal lets be changed of a part; nothing of the holder where that is the insured (603)."""
    if part not in ITEMS or (part == "holder" and contract.insured_is_holder):
        return ()
    there = ITEMS["holder"] if columns_of(contract, part) is HOLDER else ITEMS[part]
    if contract.company and columns_of(contract, part) is HOLDER:
        there = tuple(item for item in there if item != "birth")
    if part == "premises" and not contract.location:
        return ()
    return tuple(item for item in there if item in portal.changes)


def part_of(portal: Portal, held: OwnedContract, part: str, today: date) -> ContractPart:
    """What 604 may know of `part` of a contract, as details.parts_of names it. Raise AccessDenied where it cannot be
    changed."""
    contract = held.contract
    items = items_of(portal, contract, part)
    if not items:
        raise AccessDenied(Reason.MISSING)
    closed = [
        *contract_requests.why_not(portal, contract, today),
        *contract_requests.in_the_way(held, RequestKind.CHANGE),
    ]
    days = periods.change_days(contract.starts_on, contract.ends_on, today)
    columns = columns_of(contract, part)
    asked = _asked_last(held, set(columns.values()))
    if asked and not requests.is_open(asked):
        closed.append(
            f"先にお申し込みいただいた変更（受付番号 {asked.receipt_number}）を、"
            f"{show_date(asked.effective_on)}に反映します。反映されるまで、次の変更をお受けすることができません。"
        )
    if closed or days is None:
        raise AccessDenied(Reason.CLOSED, texts=closed)
    now = Data(**{datum: getattr(contract, column) for datum, column in columns.items()})
    changed = {name: after for name, (_, after) in requests.columns_of(asked).items()} if asked else {}
    wanted = Data(**{datum: changed.get(column, getattr(now, datum)) for datum, column in columns.items()})
    said = next(each for each in details.parts_of(portal, contract) if each.name == part)
    return ContractPart(
        number=contract.number,
        name=part,
        title=said.title,
        whose="" if "name" in items else said.whose,
        fixed=tuple(
            (f"{'☆' if each.star else ''}{each.label}", each.value) for each in said.data if each.item not in items
        ),
        insurers=tuple(shares.read(contract.insurers)),
        items=items,
        company=contract.company and columns is HOLDER,
        now=now,
        wanted=wanted,
        first_day=days[0],
        last_day=days[1],
        day=max(asked.effective_on, days[0]) if asked else days[0],
        replaces=asked.receipt_number if asked else None,
        recognised=columns is HOLDER,
        called=normalize.clean(now.name),
        contract_id=contract.id,
    )


def _asked_last(held: OwnedContract, columns: set[str]) -> ContractRequest | None:
    """The last change of any of these that is under way, whatever part it was of: who is insured may have changed."""
    changes = [each for each in held.under_way if each.kind == RequestKind.CHANGE]
    return next((each for each in reversed(changes) if columns & requests.columns_of(each).keys()), None)


def fill(form: StepForm, name: str) -> tuple[dict[str, list[str]], str]:
    """What the 郵便番号 that was typed tells of the address of this name, or the places to choose from."""
    said = form[name].fill_in() if name in form and form[name].kind == "address" else NOT_FOUND
    return form.to_draft(), said


def submit_request(act: CommitContext) -> Receipt:
    """Put the request in, once. Raise Conflict where the contract is not as the customer saw it."""
    contract = contract_requests.as_seen(act, ENTRANCE)
    seen: ContractPart = act.about
    request = put_in(act, contract, seen, wanted(act.answers, seen), act.answers["day"])
    return _receipt(act, contract, request, seen)


def put_in(act: CommitContext, contract: Contract, seen: ContractPart, after: Data, day: date) -> ContractRequest:
    """Ask that a part of a contract, which is held still and as it was `seen`, hold what is told `after`, from a `day`
    on, in the place of what was asked of it before. Raise refusal.Refused where that was handed over meanwhile."""
    before, then = asdict(seen.now), asdict(after)
    columns = columns_of(contract, seen.name)
    changed: dict[str, tuple[Any, Any]] = {
        columns[datum]: (before[datum], then[datum]) for datum in columns if before[datum] != then[datum]
    }
    changed["changed_on"] = (contract.changed_on, day)
    request = contract_requests.request(
        act, contract, kind=RequestKind.CHANGE, day=day, part=seen.name, columns=changed
    )
    requests.accept(act.session, request, instead_of=seen.replaces)
    return request


def _receipt(act: CommitContext, contract: Contract, request: ContractRequest, seen: ContractPart) -> Receipt:
    address = act.session.get_one(models.Account, request.account_id).email
    what = f"{seen.title}（{'、'.join(change.label for change in requests.changes_of(request))}）"
    day = show_date(request.effective_on)
    letter = letters.change_accepted(act.portal, address, request, contract.number, what) if address else None
    told = ["お手続きの内容を、ご登録のメールアドレスにお知らせします。"] if address else []
    replaced = (
        [f"先のお申し込み（受付番号 {seen.replaces}）は、このお申し込みに置き換わりました。"] if seen.replaces else []
    )
    return Receipt(
        number=act.number,
        rows=[
            ("証券番号", contract.number),
            ("変更される項目", what),
            ("変更日", day),
        ],
        next_steps=[
            "申し込みいただいた内容は、翌日以降に反映されます。「ご契約一覧」画面でご確認ください。",
            *replaced,
            "反映されるまでは、「ご契約一覧」に「受付済」と表示されます。",
            *told,
        ],
        button=("ご契約一覧へ", f"/{act.portal.name}/contracts"),
        letters=[letter] if letter else [],
        event=audit_log.Kind.CHANGE_REQUESTED,
        request_id=request.id,
    )


ENTRANCE = OwnContract(part_of)
wizard = Wizard(
    name="change",
    title="契約内容の変更（異動）",
    enter=ENTRANCE,
    commit=submit_request,
    progress=("変更内容の入力", "入力内容の確認", "完了"),
    came_from="contracts/{contract}",
    steps=(
        Input(604, "part", "変更内容の入力", ChangeForm, fill=fill),
        Confirm(
            605,
            "変更内容の確認",
            button=BUTTON,
            lead=f"まだお手続きは完了していません。内容をご確認のうえ、「{BUTTON}」を押してください。",
        ),
    ),
    complete=Complete(606, "契約内容の変更を受け付けました"),
)
