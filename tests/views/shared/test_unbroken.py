"""Does a number with hyphens stay on one line, and is all else as it was?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from views.shared.unbroken import unbroken


@pytest.mark.parametrize("number", ["3-2-23", "03-0000-0000", "090-****-5678", "１－２－３", "1−2", "12‐3"])
def test_a_number_with_hyphens_is_one_word(number):
    assert unbroken(f"見本町{number} コーポ2") == f'見本町<span class="whole">{number}</span> コーポ2'


@pytest.mark.parametrize("text", ["見本町3丁目", "2026年1月", "-3", "3-", "A-1", "なし", "1-" * 7 + "12"])
def test_what_is_no_such_number_stays(text):
    assert unbroken(text) == text


def test_what_is_drawn_already_stays():
    assert unbroken(Markup("<a>03-0000-0000</a>")) == "<a>03-0000-0000</a>"


@given(st.text(alphabet="0123*-<>&'\" 町"))
def test_nothing_else_is_changed(text):
    assert unbroken(text).replace('<span class="whole">', "").replace("</span>", "") == escape(text)
