"""What is asked of who logged in with a 仮パスワード? 305."""

from collections.abc import Mapping
from typing import Any, ClassVar

from forms.kit.passwords import NewPassword
from forms.kit.step import StepForm


class FirstPasswordForm(StepForm):
    """305: the password of their own, twice; the 仮パスワード was given just now."""

    lead = "仮パスワードでログインしました。お客さまがお決めになるパスワードを入力し、「登録する」を押してください。"
    button = "登録する"
    sample: ClassVar[Mapping[str, str]] = {"password": "Sakura7mado", "password-again": "Sakura7mado"}
    password = NewPassword("新しいパスワード")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.follow(self.context.portal.password.rule)
