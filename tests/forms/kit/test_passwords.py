"""Is a password checked or hashed at the door, never kept, and never drawn again?"""

import pytest

from rules.passwords import PasswordRule
from tests.forms.kit.all_kinds import EMPTY, GOOD, AllKinds, kept_of


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
        (" quiet7Lamp\u3000", None),
        ("quiet7 Lamp", "characters"),
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


def test_what_is_told_to_browsers_is_drawn_by_the_rule_of_each_portal(fill):
    """What stands around the boxes is remembered by all that decides it."""
    form, other = fill(AllKinds, GOOD), fill(AllKinds, GOOD)
    form["password"].follow(PasswordRule(6, 20, ("letter", "digit")))
    other["password"].follow(PasswordRule(8, 20, ("letter", "digit")))
    other["password"].hint = form["password"].hint
    assert form["password"].around != other["password"].around
    other["password"].follow(PasswordRule(6, 20, ("letter", "digit")))
    assert form["password"].around == other["password"].around
