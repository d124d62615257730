"""What is asked to register or change an e-mail address? 701."""

from collections.abc import Mapping
from typing import Any, ClassVar

from forms.kit import validators
from forms.kit.emails import EmailTwice
from forms.kit.step import StepForm


class AddressForm(StepForm):
    """701: the new address, twice."""

    lead = (
        "新しいメールアドレスを入力し、「次へ」を押してください。"
        "確認のためのURLを、新しいメールアドレスにお送りします。"
    )
    fine = "URLを開いて確認いただくまで、変更は完了しません。"
    sample: ClassVar[Mapping[str, str]] = {"email": "hanako.new@example.jp", "email-again": "hanako.new@example.jp"}
    email = EmailTwice("新しいメールアドレス", [validators.email_form], hint="例：hanako@example.jp")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.context.portal.chooses_own_id:
            self.email.label.text = "新しいメールアドレス（ユーザーID）"
