"""Does a confirm screen, and the page of two windows, read nothing secret back? (rows F3, W4)"""

from datetime import date
from types import SimpleNamespace

from werkzeug.datastructures import MultiDict

from forms.kit.fields import Text
from forms.kit.step import FormContext, StepForm
from wizards.engine.summary import answer_rows, changed_rows


class WordsForm(StepForm):
    spoken = Text("ことば")
    whispered = Text("合言葉", secret=True)


class LouderForm(WordsForm):
    shouted = Text("さけび")


def filled(spoken, whispered):
    context = FormContext(SimpleNamespace(name="somewhere"), date(2026, 11, 24))
    return WordsForm(MultiDict({"spoken": spoken, "whispered": whispered}), context)


def test_of_a_secret_it_is_only_shown_that_there_is_one():
    spoken, whispered = answer_rows(filled("やま", "himitsu"), lambda name, place: f"#{place}")
    assert (spoken.shown, spoken.secret) == ("やま", False)
    assert (whispered.shown, whispered.secret) == ("●●●●●●●●", True)
    assert (spoken.change_url, whispered.change_url) == ("#spoken-field", "#whispered-field")


def test_the_answers_of_one_screen_are_numbered_through():
    """Field numbers are unique on each screen (screens.md section 1)."""
    form = filled("やま", "himitsu")
    assert [row.number for row in answer_rows(form, lambda name, place: "")] == [1, 2]
    assert [row.number for row in answer_rows(form, lambda name, place: "", 5)] == [5, 6]


def test_of_two_secrets_it_is_only_shown_that_they_may_differ():
    rows = changed_rows(filled("やま", "himitsu"), filled("かわ", "naisho"))
    assert [(row.newer, row.yours) for row in rows] == [("やま", "かわ"), ("●●●●●●●●", "●●●●●●●●")]


def test_what_only_one_window_was_asked_has_no_answer_in_the_other():
    context = FormContext(SimpleNamespace(name="somewhere"), date(2026, 11, 24))
    louder = LouderForm(MultiDict({"spoken": "やま", "shouted": "ほう"}), context)
    for newer, yours, shown in (
        (filled("やま", ""), louder, ("入力なし", "ほう")),
        (louder, filled("やま", ""), ("ほう", "入力なし")),
    ):
        rows = [row for row in changed_rows(newer, yours) if row.label == "さけび"]
        assert [(row.newer, row.yours) for row in rows] == [shown]
