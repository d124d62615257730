"""What is asked to renew a contract? The plan (622), how it is paid and what the product asks (623), and what is to be
read before it is applied for (624)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict

from forms.kit.declared import Card, Cards, declared
from forms.kit.fields import Choice, Tick
from forms.kit.question import Boxes
from forms.kit.step import FormContext, StepForm
from rules.products import Declared


@dataclass(frozen=True)
class PlanOffer:
    """A plan as it is offered for one contract; the premium is in yen a year."""

    code: str
    name: str
    text: str
    premium: int


@dataclass(frozen=True)
class Renewing:
    """A contract that can be renewed today, what it says, and what is offered for the time after it.

    `cooling_off` says how an application can be taken back in writing, where it can; `replaces` is the receipt number
    of a renewal that was asked for already.
    """

    number: str
    product: str
    period: str
    new_period: str
    premium: int
    payment: str
    plans: tuple[PlanOffer, ...]
    payments: tuple[str, ...]
    questions: tuple[Declared, ...]
    cooling_off: str
    replaces: str | None = None


class PlanForm(StepForm):
    """622: the same plan as now, or another of the product's."""

    lead = "継続後のプランをお選びください。"
    sample: ClassVar[Mapping[str, str]] = {"plan": "same"}
    plan = Cards("プラン")

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take what was chosen of what is offered."""
        if self.about:
            self["plan"].offer([Card(each.code, _told(each), each.text) for each in self.about.plans])
        super().process(formdata, *args, **kwargs)

    @property
    def about(self) -> Renewing | None:
        """The contract that is asked about."""
        about: Renewing | None = self.context.about
        return about


def _told(offer: PlanOffer) -> str:
    return f"{offer.name}（年間保険料 {offer.premium:,}円）"


class CoverForm(StepForm):
    """623: how it is paid, and what the product asks anew."""

    lead = "払込方法と、ご契約についての質問にお答えください。"
    fine = "まだお申し込みは完了しません。次の画面で内容をご確認いただけます。"
    payment = Choice("払込方法", ())

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take the answers to what is asked of this product."""
        if self.about:
            self["payment"].choices = tuple((each, each) for each in self.about.payments)
            self._fields |= declared(self.about.questions)
        super().process(formdata, *args, **kwargs)

    @property
    def about(self) -> Renewing | None:
        """The contract that is asked about."""
        about: Renewing | None = self.context.about
        return about

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """Paid as it is now."""
        about: Renewing | None = context.about
        return {"payment": [about.payment]} if about and about.payment in about.payments else None


class AgreementForm(StepForm):
    """624: what must be read before it is applied for."""

    layout: ClassVar[tuple[tuple[str | None, tuple[str, ...]], ...]] = (
        ("お申し込みの前にご確認いただくこと", ("important", "intention")),
    )
    important = Tick("重要事項説明書", "重要事項説明書の内容を確認し、了承します。", "important")
    intention = Tick("意向確認", "申し込む内容が、自分の意向に沿っていることを確認しました。", "intention")
