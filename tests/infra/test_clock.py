"""Is it the application's time that is told, and the day of Japan?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from infra import clock


@pytest.mark.parametrize(
    ("at", "today"),
    [
        (datetime(2026, 11, 24, 14, 59, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 15, 0, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 15, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_day_is_japans(at, today):
    app = Flask(__name__)
    app.config["CLOCK"] = lambda: at
    with app.app_context():
        assert (clock.now(), clock.today()) == (at, today)


def test_the_time_of_this_machine_is_in_utc():
    assert clock.utc_now().utcoffset() == timedelta(0)


def test_while_a_request_is_answered_time_stands_still():
    app, readings = Flask(__name__), iter(datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in range(9))
    app.config["CLOCK"] = lambda: next(readings)
    with app.test_request_context():
        came_at = clock.now()
        assert clock.this_moment() == came_at + timedelta(hours=1)
        assert clock.now() == came_at
    with app.test_request_context():
        assert clock.now() == came_at + timedelta(hours=2)
    with app.app_context():
        assert clock.now() < clock.now()
