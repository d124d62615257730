"""Is a call asked for from the day on that was told, and told of before?"""

from datetime import date, timedelta

import pytest

from rules.phone_verification import KINDS, NEVER, PhoneVerification

TODAY = date(2027, 4, 1)
EVE, MORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
CALLED = ("03-0000-0100",)


@pytest.mark.parametrize(
    ("mode", "starts_on", "told", "holds", "begins"),
    [
        ("off", None, False, False, None),
        ("off", MORROW, False, False, MORROW),
        ("announced", MORROW, True, False, MORROW),
        ("announced", TODAY, True, False, None),
        ("announced", EVE, True, False, None),
        ("required", MORROW, True, False, MORROW),
        ("required", TODAY, False, True, None),
        ("required", EVE, False, True, None),
        ("required", None, False, True, None),
    ],
)
def test_what_holds_on_a_day(mode, starts_on, told, holds, begins):
    asked = PhoneVerification(mode, starts_on, CALLED)
    assert (asked.is_told(TODAY), asked.holds(TODAY), asked.begins(TODAY)) == (told, holds, begins)


@pytest.mark.parametrize(
    ("asked", "on"),
    [
        (NEVER, False),
        (PhoneVerification("off", None, CALLED), False),
        (PhoneVerification("announced", MORROW), False),
        (PhoneVerification("announced", MORROW, CALLED), True),
        (PhoneVerification("required", None, CALLED), True),
    ],
)
def test_nobody_can_be_asked_to_call_no_number(asked, on):
    assert asked.is_on == on


def test_what_is_not_said_is_every_kind_that_can_be_recognised():
    assert NEVER.kinds == tuple(kind.value for kind in KINDS) == ("mobile", "landline")
