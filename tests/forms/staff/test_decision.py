"""Is it chosen, and not pressed by chance, whether something is agreed to?"""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from forms.kit.step import FormContext
from forms.staff.decision import DecisionForm


def form(**typed):
    return DecisionForm(MultiDict(typed) if typed else None, FormContext(None, date(2026, 11, 24)))


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_each_with_a_reason(decision):
    assert form(decision=decision, reason="内容を確認した").validate()
    assert not form(decision=decision, reason="").validate()


def test_nothing_is_chosen_beforehand_and_a_return_key_decides_nothing():
    assert not any(option.checked for option in form().decision.options)
    assert not form(reason="内容を確認した").validate()
    assert not form(decision="something", reason="内容を確認した").validate()
