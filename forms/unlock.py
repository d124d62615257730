"""What is asked when the link of ロック解除 is open? 415."""

from collections.abc import Mapping
from typing import Any, ClassVar

from forms.kit.passwords import NewPassword
from forms.kit.step import StepForm


class UnlockForm(StepForm):
    """415: a new password, since somebody may have been guessing at the old one."""

    lead = "安全のため、新しいパスワードをお決めください。「ロックを解除する」を押すと、ログインできるようになります。"
    button = "ロックを解除する"
    sample: ClassVar[Mapping[str, str]] = {"password": "Sakura7mado", "password-again": "Sakura7mado"}
    password = NewPassword("新しいパスワード")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.follow(self.context.portal.password.rule)
