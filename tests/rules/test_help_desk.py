"""Does a help desk say in the customer's words when it answers, and is the same kept as a rule?"""

from datetime import time

import pytest

from rules import hours
from rules.help_desk import HelpDesk


def desk(days="月火水木金", closed_days=("12-31", "01-01")):
    return HelpDesk("みほんデスク", "0120-000-000", True, days, time(9), time(17, 30), closed_days)


@pytest.mark.parametrize(
    ("days", "closed_days", "shown_hours", "off"),
    [
        ("月火水木金", ("12-31",), "月〜金曜日 9:00〜17:30", "土・日曜日、祝日、年末年始はお休みさせていただきます"),
        ("月水金", ("01-01",), "月水金 9:00〜17:30", "火・木・土・日曜日、祝日、年末年始はお休みさせていただきます"),
        ("月火", (), "月火 9:00〜17:30", "水・木・金・土・日曜日、祝日はお休みさせていただきます"),
        ("月火水木金土日", (), "月〜日曜日 9:00〜17:30", "祝日はお休みさせていただきます"),
        ("月火水木金土日", ("01-01",), "月〜日曜日 9:00〜17:30", "祝日、年末年始はお休みさせていただきます"),
    ],
)
def test_hours_in_the_customers_words(days, closed_days, shown_hours, off):
    told = desk(days, closed_days)
    assert (told.shown_hours, told.shown_closed) == (shown_hours, off)


def test_the_same_hours_as_a_rule():
    rule = hours.Hours((0, 2, 6), time(9), time(17, 30), ((2, 29), (12, 31)))
    assert desk("月水日", ("02-29", "12-31")).hours == rule


def test_a_telephone_is_given_the_number_without_its_hyphens():
    assert desk().tel == "tel:0120000000"
