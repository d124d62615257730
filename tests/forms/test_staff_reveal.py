"""Does a member have to say why they need to see a datum?"""

from domain.staff.revealing import OTHER, REASONS
from forms.staff_reveal import reveal_form

RevealForm = reveal_form(REASONS, OTHER)


def test_a_reason_is_asked_for_and_more_about_it_need_not_be_there(fill, said):
    assert said(RevealForm, {}) == {"why": "表示する理由を選択してください。"}
    assert all(fill(RevealForm, {"why": why}).validate() for why in REASONS if why != OTHER)


def test_one_that_is_none_of_ours_has_to_be_said(said, fill):
    assert said(RevealForm, {"why": OTHER}) == {"more": "理由の補足を入力してください。"}
    assert fill(RevealForm, {"why": OTHER, "more": "照合"}).validate()
    assert not fill(RevealForm, {"why": "asked"}).more.required


def test_it_is_not_endless(fill):
    assert fill(RevealForm, {"why": "asked", "more": "あ" * 200}).validate()
    assert not fill(RevealForm, {"why": "asked", "more": "あ" * 201}).validate()
