"""Is a reason asked for that says something?"""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from forms.kit.step import FormContext, StepForm
from forms.staff.reason import LONGEST, TOO_SHORT, reason


class Asked(StepForm):
    reason = reason()


def judged(typed):
    form = Asked(MultiDict({"reason": typed}), FormContext(None, date(2026, 11, 24)))
    return [] if form.validate() else [str(each) for each in form.reason.errors]


@pytest.mark.parametrize("typed", ["端末を紛失", "x" * LONGEST])
def test_five_letters_are_one(typed):
    assert judged(typed) == []


@pytest.mark.parametrize(
    ("typed", "said"), [("", "理由を入力してください。"), ("紛失した", TOO_SHORT), ("　紛失した　", TOO_SHORT)]
)
def test_what_says_nothing_is_none(typed, said):
    assert judged(typed) == [said]


def test_it_says_where_it_is_kept_and_what_must_not_stand_there():
    question = Asked(None, FormContext(None, date(2026, 11, 24))).reason
    assert "監査記録に残ります" in question.hint and "パスワード" in question.hint
