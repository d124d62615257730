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
        "password": f"{labels[1]}を入力してください。",
    }


def test_the_browser_is_told_what_to_fill_in(fill):
    tokens = [dict(question.boxes[0].attributes)["autocomplete"] for question in fill(LoginForm, {})]
    assert tokens == ["username", "current-password"]


@pytest.mark.parametrize("password", [" a ", "\u3000", "x" * 200, "a\x00b"])
def test_a_password_is_never_trimmed_or_cut(fill, password):
    form = fill(LoginForm, {"user_id": "x", "password": password})
    assert form.validate()
    assert form.password.data == password.replace("\u3000", " ")
    assert form.to_keep() == {"user_id": ["x"]}
