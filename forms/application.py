"""What is asked of who applies for a contract? The plan (641), the policyholder (642), the insured (643), the room
(644), 告知事項 and how it is paid (645), and what is to be read before it is applied for (646)."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict

from forms.kit import validators
from forms.kit.address import Address
from forms.kit.contract import (
    CompanyKana,
    CompanyName,
    CopyableAddress,
    Day,
    PhoneInParts,
    SomebodysBirthDate,
    verification_notes,
)
from forms.kit.declared import Card, Cards, Switch, declared, plan_card
from forms.kit.emails import Email
from forms.kit.fields import BirthDate, Choice, Tick
from forms.kit.names import Kana, Name
from forms.kit.offered import as_long_as_offered, can_begin, offer_of, old_enough, wanted_by
from forms.kit.question import Boxes
from forms.kit.step import SAMPLE_PERSON, FormContext, StepForm
from forms.renewal import AgreementForm
from rules import periods, shares
from rules.applications import COMPANY, SAME, SOMEBODY_ELSE, Offering, Terms, closing, cost, payments, terms
from rules.japanese.dates import show_date
from rules.shares import Insurer

WHO = (
    Card(SAME, "個人（契約者は被保険者と同じ）", "お住まいになるご本人がお申し込みになる場合です。"),
    Card(SOMEBODY_ELSE, "個人（被保険者は別の方）", "お住まいになるのが、ご家族など別の方の場合です。"),
    Card(COMPANY, "法人", "会社などがお申し込みになり、従業員の方などがお住まいになる場合です。"),
)
KANA_HINT = "ひらがなで入力しても、自動でカタカナに変わります。"
ERAS_HINT = "西暦・和暦のどちらでも入力できます。"
NO_LOT_HINT = "番地がない場合は、番地に「無番地」と入力してください。"
ANOTHERS = {"autocomplete": "off"}
DAYTIME = "日中ご連絡の取れる日本国内の電話番号を入力してください。"
ANY_KIND = f"{DAYTIME}固定電話・携帯電話のほか、050・0120・0800から始まる番号も入力できます。"


class PlanForm(StepForm):
    """641: which product at which plan, for how long, and from when."""

    lead = "お申し込みになる商品とプラン、保険期間を選択し、「次へ」を押してください。"
    fine = "まだお申し込みは完了しません。ご契約者さまのお名前などは、次の画面から入力していただきます。"
    sample: ClassVar[Mapping[str, str]] = {"years": "2"}
    plan = Cards("商品とプラン")
    years = Choice("保険期間", (), [as_long_as_offered])
    start = Day("保険期間開始日", [can_begin])

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take what was chosen of what is offered."""
        about: Offering | None = self.context.about
        offers = about.offers if about else ()
        self["plan"].offer([plan_card(offer, plan) for offer in offers for plan in offer.plans])
        years = sorted({each for offer in offers for each in offer.years})
        self["years"].choices = tuple((str(each), f"{each}年") for each in years)
        first, last = (show_date(each) for each in periods.first_days(self.context.today))
        self["start"].hint = f"{first}から{last}までの日付を入力してください。"
        super().process(formdata, *args, **kwargs)

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """The first day that is possible."""
        day, _ = periods.first_days(context.today)
        boxes = {
            "start-era": "ad",
            "start-year": str(day.year),
            "start-month": str(day.month),
            "start-day": str(day.day),
        }
        return {name: [value] for name, value in boxes.items()}

    def _touched(self, questions: list[dict[str, list[str]]]) -> dict[str, list[str]]:
        """Everything: the day that was suggested is the customer's wish once it was sent, and tomorrow is another."""
        return {name: values for boxes in questions for name, values in boxes.items()}

    @property
    def answers(self) -> dict[str, Any]:
        """What was chosen, and of which product."""
        found = wanted_by(self.context, self["plan"].data)
        return {**super().answers, "product": found.offer.code if found else None}


def _phone(**where: Any) -> PhoneInParts:
    return PhoneInParts("電話番号", [validators.phone_that_verifies], hint=DAYTIME, **where)


