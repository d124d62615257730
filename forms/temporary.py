"""What is asked of who has neither policy nor postcard at hand? 301."""

from collections.abc import Mapping
from typing import ClassVar

from forms.kit import validators
from forms.kit.emails import Email
from forms.kit.fields import BirthDate, Text, Tick
from forms.kit.names import Kana, Name
from forms.kit.step import SAMPLE_PERSON, StepForm
from rules.japanese import normalize


class TemporaryForm(StepForm):
    """301: who the policyholder is, which contract, and where the 仮パスワード goes."""

    lead = (
        "お客さまの情報を入力し、利用規約に同意のうえ、「次へ」を押してください。仮パスワードをメールでお送りします。"
    )
    fine = "まだ登録は完了しません。次の画面で内容をご確認いただけます。"
    layout = (
        ("ご契約者さまについて", ("holder", "kana", "birth")),
        ("ご契約とご連絡先", ("number", "email")),
        ("規約への同意", ("terms", "privacy")),
    )
    sample: ClassVar[Mapping[str, str]] = {
        **SAMPLE_PERSON,
        "holder-family": "見本",
        "holder-given": "花子",
        "number": "C123456789",
        "email": "hanako@example.jp",
        "terms": "yes",
        "privacy": "yes",
    }
    holder = Name("契約者氏名", [validators.name_characters], hint="ご契約のとおりに入力してください。")
    kana = Kana("契約者氏名カナ", [validators.kana_only], hint="ひらがなで入力しても、自動でカタカナに変わります。")
    birth = BirthDate(
        "生年月日", [validators.birth_date_possible], hint="西暦・和暦のどちらでも入力できます。例：昭和 35年 4月 1日"
    )
    number = Text(
        "証券番号",
        [validators.policy_number],
        reader=normalize.code,
        hint="ご不明の場合は、取扱代理店へお問い合わせください。例：C123456789",
        attributes={"autocapitalize": "characters", "maxlength": "40", "lang": "en"},
    )
    email = Email(
        "メールアドレス（ユーザーID）",
        [validators.email_form],
        hint="仮パスワードをお送りします。例：hanako@example.jp",
    )
    terms = Tick("利用規約", "利用規約に同意します。", "terms")
    privacy = Tick("個人情報の取扱い", "個人情報の取扱いに同意します。", "privacy")
