"""What is asked of the insurer's own people at their login?"""

from forms.kit.fields import DIGITS, Text
from forms.kit.passwords import Password
from forms.kit.step import StepForm
from rules.japanese import normalize

NAME = {"autocomplete": "username", "maxlength": "80", "lang": "en"}
CODE = {**DIGITS, "autocomplete": "one-time-code", "maxlength": "12"}


class StaffLoginForm(StepForm):
    """A name, a password and the code of the second factor."""

    button = "ログイン"
    name = Text("担当者ID", hint="半角英数字", attributes=NAME)
    password = Password("パスワード", hint="半角英数字・記号")
    code = Text(
        "確認コード", hint="認証アプリに表示されている6桁の数字", reader=normalize.digits, secret=True, attributes=CODE
    )
