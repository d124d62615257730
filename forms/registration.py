"""What is asked to be registered? 103, and the keyword again on 107."""

from collections.abc import Mapping
from typing import ClassVar

from forms.kit import validators
from forms.kit.emails import Email
from forms.kit.fields import BirthDate, Text, Tick
from forms.kit.names import Kana, Name
from forms.kit.step import SAMPLE_PERSON, StepForm
from rules.japanese import normalize

KEYWORD = {"maxlength": "32", "lang": "en"}


class ProfileForm(StepForm):
    """103: who the customer is, where the mail goes, and a keyword of their own choice."""

    lead = (
        "インターネットでお手続きいただくには、ご利用登録が必要です。お客さまの情報を入力し、"
        "利用規約に同意のうえ、「次へ」を押してください。"
    )
    fine = "まだ登録は完了しません。次の画面で内容をご確認いただけます。"
    layout = (
        ("ご契約者さまについて", ("holder", "kana", "birth")),
        ("ご連絡先とキーワード", ("email", "keyword", "employee")),
        ("規約への同意", ("terms", "privacy")),
    )
    sample: ClassVar[Mapping[str, str]] = {
        **SAMPLE_PERSON,
        "holder-family": "見本",
        "holder-given": "花子",
        "email": "hanako@example.jp",
        "keyword": "Himawari7",
        "terms": "yes",
        "privacy": "yes",
    }
    holder = Name("契約者氏名", [validators.name_characters], hint="保険証券に記載のお名前を入力してください。")
    kana = Kana("契約者氏名カナ", [validators.kana_only], hint="ひらがなで入力しても、自動でカタカナに変わります。")
    birth = BirthDate(
        "生年月日", [validators.birth_date_possible], hint="西暦・和暦のどちらでも入力できます。例：昭和 35年 4月 1日"
    )
    email = Email(
        "メールアドレス（ユーザーID）",
        [validators.email_form],
        hint="ご登録の手続きに必要なURLをお送りします。例：hanako@example.jp",
    )
    keyword = Text(
        "キーワード",
        [validators.keyword_form],
        reader=normalize.word,
        hint="お客さまがお決めになる、4〜16文字の半角英数字です。メールのURLを開いたあとに、もう一度入力していただきます。",
        notes=("パスワードとは別のものにしてください。",),
        attributes=KEYWORD,
    )
    employee = Text(
        "社員番号",
        [validators.digits_only(1, 20)],
        reader=normalize.digits,
        required=False,
        hint="お勤め先を通じてご契約の方は、数字で入力してください。",
        attributes={"inputmode": "numeric", "maxlength": "40"},
    )
    terms = Tick("利用規約", "利用規約に同意します。", "terms")
    privacy = Tick("個人情報の取扱い", "個人情報の取扱いに同意します。", "privacy")


class KeywordForm(StepForm):
    """107, 404, 414: the keyword of the application."""

    keyword = Text("キーワード", hint="大文字・小文字、全角・半角の違いは問いません。", attributes=KEYWORD, secret=True)
