"""What is asked on the way that needs a 初回パスワード? 202 and 203."""

from collections.abc import Mapping
from typing import Any, ClassVar

from forms.kit import validators
from forms.kit.emails import AS_USER_ID, EmailTwice
from forms.kit.fields import Choice, Text, Tick
from forms.kit.passwords import InitialPassword, NewPassword
from forms.kit.step import StepForm
from rules.japanese import normalize


class InitialForm(StepForm):
    """202: what stands on the policy or the postcard."""

    lead = "保険証券またはハガキに記載の番号とパスワードを入力し、「次へ」を押してください。"
    sample: ClassVar[Mapping[str, str]] = {"number": "C123456789", "initial": "uERsmM8c"}
    number = Text(
        "初回ユーザーID/証券番号",
        [validators.policy_number],
        reader=normalize.code,
        hint="例：C123456789",
        attributes={"autocapitalize": "characters", "maxlength": "40", "lang": "en"},
    )
    initial = InitialPassword(
        "初回パスワード/手続コード", hint="「*****」と表示されている場合は、この方法ではご登録いただけません。"
    )


class EasyForm(StepForm):
    """203: ID and password of the customer's choice."""

    lead = "ご希望のユーザーIDとパスワードを入力し、「次へ」を押してください。"
    fine = "まだ登録は完了しません。次の画面で内容をご確認いただけます。"
    layout = (("ユーザーIDとパスワード", ("email", "password")), ("メールのご案内と規約", ("news", "terms", "privacy")))
    sample: ClassVar[Mapping[str, str]] = {
        "email": "hanako@example.jp",
        "email-again": "hanako@example.jp",
        "password": "sakura7mado",
        "password-again": "sakura7mado",
        "news": "yes",
        "terms": "yes",
        "privacy": "yes",
    }
    email = EmailTwice(
        "メールアドレス（ユーザーID）", [validators.email_form], hint="例：hanako@example.jp", attributes=AS_USER_ID
    )
    password = NewPassword("次回以降ログインパスワード", watches=("email",))
    news = Choice(
        "メール案内", (("yes", "希望する"), ("no", "希望しない")), hint="満期やサービスのお知らせをお送りします。"
    )
    terms = Tick("利用規約", "利用規約に同意します。", "terms")
    privacy = Tick("個人情報の取扱い", "個人情報の取扱いに同意します。", "privacy")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.follow(self.context.portal.password.rule)
