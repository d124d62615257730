"""Is renewal open on exactly the days that it says?"""

from datetime import date, timedelta

import pytest

from rules import periods


@pytest.mark.parametrize(
    ("ends_on", "first"),
    [
        (date(2027, 1, 23), date(2026, 11, 24)),
        (date(2028, 2, 29), date(2027, 12, 31)),
        (date(2028, 4, 29), date(2028, 2, 29)),
        (date(2027, 3, 1), date(2026, 12, 31)),
    ],
)
def test_renewal_is_open_from_sixty_days_before_until_the_day_itself(ends_on, first):
    day = timedelta(days=1)
    asked = (first - day, first, ends_on, ends_on + day)
    assert [periods.renewal_window(ends_on, today) for today in asked] == [False, True, True, False]
