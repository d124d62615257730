"""Is renewal open on exactly the days that it says, and can a contract begin on exactly those?"""

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


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 24), date(2027, 2, 24)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 9, 30), date(2026, 12, 30)),
    ],
)
def test_a_contract_begins_from_tomorrow_to_three_months_ahead(today, last):
    assert periods.first_days(today) == (today + timedelta(days=1), last)


def test_a_leap_day_has_its_year_on_the_day_before_march():
    assert periods.years_after(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert periods.years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)
