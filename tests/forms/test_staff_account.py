"""Is a member's new password long, common to nobody and not their name, and is a code asked for when it must be?"""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from domain.accounts import common_passwords
from forms.kit.step import FormContext
from forms.staff_account import About, PasskeyForm, StaffPasswordForm

NEW = "Himawari-no-hana"
FULL = {"current": "Ajisai22ajisai", "code": "123456", "password": NEW, "password-again": NEW}


def filled(kind, typed, fresh=False):
    about = About(("tanaka", "t.tanaka"), fresh)
    context = FormContext(
        None, date(2026, 11, 24), hash_password=lambda _: "hash", common=common_passwords.common(), about=about
    )
    return kind(MultiDict(typed), context)


def wrong(kind, typed, fresh=False):
    form = filled(kind, typed, fresh)
    return {} if form.validate() else {name: errors[0] for name, errors in form.errors.items()}


def new(password):
    return wrong(StaffPasswordForm, {**FULL, "password": password, "password-again": password}).get("password", "")


def test_what_is_good_is_kept_as_its_hash():
    form = filled(StaffPasswordForm, FULL)
    assert form.validate() and form.password.to_keep() == {"password": ["hash"]}


@pytest.mark.parametrize("password", ["a" * 11 + "b", "x-" * 64, "!" * 11 + "1", "abcdefghijkl"])
def test_twelve_to_128_of_whatever_kind_are_good(password):
    assert new(password) == ""


@pytest.mark.parametrize("password", ["abcdefghijk", "x-" * 64 + "x"])
def test_how_long_it_is_is_said_where_it_is_too_short_or_too_long(password):
    told = f"パスワードは12文字以上128文字以内で入力してください（現在{len(password)}文字）。"
    assert new(password) == told


@pytest.mark.parametrize("password", ["パスワードぱすわーど漢字", "himawari no hana"])
def test_what_no_keyboard_of_every_kind_has_is_refused(password):
    assert "使用できない文字" in new(password)


@pytest.mark.parametrize("password", ["my-Madoguchi-1", "madoguchi1234", "qwerty123456789"])
def test_what_everybody_tries_first_is_refused(password):
    assert "推測されやすい" in new(password)


@pytest.mark.parametrize("password", ["xx-Tanaka-2026", "T.TANAKA-xxxx"])
def test_what_they_are_known_by_is_refused(password):
    assert "お名前" in new(password)


def test_the_same_is_no_change():
    told = wrong(StaffPasswordForm, {**FULL, "current": NEW})
    assert told == {"password": "現在のパスワードと異なるパスワードを入力してください。"}


def test_it_is_typed_twice():
    assert "一致していません" in wrong(StaffPasswordForm, {**FULL, "password-again": f"{NEW}x"})["password"]


@pytest.mark.parametrize("kind", [StaffPasswordForm, PasskeyForm])
def test_the_code_is_asked_for_unless_the_login_has_only_just_begun(kind):
    assert "code" in wrong(kind, {}) and "code" not in wrong(kind, {}, fresh=True)


def test_who_has_just_logged_in_says_only_what_the_key_is_called():
    assert wrong(PasskeyForm, {}, fresh=True) == {"label": "パスキーの名前を入力してください。"}
    assert wrong(PasskeyForm, {"label": "窓口3番のPC"}, fresh=True) == {}
    assert "40文字以内" in wrong(PasskeyForm, {"label": "あ" * 41}, fresh=True)["label"]


def test_nothing_secret_is_ever_drawn_again():
    assert filled(StaffPasswordForm, FULL).boxes == {}
    assert filled(PasskeyForm, {**FULL, "label": "PC"}).boxes == {"label": ["PC"]}