class ApplicantForm(StepForm):
    """642: who the policyholder is to be. Whose number is asked here is not asked on 643."""

    lead = "契約者になる方について入力し、「次へ」を押してください。"
    fine = "まだお申し込みは完了しません。"
    sample: ClassVar[Mapping[str, str]] = {
        **SAMPLE_PERSON,
        "who": SAME,
        "holder-family": "見本",
        "holder-given": "花子",
        "address-code": "104-0053",
        "address-prefecture": "東京都",
        "address-town": "中央区晴海",
        "address-street": "1-2-3",
        "email": "hanako@example.jp",
    }
    who = Switch("契約者になる方", hint="選択を変えたときは、ボタンを押すと、下の入力欄が切り替わります。")
    holder = Name("契約者氏名", [validators.name_characters])
    kana = Kana("契約者氏名カナ", [validators.kana_only], hint=KANA_HINT)
    birth = BirthDate("生年月日", [validators.birth_date_possible, old_enough], hint=ERAS_HINT)
    company = CompanyName("法人の名称", [validators.name_characters])
    company_kana = CompanyKana("法人の名称カナ", [validators.kana_only], hint=KANA_HINT)
    address = Address("契約者住所", [validators.address_form], hint=NO_LOT_HINT)
    email = Email(
        "メールアドレス",
        [validators.email_form],
        required=False,
        hint="お申し込みの控えをお送りします。例：hanako@example.jp",
    )
    phone = _phone()

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take what is asked of who applies. What is not asked of them is no part of the answer."""
        portal = self.context.portal
        self["who"].offer([each for each in WHO if portal.companies or each.value != COMPANY])
        self["who"].process(formdata)
        stood, who = self["who"].stood, self["who"].data or SAME
        self["who"].stands = who
        self.switched = "who" if set(_NOT_ASKED_OF.get(stood, ())) - set(_NOT_ASKED_OF[who]) else ""
        self.leave_out(_NOT_ASKED_OF[who], formdata)
        if "phone" in self:
            self["phone"].notes = verification_notes(portal)
        super().process(formdata, *args, **kwargs)

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """Who will live there applies, as most do."""
        return {"who": [SAME]}


_NOT_ASKED_OF = {
    SAME: ("company", "company_kana", "phone"),
    SOMEBODY_ELSE: ("company", "company_kana"),
    COMPANY: ("holder", "kana", "birth"),
}


def _of(*whose: str) -> Callable[[FormContext], bool]:
    """Whether a question is asked where one of these applies; of everybody where that is not known, so that a draft
    keeps it."""
    return lambda context: context.resting.get("who") in (None, *whose)


class InsuredForm(StepForm):
    """643: who is insured; where that is the policyholder, the number that they are recognised by."""

    fine = "まだお申し込みは完了しません。"
    sample: ClassVar[Mapping[str, str]] = {"phone-area": "090", "phone-exchange": "1234", "phone-line": "5678"}
    phone = _phone(where=_of(SAME))
    insured = Name("被保険者氏名", [validators.name_characters], attributes=ANOTHERS, where=_of(SOMEBODY_ELSE, COMPANY))
    insured_kana = Kana(
        "被保険者氏名カナ",
        [validators.kana_only],
        hint=KANA_HINT,
        attributes=ANOTHERS,
        where=_of(SOMEBODY_ELSE, COMPANY),
    )
    insured_birth = SomebodysBirthDate(
        "被保険者の生年月日",
        [validators.birth_date_possible],
        hint=ERAS_HINT,
        where=_of(SOMEBODY_ELSE, COMPANY),
    )
    insured_phone = PhoneInParts(
        "被保険者の電話番号",
        [validators.phone_that_rings],
        hint=ANY_KIND,
        attributes=ANOTHERS,
        where=_of(SOMEBODY_ELSE, COMPANY),
    )

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take what is asked of who is insured."""
        super().process(formdata, *args, **kwargs)
        same = self.context.resting.get("who") == SAME
        self.lead = SAME_LEAD if same else OTHERS_LEAD
        if "phone" in self:
            self["phone"].notes = verification_notes(self.context.portal)


SAME_LEAD = "契約者は被保険者と同じです。被保険者の電話番号を入力し、「次へ」を押してください。"
OTHERS_LEAD = "被保険者（借戸室にお住まいになる方）について入力し、「次へ」を押してください。"


class PremisesForm(StepForm):
    """644: where the insured room is, and what the product asks of it."""

    lead = "保険の対象となる借戸室（施設）について入力し、「次へ」を押してください。"
    fine = "まだお申し込みは完了しません。"
    sample: ClassVar[Mapping[str, str]] = {
        "location-code": "104-0053",
        "location-prefecture": "東京都",
        "location-town": "中央区晴海",
        "location-street": "4-5-6",
        "location-building": "コーポみほん101",
    }
    location = CopyableAddress("所在地", [validators.address_form], hint=NO_LOT_HINT)

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take the answers to what is asked of this product's rooms."""
        self["location"].copy_from("address", "契約者の住所を写す", self.context.elsewhere)
        offer = offer_of(self.context)
        self._fields |= declared(offer.premises if offer else ())
        super().process(formdata, *args, **kwargs)


class DisclosureForm(StepForm):
    """645: what the product asks of the risk, and how it is paid."""

    lead = "次の質問に、事実のとおりにお答えのうえ、払込方法を選択し、「次へ」を押してください。"
    fine = "まだお申し込みは完了しません。次の画面で内容をご確認いただけます。"
    payment = Choice("払込方法", ())

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take the answers to what is asked of this product."""
        offer = offer_of(self.context)
        payment = self._fields.pop("payment")
        payment.choices = self._ways()
        self._fields |= {**declared(offer.disclosures if offer else ()), "payment": payment}
        super().process(formdata, *args, **kwargs)

    def _ways(self) -> tuple[tuple[str, str], ...]:
        """The ways to pay, each with what it costs where that is known."""
        found, years = wanted_by(self.context, self.context.resting.get("plan")), self.context.resting.get("years")
        if found and years:
            ways = payments(found, int(years))
            return tuple((each, f"{each}：{cost(found.plan, int(years), each)}") for each in ways)
        offer = offer_of(self.context)
        return tuple((each, each) for each in (offer.payments if offer else ()))

    @property
    def closing(self) -> list[str]:
        """The questions whose answers are taken by telephone alone."""
        offer = offer_of(self.context)
        return closing(offer, self.answers) if offer else []


class ApplicationAgreementForm(AgreementForm):
    """646: what must be read before it is applied for, personal data included, which are asked here first."""

    layout = (("お申し込みの前にご確認いただくこと", ("important", "intention", "privacy")),)
    privacy = Tick("個人情報の取扱い", "個人情報の取扱いに同意します。", "privacy")

    @property
    def terms(self) -> Terms | None:
        """What is applied for, None where that is not known."""
        return terms(self.context.about, self.context.resting) if self.context.about and self.context.resting else None

    @property
    def same(self) -> bool:
        """Whether the policyholder is insured."""
        return self.context.resting.get("who") == SAME

    @property
    def insurers(self) -> list[Insurer]:
        """Who would insure it, with which share."""
        return shares.read(self.terms.offer.insurers) if self.terms else []
