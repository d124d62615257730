"""What is asked when the link of 再設定 is open? 405."""

from collections.abc import Mapping
from typing import Any, ClassVar

from forms.kit import validators
from forms.kit.emails import AS_USER_ID, EmailTwice
from forms.kit.passwords import NewPassword
from forms.kit.step import StepForm


class ResetForm(StepForm):
    """405: a new password and, where it is the customer's to choose, the user ID."""

    lead = "ご希望の内容を入力し、「次へ」を押してください。"
    fine = "まだ再設定は完了しません。次の画面で内容をご確認いただけます。"
    sample: ClassVar[Mapping[str, str]] = {
        "email": "hanako@example.jp",
        "email-again": "hanako@example.jp",
        "password": "Sakura7mado",
        "password-again": "Sakura7mado",
    }
    email = EmailTwice(
        "メールアドレス（ユーザーID）",
        [validators.email_form],
        where=lambda context: context.portal.chooses_own_id,
        hint="変更しない場合は、このままお進みください。",
        attributes=AS_USER_ID,
    )
    password = NewPassword("新しいパスワード", watches=("email",))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.follow(self.context.portal.password.rule)
