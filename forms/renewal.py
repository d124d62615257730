"""What is asked to renew a contract? The plan (622), how it is paid and what the product asks (623), and what is to be
read before it is applied for (624)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict

from forms.kit.declared import Card, Cards, declared
from forms.kit.fields import Tick
from forms.kit.question import Boxes
from forms.kit.step import FormContext, StepForm
from rules import premiums
from rules.covers import Altered, Cover, with_altered
from rules.premiums import MONTHLY, Cost
from rules.products import Declared


@dataclass(frozen=True)
class PlanOffer:
    """A plan as it is offered for one contract; the premium is in yen a year. `altered` is what it insures otherwise
    than now; the `same` is the one that there is."""

    code: str
    name: str
    text: str
    premium: int
    altered: tuple[Altered, ...] = ()
    same: bool = False


@dataclass(frozen=True)
class Renewing:
    """A contract that can be renewed today, what it says, and what is offered for the time after it, so many `years`.

    `covers` is what it insures, empty where that is not known. `cooling_off` says how an application can be taken back
    in writing, where it can, `policy_sent` how the new 保険証券 comes, where that is known; `replaces` is the receipt
    number of a renewal that was asked for already.
    """

    number: str
    product: str
    period: str
    new_period: str
    years: int
    premium: int
    payment: str
    covers: tuple[Cover, ...]
    plans: tuple[PlanOffer, ...]
    payments: tuple[str, ...]
    monthly_rate: int
    questions: tuple[Declared, ...]
    cooling_off: str
    policy_sent: str
    replaces: str | None = None

    def plan(self, code: Any) -> PlanOffer | None:
        """The plan of this code; None where none is offered by it."""
        return next((each for each in self.plans if each.code == code), None)

    def difference(self, plan: PlanOffer) -> str:
        """What a plan costs more or less than there is paid now."""
        return premiums.difference(self.premium, plan.premium)

    def cost(self, plan: PlanOffer, payment: str) -> Cost | None:
        """What a plan costs in a way of paying; None where that is not known."""
        return premiums.cost(plan.premium, self.years, payment, monthly_rate=self.monthly_rate)


HOW_COUNTED = "現在と異なるプランの保険料は、現在の年間保険料から計算し、10円未満を切り捨てています。"


class PlanForm(StepForm):
    """622: the same plan as now, or another of the product's."""

    lead = "継続後のプランをお選びください。"
    sample: ClassVar[Mapping[str, str]] = {"plan": "same"}
    plan = Cards("プラン", hint=HOW_COUNTED)

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take what was chosen of what is offered."""
        if self.about:
            self["plan"].offer([_card(self.about, each) for each in self.about.plans])
        super().process(formdata, *args, **kwargs)

    @property
    def about(self) -> Renewing | None:
        """The contract that is asked about."""
        about: Renewing | None = self.context.about
        return about

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """The plan that there is."""
        about: Renewing | None = context.about
        same = [each.code for each in about.plans if each.same] if about else []
        return {"plan": same[:1]} if same else None


def _card(about: Renewing, offer: PlanOffer) -> Card:
    """The plan that there is with all that it insures, another one with what it insures otherwise."""
    rest = "そのほかの補償は、現在と同じです。" if offer.altered and about.covers else ""
    return Card(
        offer.code,
        offer.name,
        offer.text + rest,
        prices=(("年間保険料", f"{offer.premium:,}円"),),
        difference=about.difference(offer),
        rows=() if offer.altered else about.covers,
        altered=offer.altered,
    )


class CoverForm(StepForm):
    """623: how it is paid, and what the product asks anew."""

    lead = "払込方法と、ご契約についての質問にお答えください。"
    fine = "まだお申し込みは完了しません。次の画面で内容をご確認いただけます。"
    payment = Cards("払込方法")

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take the answers to what is asked of this product."""
        if self.about:
            self["payment"].offer([self._way(self.about, each) for each in self.about.payments])
            self["payment"].hint = _how_monthly(self.about)
            self._fields |= declared(self.about.questions)
        super().process(formdata, *args, **kwargs)

    @property
    def about(self) -> Renewing | None:
        """The contract that is asked about."""
        about: Renewing | None = self.context.about
        return about

    def _way(self, about: Renewing, payment: str) -> Card:
        """A way to pay, with what the plan costs so, where that is known."""
        plan = about.plan(self.context.resting.get("plan"))
        cost = about.cost(plan, payment) if plan else None
        return Card(payment, payment, str(cost or ""))

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """Paid as it is now."""
        about: Renewing | None = context.about
        return {"payment": [about.payment]} if about and about.payment in about.payments else None


def _how_monthly(about: Renewing) -> str:
    if MONTHLY not in about.payments:
        return ""
    if about.monthly_rate == 100:
        return "月払は、年間保険料を12回に分けた金額です。"
    return f"月払の合計は、年間保険料の{about.monthly_rate}%です。"


class AgreementForm(StepForm):
    """624: what must be read before it is applied for."""

    layout: ClassVar[tuple[tuple[str | None, tuple[str, ...]], ...]] = (
        ("お申し込みの前にご確認いただくこと", ("important", "intention")),
    )
    important = Tick("重要事項説明書", "重要事項説明書の内容を確認し、了承します。", "important")
    intention = Tick("意向確認", "申し込む内容が、自分の意向に沿っていることを確認しました。", "intention")


class RenewalAgreementForm(AgreementForm):
    """624: the same, with what the plan that was chosen costs and insures."""

    @property
    def plan(self) -> PlanOffer | None:
        """The plan that was chosen, None where that is not known."""
        about: Renewing | None = self.context.about
        return about.plan(self.context.resting.get("plan")) if about else None

    @property
    def cost(self) -> Cost | None:
        """What it costs in the way of paying that was chosen."""
        about: Renewing | None = self.context.about
        return about.cost(self.plan, self.context.resting["payment"]) if about and self.plan else None

    @property
    def marks(self) -> dict[str, str]:
        """By name, what is told of that which it insures otherwise than now."""
        return {each.name: "変更" if each.before else "追加" for each in self.plan.altered} if self.plan else {}

    @property
    def covers(self) -> list[Cover]:
        """What is insured with it; nothing where it is not known what is now."""
        about: Renewing | None = self.context.about
        return with_altered(about.covers, self.plan.altered) if about and about.covers and self.plan else []
