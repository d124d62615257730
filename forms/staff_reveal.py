"""Why does a member need to see a datum in full?"""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms.validators import ValidationError

from forms.kit import validators
from forms.kit.fields import Choice, Text
from forms.kit.step import StepForm
from forms.staff_case import WITHOUT_SECRETS

LONGEST = 200


def _not_too_long(form: Any, field: Any) -> None:
    many = validators.length(field.data)
    if many > LONGEST:
        raise ValidationError(f"{field.label.text}は{LONGEST}文字以内で入力してください（現在{many}文字）。")


def reveal_form(reasons: Mapping[str, str], other: str) -> type[StepForm]:
    """The questions, with the reasons that there are, by their values; with the one called `other` it has to be said
    what it is."""
    choices: Sequence[tuple[str, str]] = tuple(reasons.items())

    class RevealForm(StepForm):
        """A reason, and more about it."""

        button = "60秒間表示する"
        why = Choice("表示する理由", choices)
        more = Text(
            "理由の補足",
            [_not_too_long],
            required=False,
            notes=[f"記録に残ります。{WITHOUT_SECRETS}"],
            attributes={"maxlength": "400"},
        )

        def process(self, *args: Any, **kwargs: Any) -> None:
            """With the reason that is none of ours, more about it is asked for."""
            super().process(*args, **kwargs)
            if self["why"].data == other:
                self["more"].required = True

    return RevealForm
