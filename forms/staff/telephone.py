"""What is a member asked who has a customer's telephone number registered or corrected? 1121."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict

from forms.change import ContractPart
from forms.kit import validators
from forms.kit.contract import PhoneInParts, verification_notes
from forms.kit.question import Boxes
from forms.kit.several import Several
from forms.kit.step import FormContext, StepForm
from forms.staff.reason import reason
from rules import masking
from rules.japanese import normalize

ALREADY = "証券番号 {numbers}のご契約は、すでにこの番号か、この番号への変更を受け付けています。選択を外してください。"


@dataclass(frozen=True)
class Line:
    """A contract whose number can be changed: its id, its product, the part of it that holds the number, and the day
    from which the new one holds."""

    id: int
    product: str
    part: ContractPart
    day: date

    @property
    def number_now(self) -> str:
        """The telephone number that it holds, masked."""
        return masking.phone(self.part.now.phone) or "登録なし"

    @property
    def label(self) -> str:
        """What one chooses it by."""
        return f"証券番号 {self.part.number}（{self.product}）"

    def has(self, digits: str) -> bool:
        """Whether it holds this number, or will."""
        return digits in (normalize.phone(self.part.now.phone), normalize.phone(self.part.wanted.phone))


@dataclass(frozen=True)
class Telephones:
    """The contracts of a customer in force: those whose number can be changed, and the others, each with the reason."""

    lines: tuple[Line, ...]
    closed: tuple[tuple[str, str], ...]

    @property
    def together(self) -> tuple[Line, ...]:
        """Those that hold the number which most of them hold: who moves does so with all of them."""
        of_each = [normalize.phone(line.part.now.phone) for line in self.lines]
        most = max(of_each, key=of_each.count, default="")
        return tuple(line for line, digits in zip(self.lines, of_each, strict=True) if digits == most)


class TelephoneForm(StepForm):
    """Of which contracts, the number, and why."""

    lead = "契約者の電話番号を、登録または訂正します。番号は、次の画面でお客さまに読み上げて確認します。"
    sample: ClassVar[Mapping[str, str]] = {
        "phone-area": "090",
        "phone-exchange": "9876",
        "phone-line": "5432",
        "reason": "電話番号が変わったとのお電話",
    }
    contracts = Several("変更するご契約")
    phone = PhoneInParts("新しい電話番号", [validators.phone_that_verifies], attributes={"autocomplete": "off"})
    reason = reason()

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Offer the contracts, and say which kinds of number there can be."""
        about: Telephones | None = self.context.about
        self["contracts"].offer([(str(line.id), line.label) for line in about.lines] if about else ())
        self["phone"].notes = verification_notes(self.context.portal)
        super().process(formdata, *args, **kwargs)

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """Those that hold the same number."""
        about: Telephones | None = context.about
        return {f"contracts-{line.id}": ["yes"] for line in about.together} if about else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Each of them must change."""
        good, about = bool(super().validate(extra_validators)), self.context.about
        if good and about is not None:
            chosen = [line for line in about.lines if str(line.id) in self["contracts"].data]
            same = [line.part.number for line in chosen if line.has(self["phone"].data)]
            self["contracts"].errors = [ALREADY.format(numbers="、".join(same))] if same else []
            good = not same
        return good
