"""Does each kind of question own its boxes, its messages and its reading back?"""

from datetime import date

import pytest

from forms.kit import validators
from forms.kit.question import SECRET_SHOWN
from forms.kit.step import FormContext
from rules.mail_addresses import Fault
from tests.forms.kit.all_kinds import GOOD, AllKinds


def test_what_good_answers_mean_and_how_they_are_read_back(fill):
    form = fill(AllKinds, GOOD)
    assert form.validate(), form.errors
    form.to_keep()
    answers = form.answers
    assert form.context.check_password(answers.pop("password"), "quiet7Lamp")
    assert answers == {
        "text": None,
        "holder": ("青木", "花子"),
        "kana": ("アオキ", "ハナコ"),
        "birth": date(1960, 4, 1),
        "email": "Hanako@example.jp",
        "twice": "a..b@docomo.ne.jp",
        "phone": "09012345678",
        "login": "secret",
        "news": "no",
        "terms": True,
    }
    assert {question.name: question.shown for question in form} == {
        "text": "入力なし",
        "holder": "青木 花子",
        "kana": "アオキ ハナコ",
        "birth": "1960年（昭和35年）4月1日",
        "email": "Hanako@example.jp",
        "twice": "a..b@docomo.ne.jp",
        "phone": "090-1234-5678",
        "login": SECRET_SHOWN,
        "password": SECRET_SHOWN,
        "news": "希望しない",
        "terms": "同意する",
    }


def test_only_an_address_that_mail_may_not_reach_is_warned_of(fill):
    warned = {question.name: question.warning for question in fill(AllKinds, GOOD) if question.warning}
    assert list(warned) == ["twice"]
    assert warned["twice"].startswith("このアドレスは特殊な形式のため、メールが届かない場合があります。")


def test_everything_missing_says_what_to_do(said):
    assert said(AllKinds, {}) == {
        "holder": "契約者氏名を入力してください。",
        "kana": "契約者氏名カナを入力してください。",
        "birth": "生年月日を入力してください。",
        "email": "メールアドレスを入力してください。",
        "twice": "ご連絡先を入力してください。",
        "phone": "電話番号を入力してください。",
        "login": "現在のパスワードを入力してください。",
        "password": "パスワードを入力してください。",
        "news": "メール案内を選択してください。",
        "terms": "利用規約をお読みのうえ、「利用規約に同意します。」を選択してください。",
    }


E_08 = "西暦は4桁で入力してください。和暦の場合は、元号（昭和・平成など）を選択してください。"
E_09 = "生年月日は今日より前の日付を入力してください。"
E_15 = "上のメールアドレスと一致していません。もう一度入力してください。"


