"""Is a view put into the program's own words, and is what it has no words for told by its number alone?"""

import pytest

from views.staff import beside_shown
from views.staff.beside_shown import UNKNOWN, Shown
from wizards.engine.mistakes import WORDS, Kind

FORM = "forms.registration.ProfileForm"


@pytest.fixture(autouse=True)
def here(context):
    """Products are those of the application."""


def fields(*asked, screen=103, refused=False):
    return beside_shown.of({"screen": screen, "asked": asked, "refused": refused}).fields


def test_before_anything_was_shown_there_is_nothing():
    assert beside_shown.of({}) == Shown()


def test_a_screen_is_called_as_the_program_calls_it():
    assert beside_shown.title_of(103) == "お客さま情報の入力、利用規約同意"
    assert beside_shown.title_of(102) == "ログイン"
    assert beside_shown.title_of(1) == "窓口の選択" and beside_shown.title_of(9999) == ""


def test_a_question_is_called_as_it_is_declared_and_masked_as_its_kind_is():
    holder, email = fields([FORM, "holder", 1, "filled", ""], [FORM, "email", 4, "empty", ""])
    assert (holder.number, holder.label, holder.shown, holder.required) == (1, "契約者氏名", "入力あり", True)
    assert (email.label, email.shown) == ("メールアドレス（ユーザーID）", "空欄")
    password, tick = fields(
        ["forms.activation.AccessForm", "password", 5, "filled", ""], [FORM, "terms", 7, "filled", ""]
    )
    assert (password.shown, tick.shown) == ("●●●●●●●●", "選択あり")


@pytest.mark.parametrize("kind", Kind)
def test_a_mistake_is_told_by_its_kind(kind):
    [field] = fields([FORM, "holder", 1, "wrong", kind.value])
    assert field.shown == f"エラー：{WORDS[kind]}"


@pytest.mark.parametrize(
    "asked",
    [
        ["forms.no.SuchForm", "holder", 3, "filled", ""],
        [FORM, "no_such", 3, "filled", ""],
        [FORM, "髙﨑", 3, "filled", ""],
        [FORM, "__class__", 3, "filled", ""],
        [FORM, "asked_no_such", 3, "filled", ""],
        [FORM, "holder.label", 3, "filled", ""],
    ],
)
def test_what_is_declared_nowhere_has_a_number_alone(asked):
    [field] = fields(asked)
    assert (field.number, field.label, field.hint, field.shown) == (3, UNKNOWN.label, "", "●●●●●●●●")


def test_a_mistake_that_is_no_kind_says_no_more_than_that_it_is_one():
    [field] = fields([FORM, "holder", 1, "wrong", "髙﨑"])
    assert field.shown == "エラー"


def test_what_a_product_asks_is_called_as_its_file_calls_it():
    [field] = fields(["forms.renewal.CoverForm", "asked_occupied", 2, "filled", ""])
    assert (field.label, field.shown) == ("建物の使用状況", "選択あり")
