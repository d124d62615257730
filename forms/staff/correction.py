"""What is a member asked who has a customer's name, カナ or birth date corrected?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from forms.kit import validators
from forms.kit.contract import SomebodysBirthDate
from forms.kit.fields import TEXT
from forms.kit.names import UNCUT, FullName, Kana, Name
from forms.kit.question import Boxes, Part
from forms.kit.step import FormContext, StepForm
from forms.staff.reason import reason
from rules.japanese import dates, names
from rules.masks import Mask

UNCHANGED = "現在のご登録の内容から変更がありません。訂正する項目を入力してください。"
ANOTHER = (
    "生年月日を、氏名またはフリガナと同時に訂正することはできません。別の方への変更は、基幹システムでお手続きください。"
)


@dataclass(frozen=True)
class Registered:
    """Who the owner of an account is, and the numbers of the contracts that are theirs."""

    name: FullName
    kana: FullName
    birth: date
    numbers: tuple[str, ...]


class SomebodysName(Name):
    """氏名 of who telephones: no browser fills in the member's own."""

    mask = Mask.PERSONAL

    parts: ClassVar[tuple[Part, ...]] = (
        Part("family", "姓", {**TEXT, "maxlength": UNCUT}),
        Part("given", "名", {**TEXT, "maxlength": UNCUT}),
    )


class CorrectionForm(StepForm):
    """The three as they are, to be typed over, and a reason."""

    lead = "訂正する項目だけを書き換えてください。別の担当者が承認するまで、何も変わりません。"
    sample: ClassVar[Mapping[str, str]] = {"name-given": "花江", "reason": "漢字の登録誤りとのお申し出"}
    name = SomebodysName("氏名", [validators.name_characters])
    kana = Kana("フリガナ", [validators.kana_only])
    birth = SomebodysBirthDate(
        "生年月日", [validators.birth_date_possible], hint="西暦・和暦のどちらでも入力できます。"
    )
    reason = reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now: Registered | None = self.context.about
        if now is not None:
            self.name.before, self.kana.before = str(now.name), str(now.kana)
            self.birth.before = dates.show_both(now.birth)
            for question in (self.name, self.kana, self.birth):
                question.unchanged = question.shown == question.before

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """As they are."""
        now: Registered | None = context.about
        if now is None:
            return None
        boxes = {"name-family": now.name.family, "name-given": now.name.given}
        boxes |= {"kana-family": now.kana.family, "kana-given": now.kana.given, "birth-era": "ad"}
        boxes |= {f"birth-{part}": str(getattr(now.birth, part)) for part in ("year", "month", "day")}
        return {name: [value] for name, value in boxes.items()}

    def validate(self, extra_validators: Any = None) -> bool:
        """Something must change, and not so much that it would be somebody else."""
        good = bool(super().validate(extra_validators))
        now: Registered | None = self.context.about
        if good and now is not None:
            if (self.name.answer, self.kana.answer, self.birth.data) == (now.name, now.kana, now.birth):
                self.name.errors, good = [UNCHANGED], False
            elif self.birth.data != now.birth and not self._is_same(now):
                self.birth.errors, good = [ANOTHER], False
        return good

    def _is_same(self, now: Registered) -> bool:
        """Whether the name would still tell who it is, by the rule of docs/decisions/0015-ownership.md."""
        kana = names.strict_key(str(self.kana.answer)) == names.strict_key(str(now.kana))
        written = {names.written_key("".join(each)) for each in (self.name.answer, now.name)}
        return kana and (len(written) == 1 or "" in written)