@pytest.mark.parametrize(
    ("boxes", "question", "message", "wrong"),
    [
        ({"holder-family": "青木♥"}, "holder", None, ["family"]),
        ({"kana-given": "花子"}, "kana", None, ["given"]),
        ({"birth-day": ""}, "birth", "生年月日の「日」を入力してください。", ["day"]),
        (
            {"birth-year": "", "birth-month": "x"},
            "birth",
            "生年月日の「月」を読み取れませんでした。「4」のように入力してください。",
            ["month"],
        ),
        (
            {"birth-year": "申年", "birth-month": "卯月", "birth-day": ""},
            "birth",
            "生年月日の「年・月」を読み取れませんでした。年は「1960」「昭和35」、月は「4」のように入力してください。",
            ["year", "month"],
        ),
        ({"birth-era": "ad"}, "birth", E_08, ["year"]),
        ({"birth-era": "moon"}, "birth", E_08, ["year"]),
        (
            {"birth-month": "2", "birth-day": "30"},
            "birth",
            "昭和35年2月30日は暦にない日付です。生年月日をご確認ください。",
            ["day"],
        ),
        ({"birth-month": "13"}, "birth", "昭和35年13月1日は暦にない日付です。生年月日をご確認ください。", ["month"]),
        ({"birth-year": "65"}, "birth", "昭和65年4月1日は暦にない日付です。生年月日をご確認ください。", ["year"]),
        (
            {"birth-year": "2026/11/24"},
            "birth",
            "生年月日の「11月」と「4月」、「24日」と「1日」が異なります。どちらかを直してください。",
            ["year", "month", "day"],
        ),
        (
            {"birth-year": "令和8年11月24日", "birth-month": "", "birth-day": ""},
            "birth",
            E_09,
            ["year", "month", "day"],
        ),
        (
            {"birth-era": "ad", "birth-year": "1905"},
            "birth",
            "生年月日の年をご確認ください。",
            ["year", "month", "day"],
        ),
        ({"email": "hanako"}, "email", validators.EMAIL_FAULTS[Fault.NO_AT], [""]),
        ({"email": "a..b@example.jp"}, "email", validators.EMAIL_DOTS, [""]),
        ({"twice-again": "x@docomo.ne.jp"}, "twice", E_15, ["again"]),
        ({"twice-again": ""}, "twice", E_15, ["again"]),
        ({"twice": ""}, "twice", "ご連絡先を入力してください。", [""]),
        ({"phone": "050-1234-5678"}, "phone", None, [""]),
        (
            {"password-again": "quiet8Lamp"},
            "password",
            "上のパスワードと一致していません。もう一度入力してください。",
            ["again"],
        ),
        ({"news": "maybe"}, "news", "メール案内を選択してください。", [""]),
        ({"terms": "no"}, "terms", "利用規約をお読みのうえ、「利用規約に同意します。」を選択してください。", [""]),
    ],
)
def test_a_mistake_is_named_and_only_the_wrong_box_marked(fill, boxes, question, message, wrong):
    form = fill(AllKinds, GOOD | boxes)
    assert not form.validate()
    assert list(form.errors) == [question]
    field = form[question]
    assert message is None or field.errors == [message]
    assert [part.name for part, box in zip(field.parts, field.boxes, strict=True) if box.wrong] == wrong


@pytest.mark.parametrize("today", [date(2026, 4, 1), date(2026, 4, 2)])
def test_born_before_today_and_not_longer_ago_than_anybody_lives(form_context, fill, today):
    form = fill(AllKinds, GOOD | {"birth-era": "ad", "birth-year": "2026"})
    form.context = FormContext(form_context.portal, today)
    assert form.birth.validate(form) is (today == date(2026, 4, 2))
    oldest = fill(AllKinds, GOOD | {"birth-era": "ad", "birth-year": "1906"})
    oldest.context = form.context
    assert oldest.birth.validate(oldest)


def test_what_is_chosen_is_known_by_its_option(fill):
    form = fill(AllKinds, GOOD)
    assert [option.checked for option in form.news.options] == [False, True]
    assert [option.value for option in form.birth.options if option.checked] == ["showa"]
    assert (form.holder.options, form.terms.options[0].checked) == ([], True)


TEXT = {"type": "text", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
MAIL = {"type": "email", "inputmode": "email", "autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"}
SECRET = {"type": "password", "autocapitalize": "off", "spellcheck": "false"}
ATTRIBUTES = {
    "text": [TEXT],
    "holder": [{**TEXT, "autocomplete": "family-name"}, {**TEXT, "autocomplete": "given-name"}],
    "kana": [TEXT, TEXT],
    "birth": [{"type": "text", "inputmode": "numeric", "autocomplete": f"bday-{p}"} for p in ("year", "month", "day")],
    "email": [{**MAIL, "maxlength": "254", "lang": "en"}],
    "twice": [{**MAIL, "maxlength": "254", "lang": "en"}] * 2,
    "phone": [{"type": "tel", "inputmode": "tel", "autocomplete": "tel", "maxlength": "40"}],
    "login": [{**SECRET, "autocomplete": "current-password"}],
    "password": [{**SECRET, "autocomplete": "new-password"}] * 2,
}


@pytest.mark.parametrize(("name", "wanted"), ATTRIBUTES.items())
def test_every_box_tells_the_browser_what_it_is_for(fill, name, wanted):
    boxes = fill(AllKinds, GOOD)[name].boxes
    for box, attributes in zip(boxes, wanted, strict=True):
        assert attributes.items() <= dict(box.attributes).items()
        assert ("maxlength" in dict(box.attributes)) is (attributes["type"] != "password")
        assert not {"required", "pattern", "placeholder", "onpaste"} & dict(box.attributes).keys()
