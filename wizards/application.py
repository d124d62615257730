"""お申込み: somebody without a contract applies for one (画面 641–647).

The contract comes from the core system, which is told of it by a file (exchange/exports/applications.py); here only the
application is kept, sealed. It needs no login; the link that takes it back stands on 647 and in the letter.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.accounts import audit_log, links
from domain.accounts.link_purposes import LinkPurpose
from domain.contracts import agencies, applications, details, products
from domain.messages import letters
from forms.application import (
    ApplicantForm,
    ApplicationAgreementForm,
    DisclosureForm,
    InsuredForm,
    PlanForm,
    PremisesForm,
)
from forms.kit.contract import CopyableAddress
from forms.kit.step import StepForm, question_of
from infra.database import read
from models import Application
from rules.applications import COMPANY, SAME, Offering, Terms, terms
from rules.japanese import normalize
from rules.japanese.formatting import day, masked_name, moment
from rules.japanese.post.place import Place
from rules.products import Offer
from rules.states import ApplicationState
from wizards.engine import runs
from wizards.engine.access import AccessDenied, AccessRequest, Reason
from wizards.engine.definition import Answers, Complete, Confirm, Input, Precheck, Wizard
from wizards.engine.receipt import CommitContext, Receipt

BUTTON = "この内容で申し込む"
LIMIT = "application"
OFTEN = (
    "このメールアドレスには、短い時間に続けてメールをお送りしたため、今回はお申し込みの控えをお送りしていません。"
    "この画面を印刷または保存し、受付番号をお控えください。"
)
WITHDRAWN = "ご契約のお手続きは行いません。入力いただいた内容は消去しました。"
AFTER, TAKEN_BACK = "そのあとは、", "取り下げをご希望の場合は、"
AGREED = "重要事項説明書・意向確認・個人情報の取扱い"
SWITCHED = "選択された内容に合わせて、下の入力欄を切り替えました。入力のうえ、「次へ」を押してください。"


def offering(visit: AccessRequest) -> Offering:
    """Everybody may enter; give what can be applied for here."""
    return Offering(products.offers(visit.portal), details.time_of(visit.portal))


def fill(form: StepForm, name: str) -> tuple[dict[str, list[str]], str]:
    """What the 郵便番号 that was typed tells of an address, or another address that was typed; or the boxes of who was
    chosen to apply."""
    said = SWITCHED if form.switched else ""
    address = next((each for each in form if each.name == question_of(name) and each.kind == "address"), None)
    if address:
        copied = isinstance(address, CopyableAddress) and name == address.copy_name
        said = address.copy_in() if copied else address.fill_in()
    return form.to_draft(), said


def refuse_by_telephone(asked: Precheck) -> None:
    """Raise AccessDenied where an answer to 645 is one that is taken by telephone alone."""
    assert isinstance(asked.form, DisclosureForm)
    if asked.form.closing:
        labels = "".join(f"「{label}」" for label in asked.form.closing)
        text = f"{labels}のお答えの内容では、インターネットでお申し込みを承ることができません。お電話で承ります。"
        raise AccessDenied(Reason.TELEPHONE, texts=[text])


def apply_for(act: CommitContext) -> Receipt:
    """Put the application in, once. Raise refusal.Refused where its telephone number has applied too often."""
    wanted = terms(act.about, act.answers)
    link = act.issue(LinkPurpose.APPLICATION, act.number, {}, lasts=applications.KEPT_FOR)
    application = Application(portal=act.portal.name, receipt_number=act.number, link_id=link.id, accepted_at=act.now)
    contents = contents_of(wanted, act.answers, act.origin.agency_code or "")
    applications.accept(act.session, act.keyring, application, contents, phone=act.answers["phone"])
    return _receipt(act, wanted, link)


def contents_of(wanted: Terms, answers: Answers, agency: str) -> dict[str, str]:
    """What is applied for, by the heading of the file (applications.HEADINGS); `agency` is the code of the one that the
    customer came from, empty where they came by themselves."""
    plan, offer = wanted.plan, wanted.offer
    return {
        "保険種類": offer.product_type,
        "商品名": offer.name,
        "プラン": plan.name,
        "保険始期日": str(wanted.starts_on),
        "保険満期日": str(wanted.ends_on),
        **_holder(answers),
        **_insured(answers),
        "保険の対象の郵便番号": _code(answers["location"]),
        "保険の対象の所在地": answers["location"].line,
        "年間保険料": str(plan.yearly),
        "月払保険料": str(plan.monthly),
        "払込方法": answers["payment"],
        "1回の保険料": str(wanted.cost.each),
        "払込回数": str(wanted.cost.times),
        "保険料の合計": str(wanted.cost.total),
        "代理店コード": agency,
        "引受保険会社": offer.insurers,
        "補償内容": ";".join(plan.cover),
        "告知": "；".join(f"{label}：{answer}" for label, answer in _told(offer, answers)),
        "同意": AGREED,
    }


def _holder(answers: Answers) -> dict[str, str]:
    company = answers["who"] == COMPANY
    name, kana = ("company", "company_kana") if company else ("holder", "kana")
    return {
        "契約者区分": "法人" if company else "個人",
        "契約者氏名": _name(answers[name]),
        "契約者カナ": _name(answers[kana]),
        "契約者生年月日": "" if company else str(answers["birth"]),
        "契約者電話番号": normalize.show_phone(answers["phone"]),
        "契約者メールアドレス": answers["email"] or "",
        "契約者郵便番号": _code(answers["address"]),
        "契約者住所": answers["address"].line,
    }


def _insured(answers: Answers) -> dict[str, str]:
    same = answers["who"] == SAME
    return {
        "被保険者区分": "本人" if same else "別人",
        "被保険者氏名": "" if same else _name(answers["insured"]),
        "被保険者カナ": "" if same else _name(answers["insured_kana"]),
        "被保険者生年月日": "" if same else str(answers["insured_birth"]),
        "被保険者電話番号": "" if same else normalize.show_phone(answers["insured_phone"]),
    }


def _name(answer: Any) -> str:
    return "　".join(answer.written)


def _code(place: Place) -> str:
    return f"{place.code[:3]}-{place.code[3:]}"


def _told(offer: Offer, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    labels = {each.name: each.label for each in offer.premises} | {each.name: each.label for each in offer.disclosures}
    return [(label, answers[f"asked_{name}"]) for name, label in labels.items()]


def _receipt(act: CommitContext, wanted: Terms, link: links.NewLink) -> Receipt:
    address, agency = act.answers["email"], agencies.name_of(act.session, act.origin.agency_code)
    facts = [
        ("商品", wanted.offer.title),
        ("プラン", wanted.plan.name),
        ("保険期間", wanted.period),
        ("払込方法", act.answers["payment"]),
        ("保険料", str(wanted.cost)),
        *([("取扱代理店", agency)] if agency else []),
    ]
    due = bool(address) and act.may_write(LIMIT, address)
    written = []
    if due:
        more = {
            "url": f"{act.site}/link/{link.token}",
            "until": day(link.expires_at),
            "cooling_off": wanted.cooling_off,
        }
        written = [letters.application_accepted(act.portal, address, facts, number=act.number, at=act.now, **more)]
    return Receipt(
        number=act.number,
        rows=[*facts, ("所在地", act.answers["location"].line), ("契約者氏名", _masked(act.answers))],
        notes=[OFTEN] if address and not due else [],
        next_steps=_next_steps(act, link if due else None),
        remark=wanted.cooling_off,
        button=("このお申し込みを取り下げる", f"/{act.portal.name}/link/{link.token}"),
        letters=written,
        event=audit_log.Kind.APPLICATION,
    )


def _masked(answers: Answers) -> str:
    """The name of the policyholder, as they know it again and nobody else does; a company's whole."""
    if answers["who"] == COMPANY:
        return str(answers["company"])
    return " ".join(masked_name(each) for each in answers["holder"].written)


