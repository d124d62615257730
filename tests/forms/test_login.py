"""Does the login ask for the portal's own ID, and leave a password as it was typed?"""

import pytest

from forms.login import LoginForm

LABELS = {
    "okyakusama": ["ユーザーID", "パスワード/仮パスワード"],
    "keiyakusha": ["ログインID", "パスワード"],
}


@pytest.mark.parametrize(("form_context", "labels"), LABELS.items(), indirect=["form_context"])
def test_each_portal_names_its_own_id(fill, said, labels):
    assert [question.label.text for question in fill(LoginForm, {})] == labels
    assert said(LoginForm, {}) == {
        "user_id": f"{labels[0]}を入力してください。",
        "password": "パスワードを入力してください。",
    }


@pytest.mark.parametrize(
    ("form_context", "keyboard"), [("okyakusama", "email"), ("keiyakusha", None)], indirect=["form_context"]
)
def test_a_phone_has_the_keyboard_for_an_address_where_that_is_the_id(fill, keyboard):
    assert dict(fill(LoginForm, {}).user_id.boxes[0].attributes).get("inputmode") == keyboard


def test_what_does_not_match_is_marked_at_both_and_tells_no_difference(fill):
    """E-20."""
    form = fill(LoginForm, {"user_id": "a", "password": "b"})
    form.refuse()
    assert [box.wrong for question in form for box in question.boxes] == [True, True]
    assert form.user_id.mistake == "ユーザーIDまたはパスワードが一致しません。もう一度入力してください。"


def test_the_browser_is_told_what_to_fill_in(fill):
    tokens = [dict(question.boxes[0].attributes)["autocomplete"] for question in fill(LoginForm, {})]
    assert tokens == ["username", "current-password"]


@pytest.mark.parametrize("password", ["a", "x" * 200, "a\x00b", "a b", "a\u200bb"])
@pytest.mark.parametrize("around", ["", " ", "\u3000", "\t", "\r\n", "\u00a0", "\u200b", "\ufeff", " \u3000\n"])
def test_a_password_is_freed_of_the_blanks_around_it_and_never_cut(fill, password, around):
    """They are copied along with it, and no password has any."""
    form = fill(LoginForm, {"user_id": "x", "password": f"{around}{password}{around}"})
    assert form.validate()
    assert form.password.data == password
    assert form.to_keep() == {"user_id": ["x"]}


@pytest.mark.parametrize("blanks", [" ", "\u3000\t"])
def test_blanks_alone_are_no_password(said, blanks):
    assert "password" in said(LoginForm, {"user_id": "x", "password": blanks})
