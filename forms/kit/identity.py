"""How does the holder of an account say who they are, beside its ID? 生年月日; of a company, 証券番号 (decision 18)."""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.kit import validators
from forms.kit.fields import BirthDate, Choice, Text
from forms.kit.question import Boxes
from forms.kit.step import FormContext
from rules.japanese import normalize

ID_BOX = {"autocomplete": "username", "maxlength": "254", "lang": "en"}
# Where the ID is an address: a phone's keyboard has an @.
ADDRESS_BOX = {**ID_BOX, "inputmode": "email"}
BIRTH_HINT = "西暦・和暦のどちらでも入力できます。"
PERSON, COMPANY = "person", "company"
ASKED = {PERSON: "birth", COMPANY: "number"}


def person_or_company() -> Choice:
    """The question whether a company asks, where companies are customers too."""
    return Choice(
        "ご契約者さま",
        ((PERSON, "個人"), (COMPANY, "法人")),
        where=lambda context: context.portal.companies,
        hint="個人の方は生年月日を、法人の方は証券番号を、下の欄に入力してください。",
    )


def birth() -> BirthDate:
    """The question that everybody answers where no company is a customer."""
    return BirthDate("生年月日", [validators.birth_date_possible], hint=BIRTH_HINT)


def policy_number() -> Text:
    """The question that stands beside it where companies are customers too."""
    return Text(
        "証券番号",
        [validators.policy_number],
        reader=normalize.code,
        where=lambda context: context.portal.companies,
        whose="法人の方",
        hint="保険証券に記載の番号を入力してください。例：H123456789",
        attributes={"autocapitalize": "characters", "maxlength": "40", "lang": "en"},
    )


class OneOfTheTwo(Form):
    """A form that asks for one of both, by who asks; stands before StepForm among the bases. Both boxes are on the
    page, and only the one that belongs to the choice is judged."""

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take what was typed; what is not asked of this customer is no answer."""
        super().process(formdata, *args, **kwargs)
        if "who" not in self:
            return
        self["birth"].whose = "個人の方"
        for choice, name in ASKED.items():
            self[name].depends_on = f"who-{choice}"
            if self["who"].data != choice:
                self[name].put_aside()

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """Most are no companies."""
        return {"who": [PERSON]} if context.portal.companies else None
