"""What does a member say before they see a customer's data?"""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms.validators import ValidationError

from forms.kit import validators
from forms.kit.fields import Choice, Text
from forms.kit.step import StepForm

SHORTEST_REASON, LONGEST_REASON, LONGEST_TICKET = 5, 500, 40
WITHOUT_SECRETS = "パスワード・暗証番号・口座番号は入力しないでください。"


def _between(shortest: int, longest: int) -> Any:
    def judge(form: Any, field: Any) -> None:
        many, label = validators.length(field.data), field.label.text
        if many < shortest:
            raise ValidationError(f"{label}は{shortest}文字以上で入力してください（現在{many}文字）。")
        if many > longest:
            raise ValidationError(f"{label}は{longest}文字以内で入力してください（現在{many}文字）。")

    return judge


def case_form(callers: Mapping[str, str]) -> type[StepForm]:
    """The questions, with who may have called, by its value."""
    choices: Sequence[tuple[str, str]] = tuple(callers.items())

    class CaseForm(StepForm):
        """Who called, why, and the number of another system, if any."""

        button = "お客さまの情報を開く"
        caller = Choice("お電話の方", choices)
        reason = Text(
            "お問い合わせの内容",
            [_between(SHORTEST_REASON, LONGEST_REASON)],
            hint="例：契約内容の変更の画面で、次へ進めない",
            notes=[f"記録に残ります。{WITHOUT_SECRETS}"],
            attributes={"maxlength": "1000"},
        )
        ticket = Text(
            "整理番号",
            [_between(0, LONGEST_TICKET)],
            required=False,
            hint="ほかの受付システムの番号があるとき",
            attributes={"maxlength": "80"},
        )

    return CaseForm
