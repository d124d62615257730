"""Are days and times shown in Japan time, as the documents print them?"""

from datetime import UTC, date, datetime

import pytest

import shown

NEW_YEAR = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
EVE = datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("show", "value", "text"),
    [
        (shown.day, date(2026, 4, 1), "2026年4月1日"),
        (shown.day, NEW_YEAR, "2027年1月1日"),
        (shown.day, EVE, "2026年12月31日"),
        (shown.spoken, NEW_YEAR, "午前0時"),
        (shown.spoken, EVE, "午後11時59分"),
        (shown.moment, NEW_YEAR, "2027年1月1日 00:00"),
        (shown.clock_time, EVE, "23:59"),
        (shown.minute_from, EVE, "0時0分"),
        (shown.minute_from, NEW_YEAR, "0時0分"),
        (shown.hour_until, EVE, "2026年12月31日23時"),
        (shown.hour_until, NEW_YEAR, "2027年1月1日0時"),
        (shown.grouped, "123456789012", "1234 5678 9012"),
    ],
)
def test_shown(show, value, text):
    assert show(value) == text
