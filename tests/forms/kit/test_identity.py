"""Is the one of the two asked for that the holder has: 生年月日, or a company's 証券番号? (decision 18)"""

import pytest

from forms.forgotten import ForgottenForm
from forms.kit.identity import EITHER
from forms.locked import LockedForm

BORN = {"birth-era": "showa", "birth-year": "35", "birth-month": "4", "birth-day": "1"}
ISSUED = pytest.mark.parametrize("form_context", ["keiyakusha"], indirect=True)


def test_where_only_persons_are_customers_there_is_no_other_question(fill):
    form = fill(LockedForm, {"user_id": "a", "number": "H900000001", **BORN})
    assert [question.name for question in form] == ["user_id", "birth"]
    assert [question.number for question in form] == [1, 2]
    assert form["birth"].required
    assert form.validate()
    assert "number" not in form.answers


@ISSUED
def test_where_companies_are_too_it_stands_beside(fill):
    form = fill(ForgottenForm, {"user_id": "KMA7482X", "email": "a@example.jp", "number": "ｈ９００-０００-００１"})
    assert [question.name for question in form] == ["user_id", "email", "birth", "number"]
    assert form.validate()
    assert form.answers == {"user_id": "KMA7482X", "email": "a@example.jp", "birth": None, "number": "H900000001"}


@ISSUED
@pytest.mark.parametrize(
    ("boxes", "wrong"),
    [
        ({}, {"birth": EITHER}),
        ({**BORN, "birth-day": ""}, {"birth": "生年月日の「日」を入力してください。"}),
        ({"number": "??"}, "number"),
        ({**BORN, "number": "H900000001"}, {}),
        (BORN, {}),
    ],
)
def test_one_is_needed_and_each_is_judged(said, boxes, wrong):
    found = said(LockedForm, {"user_id": "KMA7482X", **boxes})
    assert (found == wrong) if isinstance(wrong, dict) else list(found) == [wrong]


@ISSUED
def test_one_portals_form_changes_nothing_of_anothers(fill, form_context):
    fill(LockedForm, {})
    plain = LockedForm(
        None,
        type(form_context)(
            form_context.portal.__class__(**{**vars(form_context.portal), "companies": False}), form_context.today
        ),
    )
    assert plain["birth"].required
    assert "個人の" not in plain["birth"].hint
