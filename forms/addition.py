"""What is asked to add a contract to one's list? 721."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, NamedTuple

from forms.kit import validators
from forms.kit.fields import BirthDate, Text
from forms.kit.names import Kana
from forms.kit.question import Boxes
from forms.kit.step import SAMPLE_PERSON, FormContext, StepForm
from rules.japanese import normalize


class Holder(NamedTuple):
    """Who adds a contract, as their account has them."""

    family_kana: str
    given_kana: str
    birth: date | None


class ContractForm(StepForm):
    """721: what stands on the policy, and the end of the phone number in the contract. Of the holder, what their
    account knows is suggested: what they type wins."""

    lead = (
        "追加するご契約の内容を、保険証券のとおりに入力し、「次へ」を押してください。"
        "契約者氏名カナと生年月日には、ご登録の内容を表示しています。"
    )
    fine = "まだ追加は完了しません。次の画面で内容をご確認いただけます。"
    sample: ClassVar[Mapping[str, str]] = {**SAMPLE_PERSON, "number": "C123456789", "phone_end": "5678"}
    number = Text(
        "証券番号",
        [validators.policy_number],
        reader=normalize.code,
        hint="保険証券に記載の番号です。例：C123456789",
        attributes={"autocapitalize": "characters", "maxlength": "40", "lang": "en"},
    )
    kana = Kana("契約者氏名カナ", [validators.kana_only], hint="ひらがなで入力しても、自動でカタカナに変わります。")
    birth = BirthDate("生年月日", [validators.birth_date_possible], hint="西暦・和暦のどちらでも入力できます。")
    phone_end = Text(
        "電話番号の下4桁",
        [validators.digits_only(4, 4)],
        reader=normalize.digits,
        hint="ご契約のときにお届けの電話番号の、最後の4桁を入力してください。",
        attributes={"inputmode": "numeric", "maxlength": "12"},
    )

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """Who is logged in."""
        who: Holder | None = context.about
        if who is None:
            return None
        boxes = {"kana-family": who.family_kana, "kana-given": who.given_kana, "birth-era": "ad"}
        if who.birth:
            day = {"year": who.birth.year, "month": who.birth.month, "day": who.birth.day}
            boxes |= {f"birth-{part}": str(number) for part, number in day.items()}
        return {name: [value] for name, value in boxes.items()}
