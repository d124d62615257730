"""Does each kind of question own its boxes, its messages, its reading back and its secrets?"""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage

from forms.activation import AccessForm
from forms.addition import ContractForm
from forms.kit import validators
from forms.kit.fields import BirthDate, Choice, Email, EmailTwice, Kana, Name, Phone, Text, Tick
from forms.kit.passwords import NewPassword, Password
from forms.kit.question import LONGEST_DRAFT, LONGEST_TYPED, SECRET_SHOWN
from forms.kit.step import FormContext, StepForm
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
        "login": " secret ",
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


def test_nothing_answered_is_read_back_as_nothing(fill):
    shown = {question.shown for question in fill(AllKinds, {}) if not question.secret}
    assert shown == {"入力なし"}


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
        ({"holder-given": " "}, "holder", "契約者氏名の「名」を入力してください。", ["given"]),
        ({"holder-family": "青木♥"}, "holder", None, ["family"]),
        ({"kana-family": ""}, "kana", "契約者氏名カナの「セイ」を入力してください。", ["family"]),
        ({"kana-given": "花子"}, "kana", None, ["given"]),
        ({"birth-day": ""}, "birth", "生年月日の「日」を入力してください。", ["day"]),
        (
            {"birth-year": "", "birth-month": "x"},
            "birth",
            "生年月日の「年・月」を入力してください。",
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
        ({"birth-year": "2026/11/24"}, "birth", "生年月日の「年」を入力してください。", ["year"]),
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
        ({"email": "hanako"}, "email", validators.EMAIL_FORM, [""]),
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
    if not field.is_choice:
        assert field.control_id == field.boxes[[box.wrong for box in field.boxes].index(True)].id


@pytest.mark.parametrize("today", [date(2026, 4, 1), date(2026, 4, 2)])
def test_born_before_today_and_not_longer_ago_than_anybody_lives(form_context, fill, today):
    form = fill(AllKinds, GOOD | {"birth-era": "ad", "birth-year": "2026"})
    form.context = FormContext(form_context.portal, today)
    assert form.birth.validate(form) is (today == date(2026, 4, 2))
    oldest = fill(AllKinds, GOOD | {"birth-era": "ad", "birth-year": "1906"})
    oldest.context = form.context
    assert oldest.birth.validate(oldest)


def test_a_link_to_a_choice_leads_to_its_first_option_and_others_to_their_box(fill):
    form = fill(AllKinds, GOOD)
    ids = {question.name: question.control_id for question in form}
    assert (ids["news"], ids["terms"], ids["holder"], ids["birth"], ids["twice"]) == (
        "news-yes",
        "terms",
        "holder-family",
        "birth-year",
        "twice",
    )
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
    "birth": [{"type": "text", "inputmode": "numeric", "autocomplete": "off"}] * 3,
    "email": [{**MAIL, "maxlength": "254", "lang": "en"}],
    "twice": [{**MAIL, "maxlength": "254", "lang": "en"}] * 2,
    "phone": [{"type": "tel", "inputmode": "tel", "autocomplete": "tel", "maxlength": "20"}],
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


@pytest.mark.parametrize("form", FORMS)
def test_every_question_has_a_number_a_label_and_tokens(fill, form):
    opened = fill(form, {})
    assert [question.number for question in opened.questions] == list(range(1, len(opened.questions) + 1))
    assert len({question.label.text for question in opened}) == len(opened.questions)
    for question in opened:
        assert question.label.text
        assert question.is_choice or all(dict(box.attributes)["autocomplete"] for box in question.boxes)
    laid_out = [question.name for section in opened.sections for question in section.questions]
    assert sorted(laid_out) == sorted(question.name for question in opened)


# Secrets


def test_no_secret_is_drawn_again_or_drafted(fill):
    form = fill(AllKinds, GOOD | {"news": "?"})
    assert not form.validate()
    assert [box.value for name in ("login", "password") for box in form[name].boxes] == ["", "", ""]
    draft = form.to_draft()
    assert not {"login", "password", "password-again"} & draft.keys()
    assert not {GOOD["login"], GOOD["password"], GOOD["password-again"]} & {each for v in draft.values() for each in v}
    assert draft["birth-year"] == ["３５"] and draft["birth-era"] == ["showa"]


def test_a_password_is_kept_as_a_hash_made_once(fill, form_context):
    form = fill(AllKinds, GOOD)
    assert form.validate()
    kept = form.to_keep()
    assert kept == form.to_keep()
    assert "login" not in kept and "password-again" not in kept
    assert form_context.check_password(kept["password"][0], "quiet7Lamp")
    assert "quiet7Lamp" not in str(kept)


def kept_of(fill, **different):
    form = fill(AllKinds, GOOD | different)
    assert form.validate()
    return form.to_keep()


EMPTY = {"password": "", "password-again": ""}
AGAIN = "お名前・生年月日・メールアドレスを変更されたため、パスワードをもう一度入力してください。"


def test_empty_boxes_keep_the_password(fill):
    earlier = kept_of(fill)
    form = fill(AllKinds, GOOD | EMPTY | {"text": "changed"}, earlier=earlier)
    assert form.validate(), form.errors
    assert form.to_keep()["password"] == earlier["password"] == [form.answers["password"]]


@pytest.mark.parametrize(
    "changed", [{"holder-given": "華子"}, {"birth-day": "2"}, {"birth-era": "heisei", "birth-year": "1"}]
)
def test_a_change_of_what_it_must_not_hold_asks_for_the_password_again(fill, changed):
    form = fill(AllKinds, GOOD | EMPTY | changed, earlier=kept_of(fill))
    assert not form.validate()
    assert form.errors == {"password": [AGAIN]}
    assert fill(AllKinds, GOOD | changed, earlier=kept_of(fill)).validate()


def test_without_an_earlier_password_empty_boxes_are_missing(said):
    earlier = {"holder-family": ["青木"]}
    assert said(AllKinds, GOOD | EMPTY, earlier=earlier) == {"password": "パスワードを入力してください。"}


def test_nobody_can_type_a_hash(fill, said, form_context):
    hashed = form_context.hash_password("quiet7Lamp")
    assert "password" in said(AllKinds, GOOD | {"password": hashed, "password-again": hashed})
    assert "password" in said(AllKinds, GOOD | {"password": hashed, "password-again": ""}, earlier=kept_of(fill))


def test_a_run_gives_back_the_hash_it_kept(fill):
    kept = kept_of(fill)
    form = fill(AllKinds, {**kept, "login": "x"}, from_run=True)
    assert form.validate(), form.errors
    assert form.answers["password"] == kept["password"][0]
    lost = fill(AllKinds, {**kept, "login": "x", "password": ""}, from_run=True)
    assert not lost.validate() and list(lost.errors) == ["password"]


def test_the_same_answer_is_known_and_another_too(fill):
    kept = kept_of(fill)

    def same(**different):
        form = fill(AllKinds, GOOD | different, earlier=kept)
        assert form.validate(), form.errors
        return form.same_as(kept)

    assert same() and same(**EMPTY)
    assert not same(password="quiet8Lamp", **{"password-again": "quiet8Lamp"})
    assert not same(text="x")
    assert not fill(AllKinds, GOOD).same_as({})


def test_an_occasion_that_was_not_told_how_keeps_no_password(form_context):
    nowhere = FormContext(form_context.portal, form_context.today)
    with pytest.raises(RuntimeError):
        nowhere.hash_password("quiet7Lamp")
    with pytest.raises(RuntimeError):
        nowhere.check_password("x", "x")


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("aoki1Fuji", "personal"),
        ("1hanako_z", "personal"),
        ("born1960x", "personal"),
        ("x0401zzz", "personal"),
        ("s350401zz", "personal"),
        ("a1HANAKO", "personal"),
        ("tel5678abc", "personal"),
        ("password1", "common"),
        ("ＡＢＣ１２３", "common"),
        ("1okyakusama", "common"),
        ("quiet7Lamp!", None),
        ("くわいと7Lamp", "characters"),
        (" quiet7Lamp", "characters"),
        ("quiet7\x00Lamp", "characters"),
    ],
)
def test_a_password_that_others_could_guess(said, password, message):
    words = {
        "personal": "お名前・生年月日・電話番号・メールアドレスを含まないパスワードを入力してください。",
        "common": "推測されやすいパスワードです。別のパスワードを入力してください。",
        "characters": "パスワードに使用できない文字（空白・かな・漢字など）が含まれています。"
        "英字・数字・記号で入力してください。",
    }
    found = said(AllKinds, GOOD | {"password": password, "password-again": password})
    assert found == ({"password": words[message]} if message else {})


