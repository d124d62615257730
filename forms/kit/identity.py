"""How does the holder of an account say who they are, beside its ID? 生年月日; of a company, 証券番号 (decision 18)."""

from wtforms import Form

from forms.kit import validators
from forms.kit.fields import BirthDate, Text
from rules.japanese import normalize

ID_BOX = {"autocomplete": "username", "maxlength": "254", "lang": "en"}
BIRTH_HINT = "西暦・和暦のどちらでも入力できます。"
ONE_NEEDED = "生年月日か証券番号の、どちらか一方を必ず入力してください。個人のご契約者さまは、生年月日です。"
EITHER = "生年月日を入力してください。法人のご契約者さまは、証券番号を入力してください。"


def birth() -> BirthDate:
    """The question that everybody answers where no company is a customer."""
    return BirthDate("生年月日", [validators.birth_date_possible], hint=BIRTH_HINT)


def policy_number() -> Text:
    """The question that stands beside it where companies are customers too."""
    return Text(
        "証券番号",
        [validators.policy_number],
        reader=normalize.code,
        required=False,
        where=lambda context: context.portal.companies,
        hint="法人のご契約者さまは、保険証券に記載の番号を入力してください。例：H123456789",
        attributes={"autocapitalize": "characters", "maxlength": "40", "lang": "en"},
    )


class OneOfTheTwo(Form):
    """A form that asks both and needs one; stands before StepForm among the bases."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "number" in self:
            self["birth"].required = False
            self["birth"].hint = f"{ONE_NEEDED}{BIRTH_HINT}"

    def validate(self, extra_validators: object = None) -> bool:
        """Both left empty is a mistake of the first."""
        good = bool(super().validate(extra_validators))
        if "number" in self and self["birth"].empty and self["number"].empty:
            self["birth"].errors, good = [EITHER], False
        return good
