"""Does a member have to say who called and why?"""

import pytest

from domain.staff.cases import CALLERS
from forms.staff_case import case_form

CaseForm = case_form(CALLERS)
FULL = {"caller": "self", "reason": "次へ進めない", "ticket": "T-1"}


def test_who_and_why_are_asked_for_and_a_number_need_not_be_there(said):
    assert said(CaseForm, {}) == {
        "caller": "お電話の方を選択してください。",
        "reason": "お問い合わせの内容を入力してください。",
    }


@pytest.mark.parametrize("many", [5, 500])
def test_a_reason_is_neither_too_short_nor_too_long(fill, many):
    assert fill(CaseForm, {**FULL, "reason": "あ" * many}).validate()
    for wrong in (4, 501):
        assert not fill(CaseForm, {**FULL, "reason": "あ" * wrong}).validate()


def test_everybody_who_may_call_can_be_chosen(fill):
    assert [each.value for each in fill(CaseForm, {}).caller.options] == list(CALLERS)


def test_nobody_is_to_type_secrets_into_a_reason(fill):
    assert "パスワード・暗証番号・口座番号は入力しないでください。" in fill(CaseForm, {}).reason.notes[0]
