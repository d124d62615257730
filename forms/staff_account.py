"""What is asked of the insurer's own people about their own access?

The code is not asked for where the login has only just begun: it was given with that.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from forms.kit.fields import DIGITS, Text
from forms.kit.passwords import NewPassword, Password
from forms.kit.step import FormContext, StepForm
from rules import passwords
from rules.japanese import normalize
from rules.masks import Mask

SERVICE = "madoguchi"
SAME = "現在のパスワードと異なるパスワードを入力してください。"
CODE = {**DIGITS, "autocomplete": "one-time-code", "maxlength": "12"}
CODE_HINT = "認証アプリに表示されている6桁の数字。ログインに使った確認コードは、もう一度使うことができません。"
LONGEST_LABEL = 40


class About(NamedTuple):
    """Whose access it is: what they are known by, and whether their login has only just begun."""

    known_by: Sequence[str]
    fresh: bool


def is_to_prove(context: FormContext) -> bool:
    """Whether the member has to show once more who they are."""
    return not context.about.fresh


class StaffPassword(NewPassword):
    """A password that a member chooses."""

    mask = Mask.SECRET

    def wrong_with(self, form: StepForm) -> str | None:
        """What is wrong with the password itself, None where nothing is."""
        rule, known_by, common = passwords.OF_STAFF, form.context.about.known_by, form.context.common
        return passwords.judge_password(rule, self.data, known_by, common, SERVICE)


class StaffPasswordForm(StepForm):
    """The password as it is, a code, and the new password twice."""

    button = "変更する"
    current = Password("現在のパスワード")
    code = Text("確認コード", hint=CODE_HINT, reader=normalize.digits, secret=True, attributes=CODE, where=is_to_prove)
    password = StaffPassword("新しいパスワード")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.follow(passwords.OF_STAFF)

    def validate(self, extra_validators: Any = None) -> bool:
        """A change to the same is none."""
        good = bool(super().validate(extra_validators))
        if good and self.current.data == self.password.data:
            self.password.errors, good = [SAME], False
        return good


class PasskeyForm(StepForm):
    """What a key is to be called, and who makes it."""

    button = "次へ"
    label = Text(
        "パスキーの名前",
        hint="どの端末のものか分かる名前。例：「窓口3番のPC」",
        attributes={"autocomplete": "off", "maxlength": str(LONGEST_LABEL)},
    )
    current = Password("現在のパスワード", where=is_to_prove)
    code = Text("確認コード", hint=CODE_HINT, reader=normalize.digits, secret=True, attributes=CODE, where=is_to_prove)

    def validate(self, extra_validators: Any = None) -> bool:
        """A name is short."""
        good = bool(super().validate(extra_validators))
        if self.label.data and len(self.label.data) > LONGEST_LABEL:
            now = f"現在{len(self.label.data)}文字"
            self.label.errors, good = [f"パスキーの名前は{LONGEST_LABEL}文字以内で入力してください（{now}）。"], False
        return good
