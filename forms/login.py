"""What is asked at the login (102, 502)?"""

from typing import Any

from forms.kit.fields import Text
from forms.kit.passwords import Password
from forms.kit.step import StepForm

PLAIN = {"autocomplete": "username", "maxlength": "254", "lang": "en"}


class LoginForm(StepForm):
    """An ID and a password; the portal says what the ID is called."""

    button = "ログイン"
    user_id = Text("ユーザーID", hint="半角英数字", attributes=PLAIN)
    password = Password("パスワード/仮パスワード", hint="半角英数字・記号")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.context.portal.chooses_own_id:
            self.user_id.label.text = self.context.portal.user_id_label
            self.password.label.text = "パスワード"
