"""Is there a way to every number, and none to a number that is not there?"""

import pytest
from practising import NUMBERS

from views.practice import ways
from views.practice.visitor import Lost


def test_to_every_number():
    """A screen that is added needs a way, or stands in a sequence."""
    for number in NUMBERS:
        assert ways.way_to(number), number


def test_none_leads_to_a_number_that_is_gone():
    assert set(ways.WAYS) <= set(NUMBERS)
    with pytest.raises(Lost):
        ways.way_to(999)


def test_what_is_filled_in_is_filled_in(take):
    for portal, number, value in (
        ("okyakusama", 103, "見本"),
        ("okyakusama", 721, "C123456789"),
        ("keiyakusha", 642, "見本"),
    ):
        assert f'value="{value}"' in take(portal, number).page, number
