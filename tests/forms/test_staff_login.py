"""Does the login of staff ask for all three, and read a code however it is typed?"""

import pytest

from forms.staff_login import StaffLoginForm

FULL = {"name": "tanaka", "password": " Pass word ", "code": "123456"}


def test_all_three_are_asked_for(said):
    assert said(StaffLoginForm, {}) == {
        "name": "担当者IDを入力してください。",
        "password": "パスワードを入力してください。",
        "code": "確認コードを入力してください。",
    }


@pytest.mark.parametrize("typed", ["123456", "１２３４５６", "123 456", " 123-456 "])
def test_a_code_is_read_however_it_is_typed(fill, typed):
    form = fill(StaffLoginForm, {**FULL, "code": typed})
    assert form.validate() and form.code.data == "123456"


def test_of_a_password_only_the_blanks_around_it_are_dropped(fill):
    assert fill(StaffLoginForm, FULL).password.data == "Pass word"


def test_neither_password_nor_code_is_ever_drawn_again(fill):
    assert fill(StaffLoginForm, FULL).boxes == {"name": ["tanaka"]}
    assert fill(StaffLoginForm, FULL).code.boxes[0].value == ""
