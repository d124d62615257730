"""Is the one of the two asked for that the holder has: 生年月日, or a company's 証券番号? (decision 18)"""

import pytest

from forms.forgotten import ForgottenForm
from forms.locked import LockedForm

BORN = {"birth-era": "showa", "birth-year": "35", "birth-month": "4", "birth-day": "1"}
COMPANY = {"who": "company"}
ISSUED = pytest.mark.parametrize("form_context", ["keiyakusha"], indirect=True)


def test_where_only_persons_are_customers_there_is_no_other_question(fill):
    form = fill(LockedForm, {"user_id": "a", "number": "H900000001", **BORN})
    assert [(question.name, question.number) for question in form] == [("user_id", 1), ("birth", 2)]
    assert form["birth"].heading == "生年月日" and not form["birth"].depends_on
    assert form.validate()
    assert "number" not in form.answers


@ISSUED
def test_where_companies_are_too_both_say_whose_they_are(fill):
    form = fill(
        ForgottenForm, {"user_id": "KMA7482X", "email": "a@example.jp", "number": "ｈ９００-０００-００１", **COMPANY}
    )
    assert [question.name for question in form] == ["user_id", "email", "who", "birth", "number"]
    assert [form[name].heading for name in ("birth", "number")] == ["生年月日（個人の方）", "証券番号（法人の方）"]
    assert [form[name].depends_on for name in ("birth", "number")] == ["who-person", "who-company"]
    assert all(form[name].required for name in ("birth", "number"))
    assert form.validate()
    assert {name: form.answers[name] for name in ("birth", "number")} == {"birth": None, "number": "H900000001"}


@ISSUED
@pytest.mark.parametrize(
    ("boxes", "wrong"),
    [
        ({"who": "person"}, {"birth": "生年月日を入力してください。"}),
        (COMPANY, {"number": "証券番号を入力してください。"}),
        ({}, {"who": "ご契約者さまを選択してください。"}),
        ({"who": "person", **BORN, "birth-day": ""}, {"birth": "生年月日の「日」を入力してください。"}),
        ({**COMPANY, "number": "??"}, "number"),
        ({"who": "person", **BORN, "number": "??"}, {}),
        ({**COMPANY, "birth-year": "あ", "number": "H900000001"}, {}),
    ],
)
def test_the_chosen_one_alone_is_needed_and_judged(said, boxes, wrong):
    found = said(LockedForm, {"user_id": "KMA7482X", **boxes})
    assert (found == wrong) if isinstance(wrong, dict) else list(found) == [wrong]


@ISSUED
def test_what_belongs_to_the_other_is_no_answer_and_stays_in_its_box(fill):
    form = fill(LockedForm, {"user_id": "KMA7482X", "who": "person", **BORN, "number": "H900000001"})
    assert form.validate()
    assert form.answers["number"] is None and form["number"].values == ["H900000001"]


@ISSUED
def test_one_portals_form_changes_nothing_of_anothers(fill, form_context):
    fill(LockedForm, {})
    plain = LockedForm(
        None,
        type(form_context)(
            form_context.portal.__class__(**{**vars(form_context.portal), "companies": False}), form_context.today
        ),
    )
    assert (plain["birth"].heading, plain["birth"].set_aside) == ("生年月日", False)
