"""Is whatever is posted to a question judged, drawn and kept as text, and what nobody types refused unread?"""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage

from forms.activation import AccessForm
from forms.addition import ContractForm
from forms.kit.question import LONGEST_DRAFT, LONGEST_TYPED
from forms.kit.step import FormContext
from forms.registration import ProfileForm
from tests.forms.kit.all_kinds import FORMS, GOOD, AllKinds


def test_nothing_answered_is_read_back_as_nothing(fill):
    shown = {question.shown for question in fill(AllKinds, {}) if not question.secret}
    assert shown == {"入力なし"}


# Hostile posts (ASVS 2.2.1, 15.3)

HUGE = "が" * 200_000

ODD = [
    "\ud800",
    "\x00",
    "\ufffd",
    "\u202e",
    "１",
    "yes",
    "showa",
    "()",
    "９９９９９９９",
    "'; --",
    "{{7*7}}",
    "<b>",
    "%00",
]


def test_what_nobody_types_is_refused_unread(said, normalized):
    now = f"は{LONGEST_TYPED}文字以内で入力してください（現在{len(HUGE)}文字）。"
    found = said(AllKinds, dict.fromkeys(GOOD, HUGE))
    assert max(normalized) <= LONGEST_DRAFT
    assert {name for name, message in found.items() if message.endswith(now)} == found.keys()
    assert found.keys() == {question.name for question in AllKinds(None, FormContext(_portal(), date(2026, 1, 1)))}


def _portal():
    class Portal:
        name = "somewhere"

    return Portal()


@pytest.mark.parametrize(
    "value",
    [
        ["good@example.jp", "other@example.jp"],
        FileStorage(BytesIO(b"x"), "x.txt"),
        b"bytes",
        7,
        None,
        {"a": "b"},
        ("a", "b"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("form", [AllKinds, *FORMS])
def test_a_field_of_another_type_or_posted_twice_raises_nothing(fill, form, value):
    opened = fill(form, dict.fromkeys(GOOD, value))
    opened.validate()
    for question in opened:
        assert all(isinstance(each, str) for each in question.typed.values())
        assert question.shown
    assert opened.to_draft() is not None


def test_half_a_character_can_be_drawn_kept_and_checked(fill, form_context):
    form = fill(AllKinds, dict.fromkeys(GOOD, "a\ud800"))
    assert not form.validate()
    for question in form:
        "".join(box.value for box in question.boxes).encode()
        "".join(question.errors).encode()
    assert not form_context.check_password(form_context.hash_password("x"), form.login.data)


def test_of_a_field_posted_twice_the_first_counts_everywhere(fill):
    form = fill(AllKinds, {name: [value, "pollution"] for name, value in GOOD.items()})
    assert form.validate(), form.errors
    assert "pollution" not in str(form.to_keep()) + str(form.answers)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30)
@given(st.data())
@pytest.mark.parametrize("form", [AllKinds, ProfileForm, AccessForm, ContractForm])
def test_whatever_is_posted_is_judged_and_kept_as_text(fill, form, data):
    boxes = [box.id for question in fill(form, {}) for box in question.boxes]
    values = st.one_of(st.sampled_from(ODD), st.text(st.characters(), max_size=20))
    posted = data.draw(st.dictionaries(st.sampled_from([*boxes, "birth-era"]), st.lists(values, max_size=2)))
    opened = fill(form, GOOD | posted)
    good = opened.validate()
    kept = opened.to_keep() if good else opened.to_draft()
    again = fill(form, kept, from_run=True)
    for question in opened:
        str(question.shown).encode()
        if not question.secret:
            assert again[question.name].data == question.data
            assert question.same_as(kept, opened.context)
