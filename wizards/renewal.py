"""契約の継続手続: a customer asks to renew a contract that comes to its end (画面 622–625).

The contract of the time after it comes from the core system; here only the request is kept.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import models
from domain.accounts import audit_log
from domain.contracts import details, products, requests
from domain.contracts.ownership import OwnedContract
from domain.contracts.products import Product
from domain.messages import letters
from forms.renewal import CoverForm, PlanForm, PlanOffer, RenewalAgreementForm, Renewing
from models import Contract, ContractRequest
from rules import covers, periods, premiums
from rules.japanese.dates import JST, show_date
from rules.portals import Portal
from rules.states import RequestKind
from wizards import contract_requests
from wizards.engine.access import AccessDenied, OwnContract, Reason
from wizards.engine.definition import Complete, Confirm, Input, Wizard
from wizards.engine.receipt import CommitContext, Receipt

BUTTON = "この内容で継続を申し込む"


def renewing(portal: Portal, held: OwnedContract, part: str, today: date) -> Renewing:
    """What 622 and 623 may know of a contract. Raise AccessDenied where it cannot be renewed here now, or where a
    `part` of the contract is named."""
    contract = held.contract
    contract_requests.days_of(portal, held, part, today, kind=RequestKind.RENEWAL)
    product = products.renewable(contract.product_type)
    done = contract_requests.renewed_here(held)
    if done:
        raise AccessDenied(
            Reason.CLOSED, texts=[f"継続のお手続きは、すでにお済みです（受付番号 {done.receipt_number}）。"]
        )
    if product is None:
        raise AccessDenied(Reason.CLOSED, texts=["このご契約の継続は、取扱代理店またはお電話で承ります。"])
    if not periods.renewal_window(contract.ends_on, today):
        opens = show_date(contract.ends_on - timedelta(days=periods.RENEWAL_DAYS))
        ends = show_date(contract.ends_on)
        raise AccessDenied(Reason.CLOSED, texts=[f"継続のお手続きは、{opens}から{ends}まで承ります。"])
    asked = next((each for each in held.under_way if each.kind == RequestKind.RENEWAL), None)
    until = periods.renewed_until(contract.starts_on, contract.ends_on)
    years = until.year - contract.ends_on.year
    return Renewing(
        number=contract.number,
        product=details.product_of(contract),
        period=details.period_of(portal, contract),
        new_period=details.period_between(portal, contract.ends_on, until),
        years=years,
        premium=contract.premium,
        payment=contract.payment,
        covers=tuple(covers.read(contract.covers)),
        plans=tuple(offered(contract, product)),
        payments=premiums.ways(product.payments, years, contract.payment),
        monthly_rate=product.monthly_rate,
        questions=product.questions,
        cooling_off=product.cooling_off if years > 1 and not contract.company else "",
        policy_sent=product.policy_sent,
        replaces=asked.receipt_number if asked else None,
    )


def offered(contract: Contract, product: Product) -> Iterator[PlanOffer]:
    """The plans of its product; of those that say what they insure otherwise, only such as do."""
    now = covers.read(contract.covers)
    for plan in product.plans:
        altered = tuple(covers.altered(now, plan.covers))
        if altered or not plan.cover:
            same = plan.rate == products.SAME and not plan.cover
            yield PlanOffer(plan.code, plan.name, plan.text, plan.premium(contract.premium), altered, same)


def renew(act: CommitContext) -> Receipt:
    """Put the request in, once; 最終手続日時 is now. Raise Conflict where it is not as the customer saw it."""
    contract = contract_requests.as_seen(act, ENTRANCE)
    seen: Renewing = act.about
    plan = seen.plan(act.answers["plan"])
    assert plan is not None
    told = [(each.label, str(act.answers[f"asked_{each.name}"])) for each in seen.questions]
    payment = act.answers["payment"]
    cost = seen.cost(plan, payment)
    facts = [
        ("継続後の保険期間", seen.new_period),
        ("プラン", plan.name),
        ("年間保険料", f"{plan.premium:,}円"),
        ("払込方法", payment),
        *([("お支払いいただく保険料", str(cost))] if cost else []),
        *told,
    ]
    details = {
        "継続プラン": plan.name,
        "継続後の年間保険料": str(plan.premium),
        "継続後の払込方法": payment,
        "継続の告知": "；".join(f"{label}：{answer}" for label, answer in told),
    }
    today = act.now.astimezone(JST).date()
    nothing: dict[str, tuple[Any, Any]] = {}
    request = contract_requests.request(
        act, contract, kind=RequestKind.RENEWAL, day=today, columns=nothing, details=details, facts=facts
    )
    requests.accept(act.session, request, instead_of=seen.replaces)
    contract.last_procedure_at = act.now
    return _receipt(act, contract, request, facts)


def _receipt(act: CommitContext, contract: Contract, request: ContractRequest, facts: list[tuple[str, str]]) -> Receipt:
    address = act.session.get_one(models.Account, request.account_id).email
    letter = letters.renewal_accepted(act.portal, address, request, contract.number, facts) if address else None
    seen: Renewing = act.about
    return Receipt(
        number=act.number,
        rows=[("証券番号", contract.number), *facts],
        next_steps=[
            *(["お手続きの内容を、ご登録のメールアドレスにお知らせします。"] if address else []),
            f"反映のお手続きに入るまでは、「{act.portal.contracts_tab}」からお申し込みを取り下げることができます。",
            *([seen.policy_sent] if seen.policy_sent else []),
        ],
        remark=seen.cooling_off,
        button=("契約の継続手続へ", f"/{act.portal.name}/renewals"),
        letters=[letter] if letter else [],
        event=audit_log.Kind.RENEWAL_REQUESTED,
        request_id=request.id,
    )


ENTRANCE = OwnContract(renewing)
wizard = Wizard(
    name="renewal",
    title="契約の継続手続",
    enter=ENTRANCE,
    commit=renew,
    progress=("プランと補償の選択", "入力内容の確認", "完了"),
    came_from="renewals",
    steps=(
        Input(622, "plan", "プランと保険料", PlanForm),
        Input(623, "cover", "補償と払込方法", CoverForm, rests_on=("plan",)),
        Confirm(
            624,
            "継続の内容の確認",
            button=BUTTON,
            lead="まだお手続きは完了していません。内容と、重要事項説明書・意向確認をご確認のうえ、"
            f"「{BUTTON}」を押してください。",
            asks=RenewalAgreementForm,
        ),
    ),
    complete=Complete(625, "継続のお申し込みを受け付けました"),
)
