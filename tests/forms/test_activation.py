"""Does 108 ask what it must, and keep what others know of a customer out of the password?"""

import pytest

from forms.activation import AccessForm

GOOD = {
    "email": "hanako.aoki@example.jp",
    "email-again": "hanako.aoki@example.jp",
    "password": "quiet7Lamp",
    "password-again": "quiet7Lamp",
    "holder-family": "青木",
    "holder-given": "花子",
    "kana-family": "アオキ",
    "kana-given": "ハナコ",
    "birth-era": "ad",
    "birth-year": "1960",
    "birth-month": "4",
    "birth-day": "1",
    "news": "yes",
    "terms": "yes",
}
RULES = [
    (
        "okyakusama",
        "6文字以上15文字以内",
        "半角6文字以上15文字以内で、英字・数字を必ず混ぜて入力してください。記号も使えます。",
    ),
    (
        "keiyakusha",
        "8文字以上16文字以内",
        "半角8文字以上16文字以内で、英大文字・英小文字・数字を必ず混ぜて入力してください。記号も使えます。",
    ),
]


def test_labels_and_order_are_the_seeds(fill):
    assert [question.label.text for question in fill(AccessForm, {})] == [
        "メールアドレス（ユーザーID）",
        "パスワード",
        "契約者氏名",
        "契約者氏名カナ",
        "生年月日",
        "メール案内",
        "利用規約",
    ]


@pytest.mark.parametrize(
    ("form_context", "lengths", "rule"), RULES, indirect=["form_context"], ids=["okyakusama", "keiyakusha"]
)
def test_each_portal_has_its_own_password_rule(fill, said, lengths, rule):
    assert fill(AccessForm, {}).password.hint == rule
    assert said(AccessForm, GOOD) == {}
    short = said(AccessForm, GOOD | {"password": "a1B2c", "password-again": "a1B2c"})["password"]
    assert short == f"パスワードは{lengths}で入力してください（現在5文字）。"


@pytest.mark.parametrize("password", ["1hanako", "aoki7788", "x1960x", "zz0401", "hanako.aoki@1"])
def test_what_others_know_is_not_in_the_password(said, password):
    message = "お名前・生年月日・電話番号・メールアドレスを含まないパスワードを入力してください。"
    assert said(AccessForm, GOOD | {"password": password, "password-again": password}) == {"password": message}


@pytest.mark.parametrize(
    "changed",
    [
        {"email": "other@example.jp", "email-again": "other@example.jp"},
        {"holder-family": "青山"},
        {"kana-family": "アオヤマ"},
        {"birth-day": "2"},
    ],
)
def test_all_that_the_password_must_not_hold_is_watched(fill, said, changed):
    first = fill(AccessForm, GOOD)
    assert first.validate()
    empty = {"password": "", "password-again": ""}
    assert said(AccessForm, GOOD | empty | {"news": "no"}, earlier=first.to_keep()) == {}
    assert list(said(AccessForm, GOOD | empty | changed, earlier=first.to_keep())) == ["password"]
