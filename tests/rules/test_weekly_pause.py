"""Is the weekly pause said as one says it, at any hour and minute? (E-28)"""

from datetime import time

import pytest

from rules import hours
from rules.weekly_pause import WeeklyPause


@pytest.mark.parametrize(
    ("pause", "said"),
    [
        (WeeklyPause("月", time(2), time(4)), "毎週月曜日の午前2時から午前4時まで"),
        (WeeklyPause("日", time(6), time(20)), "毎週日曜日の午前6時から午後8時まで"),
        (WeeklyPause("土", time(10, 20), time(20)), "毎週土曜日の午前10時20分から午後8時まで"),
    ],
)
def test_it_is_said_as_one_says_it(pause, said):
    assert pause.said == said


def test_it_is_judged_by_the_day_of_the_week():
    assert WeeklyPause("日", time(20), time(22, 20)).rule == hours.Pause(6, time(20), time(22, 20))
