"""What is asked at the login (102, 502)?"""

from typing import Any

from forms.kit.fields import Text
from forms.kit.identity import ADDRESS_BOX, ID_BOX
from forms.kit.passwords import Password
from forms.kit.step import StepForm
from rules.masks import Mask

WRONG = "{id}またはパスワードが一致しません。もう一度入力してください。"
BOTH = "パスワードも、あわせてご確認のうえ、もう一度入力してください。"


class LoginPassword(Password):
    """One's own, or one that was issued."""

    mask = Mask.SECRET

    @property
    def called(self) -> str:
        return "パスワード"


class LoginForm(StepForm):
    """An ID and a password; the portal says what the ID is called."""

    button = "ログイン"
    user_id = Text("ユーザーID", hint="半角英数字", attributes=ID_BOX)
    password = LoginPassword("パスワード/仮パスワード", hint="半角英数字・記号")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.context.portal.chooses_own_id:
            self.user_id.draw_with(ADDRESS_BOX)
        else:
            self.user_id.label.text = self.context.portal.user_id_label
            self.password.label.text = "パスワード"

    def refuse(self) -> None:
        """E-20, at both boxes: which of them is wrong is not told."""
        name = self.context.portal.user_id_label
        self.user_id.errors, self.password.errors = [WRONG.format(id=name)], [BOTH]