# Hostile posts (ASVS 2.2.1, 15.3)

HUGE = "が" * 200_000
ODD = [
    "\ud800",
    "\x00",
    "\ufffd",
    "\u202e",
    "１",
    "yes",
    "showa",
    "()",
    "９９９９９９９",
    "'; --",
    "{{7*7}}",
    "<b>",
    "%00",
]


def test_what_nobody_types_is_refused_unread(said, normalized):
    now = f"は{LONGEST_TYPED}文字以内で入力してください（現在{len(HUGE)}文字）。"
    found = said(AllKinds, dict.fromkeys(GOOD, HUGE))
    assert max(normalized) <= LONGEST_DRAFT
    assert {name for name, message in found.items() if message.endswith(now)} == found.keys()
    assert found.keys() == {question.name for question in AllKinds(None, FormContext(_portal(), date(2026, 1, 1)))}


def _portal():
    class Portal:
        name = "somewhere"

    return Portal()


@pytest.mark.parametrize(
    "value",
    [
        ["good@example.jp", "other@example.jp"],
        FileStorage(BytesIO(b"x"), "x.txt"),
        b"bytes",
        7,
        None,
        {"a": "b"},
        ("a", "b"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("form", [AllKinds, *FORMS])
def test_a_field_of_another_type_or_posted_twice_raises_nothing(fill, form, value):
    opened = fill(form, dict.fromkeys(GOOD, value))
    opened.validate()
    for question in opened:
        assert all(isinstance(each, str) for each in question.typed.values())
        assert question.shown and question.control_id
    assert opened.to_draft() is not None


def test_half_a_character_can_be_drawn_kept_and_checked(fill, form_context):
    form = fill(AllKinds, dict.fromkeys(GOOD, "a\ud800"))
    assert not form.validate()
    for question in form:
        "".join(box.value for box in question.boxes).encode()
        "".join(question.errors).encode()
    assert not form_context.check_password(form_context.hash_password("x"), form.login.data)


def test_of_a_field_posted_twice_the_first_counts_everywhere(fill):
    form = fill(AllKinds, {name: [value, "pollution"] for name, value in GOOD.items()})
    assert form.validate(), form.errors
    assert "pollution" not in str(form.to_keep()) + str(form.answers)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30)
@given(st.data())
@pytest.mark.parametrize("form", [AllKinds, ProfileForm, AccessForm, ContractForm])
def test_whatever_is_posted_is_judged_and_kept_as_text(fill, form, data):
    boxes = [box.id for question in fill(form, {}) for box in question.boxes]
    values = st.one_of(st.sampled_from(ODD), st.text(st.characters(), max_size=20))
    posted = data.draw(st.dictionaries(st.sampled_from([*boxes, "birth-era"]), st.lists(values, max_size=2)))
    opened = fill(form, GOOD | posted)
    good = opened.validate()
    kept = opened.to_keep() if good else opened.to_draft()
    again = fill(form, kept, from_run=True)
    for question in opened:
        str(question.shown).encode()
        if not question.secret:
            assert again[question.name].data == question.data
            assert question.same_as(kept, opened.context)
