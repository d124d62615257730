"""What is asked to change a password? 711."""

from collections.abc import Mapping
from typing import Any, ClassVar

from forms.kit.passwords import CurrentPassword, NewPassword
from forms.kit.step import StepForm

FIRST = "はじめてログインされた方は、書面に記載の初期パスワードを入力してください。"
SAME = "現在のパスワードと異なるパスワードを入力してください。"


class PasswordChangeForm(StepForm):
    """711: the password as it is, and the new one twice."""

    lead = "現在のパスワードと、新しいパスワードを入力し、「変更する」を押してください。"
    button = "変更する"
    fine = "変更すると、ほかの端末はログアウトします。"
    sample: ClassVar[Mapping[str, str]] = {"password": "Sakura7mado", "password-again": "Sakura7mado"}
    current = CurrentPassword("現在のパスワード")
    password = NewPassword("新しいパスワード")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        portal = self.context.portal
        self.password.follow(portal.password.rule)
        if not portal.chooses_own_id:
            self.current.hint = FIRST

    def validate(self, extra_validators: Any = None) -> bool:
        """A change to the same is none."""
        good = bool(super().validate(extra_validators))
        if good and self.current.data is not None and self.current.data == self.password.data:
            self.password.errors, good = [SAME], False
        return good
