"""What is asked when the link of the registration is open? 108."""

from collections.abc import Mapping
from typing import Any, ClassVar

from forms.kit import validators
from forms.kit.emails import AS_USER_ID, EmailTwice
from forms.kit.fields import BirthDate, Choice, Tick
from forms.kit.names import Kana, Name
from forms.kit.passwords import NewPassword
from forms.kit.step import SAMPLE_PERSON, StepForm


class AccessForm(StepForm):
    """108: ID and password of the customer's choice; the rest comes from 103 and can be corrected."""

    lead = "ご希望のユーザーIDとパスワード、お客さまの情報を入力し、「次へ」を押してください。"
    fine = "まだ登録は完了しません。次の画面で内容をご確認いただけます。"
    layout = (
        ("ユーザーIDとパスワード", ("email", "password")),
        ("ご契約者さまについて", ("holder", "kana", "birth")),
        ("メールのご案内と規約", ("news", "terms")),
    )
    sample: ClassVar[Mapping[str, str]] = {
        **SAMPLE_PERSON,
        "email": "hanako@example.jp",
        "email-again": "hanako@example.jp",
        "password": "sakura7mado",
        "password-again": "sakura7mado",
        "holder-family": "見本",
        "holder-given": "花子",
        "news": "yes",
        "terms": "yes",
    }
    email = EmailTwice("メールアドレス（ユーザーID）", [validators.email_form], attributes=AS_USER_ID)
    password = NewPassword("パスワード", watches=("email", "holder", "kana", "birth"))
    holder = Name("契約者氏名", [validators.name_characters])
    kana = Kana("契約者氏名カナ", [validators.kana_only], hint="ひらがなで入力しても、自動でカタカナに変わります。")
    birth = BirthDate("生年月日", [validators.birth_date_possible], hint="西暦・和暦のどちらでも入力できます。")
    news = Choice(
        "メール案内", (("yes", "希望する"), ("no", "希望しない")), hint="満期やサービスのお知らせをお送りします。"
    )
    terms = Tick("利用規約", "利用規約に同意します。", "terms")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.follow(self.context.portal.password.rule)
