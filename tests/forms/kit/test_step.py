"""Does a screen number and lay out its questions, know an answer again, and keep only what it was told how to keep?"""

import pytest

from forms.kit.step import FormContext
from tests.forms.kit.all_kinds import EMPTY, FORMS, GOOD, AllKinds, kept_of


@pytest.mark.parametrize("form", FORMS)
def test_every_question_has_a_number_a_label_and_tokens(fill, form):
    opened = fill(form, {})
    assert [question.number for question in opened.questions] == list(range(1, len(opened.questions) + 1))
    assert len({question.label.text for question in opened}) == len(opened.questions)
    for question in opened:
        assert question.label.text
        assert question.is_choice or all(dict(box.attributes)["autocomplete"] for box in question.boxes)
    laid_out = [question.name for section in opened.sections for question in section.questions]
    assert sorted(laid_out) == sorted(question.name for question in opened)


def test_the_same_answer_is_known_and_another_too(fill):
    kept = kept_of(fill)

    def same(**different):
        form = fill(AllKinds, GOOD | different, earlier=kept)
        assert form.validate(), form.errors
        return form.same_as(kept)

    assert same() and same(**EMPTY)
    assert not same(password="quiet8Lamp", **{"password-again": "quiet8Lamp"})
    assert not same(text="x")
    assert not fill(AllKinds, GOOD).same_as({})


def test_an_occasion_that_was_not_told_how_keeps_no_password(form_context):
    nowhere = FormContext(form_context.portal, form_context.today)
    with pytest.raises(RuntimeError):
        nowhere.hash_password("quiet7Lamp")
    with pytest.raises(RuntimeError):
        nowhere.check_password("x", "x")
