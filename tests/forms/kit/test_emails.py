"""Is a customer told what is wrong with an address, and is nothing changed that they did not choose? (E-14, E-39)"""

import pytest

from forms.kit import validators
from forms.kit.emails import Email, EmailTwice
from forms.kit.step import StepForm
from rules.mail_addresses import Fault
from wizards.engine.definition import Input
from wizards.registry import WIZARDS

PUNYCODE = "hanako@xn--r8jz45g.jp"


class Asked(StepForm):
    email = Email("メールアドレス", [validators.email_form])
    twice = EmailTwice("ご連絡先", [validators.email_form])


def boxes(email, twice=None, **more):
    return {"email": email, "twice": twice or email, "twice-again": twice or email, **more}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("hanako", "「@」がありません"),
        ("a@b@example.jp", "「@」が2つ以上あります"),
        ("@example.jp", "「@」より前を入力してください"),
        ("hanako@", "「@」より後ろを入力してください"),
        ("hanako@example,jp", "「,」（カンマ）が入っています"),
        ("花子@example.jp", "使用できない文字「花子」が含まれています"),
        ("メール：hanako@example.jp", "使用できない文字「メール：」が含まれています"),
        (
            "hanako@gmail・com",
            "使用できない文字「・」が含まれています。半角の英字・数字・記号で入力してください。下の候補",
        ),
        ("hanako@examplejp", "「@」より後ろに「.」がありません"),
        ("hanako@example..jp", "「@」より後ろの「.」の位置"),
        ("hanako@example.jp.", "先頭や末尾の「.」、続いた「.」は使用できません"),
        ("a..b@example.jp", "「@」より前の先頭や末尾の「.」、続いた「.」は使用できません"),
        (f"{'a' * 65}@example.jp", "長すぎます"),
        ("hanako@example.j", "「@」より後ろの形式"),
        ("hana ko@example.jp", "途中に空白が入っています"),
        ("hanako@gmial.com", "「gmial.com」になっています。「gmail.com」ではありませんか"),
    ],
)
def test_what_is_wrong_is_told_by_both_kinds_of_question(said, typed, words):
    told = said(Asked, boxes(typed))
    assert words in told["email"]
    assert told["twice"] == told["email"]
    assert set(validators.EMAIL_FAULTS) == set(Fault)


def test_a_slip_in_the_first_box_is_told_before_that_the_second_differs(said):
    typed = {"email": "a@example.jp", "twice": "hanako@example,jp", "twice-again": "hanako@example.jp"}
    assert "カンマ" in said(Asked, typed)["twice"]


def options(question):
    return [(option.value, option.label, option.checked) for option in question.options]


def test_a_slip_is_asked_about_once_and_mended_only_by_choosing(fill):
    form = fill(Asked, boxes("hanako@gmial.com"))
    assert options(form.twice) == []
    assert not form.validate()
    for question in form:
        assert options(question) == [
            ("hanako@gmail.com", "hanako@gmail.com に直す", False),
            ("hanako@gmial.com", "hanako@gmial.com のまま進む", False),
        ]
        assert question.values[0] == "hanako@gmial.com"
        assert question.around is None

    choice = {"email-which": "hanako@gmail.com", "twice-which": "hanako@gmail.com"}
    mended = fill(Asked, boxes("hanako@gmial.com", **choice))
    assert mended.validate()
    assert mended.answers == {"email": "hanako@gmail.com", "twice": "hanako@gmail.com"}
    assert mended.to_keep() == {each: ["hanako@gmail.com"] for each in ("email", "twice", "twice-again")}
    assert options(mended.email) == []

    choice = {"email-which": "hanako@gmial.com", "twice-which": "hanako@gmial.com"}
    as_typed = fill(Asked, boxes("hanako@gmial.com", **choice))
    assert as_typed.validate()
    assert as_typed.answers["email"] == "hanako@gmial.com"
    again = fill(Asked, as_typed.to_keep(), from_run=True)
    assert again.validate()
    assert again.same_as(as_typed.to_keep())
    assert [checked for *_, checked in options(again.email)] == [False, True]


def test_a_choice_counts_only_for_the_address_that_it_was_made_for(fill):
    """Who chose, and then typed another slip, is asked again."""
    for chosen in ("hanako@gmail.com", "hanako@gmial.com"):
        form = fill(Asked, boxes("taro@gmial.com", **{"email-which": chosen, "twice-which": chosen}))
        assert not form.validate()
        assert form.email.data == "taro@gmial.com"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hanako@example,jp", "hanako@example.jp"),
        ("hana ko@example.jp", "hanako@example.jp"),
        ("hanako@gmailcom", "hanako@gmail.com"),
    ],
)
def test_what_is_no_address_can_be_mended_but_not_kept(fill, typed, meant):
    form = fill(Asked, boxes(typed))
    assert not form.validate()
    assert form.email.errors[0].endswith(f"。{validators.EMAIL_BELOW}")
    assert options(form.email) == [(meant, f"{meant} に直す", False)]
    mended = fill(Asked, boxes(typed, **{"email-which": meant, "twice-which": meant}))
    assert mended.validate()
    assert (mended.email.data, mended.twice.data) == (meant, meant)


def test_an_address_that_browsers_turn_into_ascii_is_shown_as_it_was_written(fill):
    form = fill(Asked, {"email": PUNYCODE, "twice": "hanako@例え.jp", "twice-again": PUNYCODE})
    assert form.validate(), form.errors
    assert form.answers == {"email": PUNYCODE, "twice": PUNYCODE}
    assert [question.shown for question in form] == ["hanako@例え.jp"] * 2
    assert [each for question in form for each in question.values] == ["hanako@例え.jp"] * 3


def test_every_form_that_asks_for_an_address_judges_it():
    asked = [
        (step.slug, question)
        for wizard in WIZARDS.values()
        for step in wizard.steps
        if isinstance(step, Input)
        for name, question in vars(step.form).items()
        if getattr(question, "field_class", None) in (Email, EmailTwice)
    ]
    assert len(asked) >= 7
    for slug, question in asked:
        assert validators.email_form in question.args[1], slug
