"""Is a reason asked for that says something?"""

import pytest

from forms.kit.step import StepForm
from forms.staff import reason


class WhyForm(StepForm):
    why = reason.reason()


@pytest.mark.parametrize("typed", ["本人申出です", "あ" * reason.LONGEST, "  ５文字です  "])
def test_what_says_something_is_taken(fill, typed):
    assert fill(WhyForm, {"why": typed}).validate()


@pytest.mark.parametrize(("typed", "said"), [("", "理由を入力してください。"), ("　紛失　", reason.TOO_SHORT)])
def test_what_says_nothing_is_not(fill, typed, said):
    form = fill(WhyForm, {"why": typed})
    assert not form.validate() and form["why"].errors == [said]
