"""What is asked of every kind at once, how is it answered well, and which forms are there beside it?"""

from forms.activation import AccessForm
from forms.addition import ContractForm
from forms.kit import validators
from forms.kit.emails import Email, EmailTwice
from forms.kit.fields import BirthDate, Choice, Phone, Text, Tick
from forms.kit.names import Kana, Name
from forms.kit.passwords import NewPassword, Password
from forms.kit.step import StepForm
from forms.login import LoginForm
from forms.registration import KeywordForm, ProfileForm

FORMS = [AccessForm, ContractForm, LoginForm, KeywordForm, ProfileForm]


class AllKinds(StepForm):
    text = Text("備考", required=False)
    holder = Name("契約者氏名", [validators.name_characters])
    kana = Kana("契約者氏名カナ", [validators.kana_only])
    birth = BirthDate("生年月日", [validators.birth_date_possible])
    email = Email("メールアドレス", [validators.email_form])
    twice = EmailTwice("ご連絡先", [validators.email_form])
    phone = Phone("電話番号", [validators.phone_form])
    login = Password("現在のパスワード")
    password = NewPassword("パスワード", watches=("holder", "birth"))
    news = Choice("メール案内", (("yes", "希望する"), ("no", "希望しない")))
    terms = Tick("利用規約", "利用規約に同意します。", "terms")


GOOD = {
    "text": "",
    "holder-family": "青木",
    "holder-given": "花子",
    "kana-family": "あおき",
    "kana-given": "ﾊﾅｺ",
    "birth-era": "showa",
    "birth-year": "３５",
    "birth-month": "4",
    "birth-day": "1",
    "email": "Hanako＠Example.JP",
    "twice": "a..b@docomo.ne.jp",
    "twice-again": "ａ．．ｂ@DOCOMO.ne.jp",
    "phone": "＋81 90ー1234—5678",
    "login": " secret ",
    "password": "ｑuiet7Lamp",
    "password-again": "quiet7Lamp",
    "news": "no",
    "terms": "yes",
}


def kept_of(fill, **different):
    form = fill(AllKinds, GOOD | different)
    assert form.validate()
    return form.to_keep()


EMPTY = {"password": "", "password-again": ""}