def _next_steps(act: CommitContext, sent: links.NewLink | None) -> list[str]:
    guide = f"と、ログインIDおよび初期パスワードを記載した「{act.portal.title}のご案内」"
    papers = f"保険証券{'' if act.portal.chooses_own_id else guide}"
    return [
        "お申し込みの内容を確認し、保険料のお支払いについて、当社または取扱代理店からご連絡します。",
        f"ご契約が成立しましたら、{papers}を、契約者さまのご住所へお届けします。",
        *(["お申し込みの控えを、入力いただいたメールアドレスにお送りします。"] if sent else []),
        _way_back(act, sent),
    ]


def _way_back(act: CommitContext, sent: links.NewLink | None) -> str:
    """By what it is taken back, until when, and how after that."""
    here = f"この画面（{moment(runs.expiry(act.portal, act.now, act.account_id))}まで表示できます）"
    ways = f"{here}またはメールのURL（{day(sent.expires_at)}まで有効です）" if sent else here
    desk = act.portal.help_desk
    return (
        f"お手続きに入るまでは、{ways}から、お申し込みを取り下げることができます。"
        f"{AFTER}{desk.name}（{desk.phone}）へ、受付番号をお知らせください。"
    )


def as_it_is(receipt: Receipt) -> Receipt:
    """The receipt, without what is over once the application was taken back, or handed over."""
    with read() as session:
        made = applications.of_number(session, receipt.number or "")
    if made and made.state == ApplicationState.WITHDRAWN:
        return replace(receipt, thanks=[WITHDRAWN], notes=[], rows=[], next_steps=[], remark="", button=None)
    if made is None or not applications.is_open(made):
        steps = [f"{TAKEN_BACK}{each.partition(AFTER)[2]}" if AFTER in each else each for each in receipt.next_steps]
        return replace(receipt, notes=[*receipt.notes, applications.GONE], next_steps=steps, button=None)
    return receipt


wizard = Wizard(
    name="application",
    title="お申込み",
    enter=offering,
    commit=apply_for,
    progress=("お申し込みの内容の入力", "入力内容の確認", "完了"),
    came_from="",
    steps=(
        Input(641, "plan", "商品とプランの選択", PlanForm),
        Input(642, "applicant", "申込人（契約者になる方）", ApplicantForm, rests_on=("product",), fill=fill),
        Input(643, "insured", "被保険者", InsuredForm, rests_on=("who",)),
        Input(644, "premises", "借戸室（施設）", PremisesForm, rests_on=("product",), fill=fill),
        Input(
            645,
            "disclosures",
            "告知事項・払込方法",
            DisclosureForm,
            rests_on=("product", "plan", "years"),
            precheck=refuse_by_telephone,
        ),
        Confirm(
            646,
            "入力内容の確認",
            button=BUTTON,
            lead="まだお手続きは完了していません。入力内容と、重要事項説明書・意向確認・個人情報の取扱いをご確認のうえ、"
            f"「{BUTTON}」を押してください。",
            asks=ApplicationAgreementForm,
        ),
    ),
    complete=Complete(647, "お申し込みを受け付けました", now=as_it_is),
)
