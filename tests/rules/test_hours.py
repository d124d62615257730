"""Is it open, and does it rest, exactly when it says so, to the second?"""

from datetime import UTC, datetime, time, timedelta

import pytest

from rules import hours
from rules.hours import Hours, Pause
from rules.japanese.dates import JST

ONE = timedelta(microseconds=1)
DESK = Hours((0, 1, 2, 3, 4), time(9), time(17), ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)))
REST = Pause(0, time(2), time(4))


def japan(text):
    """A moment of Japan, told in UTC as the application tells it."""
    return datetime.fromisoformat(text).replace(tzinfo=JST).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-24T08:59:59.999999", False),
        ("2026-11-24T09:00:00", True),
        ("2026-11-24T16:59:59.999999", True),
        ("2026-11-24T17:00:00", False),
        ("2026-11-23T10:00:00", False),  # 勤労感謝の日
        ("2026-11-22T10:00:00", False),  # a Sunday
        ("2026-11-21T10:00:00", False),  # a Saturday
        ("2026-12-28T10:00:00", True),
        ("2026-12-29T10:00:00", False),
        ("2026-12-31T16:00:00", False),
        ("2027-01-01T10:00:00", False),
        ("2027-01-04T09:00:00", True),
        ("2028-02-29T09:00:00", True),
        ("2026-05-06T10:00:00", False),  # a substitute holiday
        ("2026-09-22T10:00:00", False),  # between two holidays
    ],
)
def test_the_help_desk_is_open(at, is_open):
    assert hours.is_open(DESK, japan(at)) is is_open


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-24T08:59:59.999999", "2026-11-24T09:00:00"),
        ("2026-11-24T09:00:00", None),
        ("2026-11-24T17:00:00", "2026-11-25T09:00:00"),
        ("2026-11-20T17:00:00", "2026-11-24T09:00:00"),  # behind a weekend comes 勤労感謝の日
        ("2026-12-28T17:00:00", "2027-01-04T09:00:00"),
        ("2026-05-01T20:00:00", "2026-05-07T09:00:00"),  # the golden week
    ],
)
def test_when_the_help_desk_opens_next(at, opens):
    assert hours.opens_next(DESK, japan(at)) == (japan(opens) if opens else None)


def test_a_desk_that_never_answers_opens_never():
    assert hours.opens_next(Hours((), time(9), time(17)), japan("2026-11-24T10:00:00")) is None


@pytest.mark.parametrize(
    ("at", "rests"),
    [
        ("2026-11-23T01:59:59.999999", False),
        ("2026-11-23T02:00:00", True),
        ("2026-11-23T03:59:59.999999", True),
        ("2026-11-23T04:00:00", False),
        ("2026-11-22T03:00:00", False),
        ("2026-11-24T03:00:00", False),
        ("2029-01-01T02:00:00", True),
        ("2028-02-28T02:00:00", True),
        ("2028-02-29T02:00:00", False),
        # Where others put their clocks forward or back, Japan does not.
        ("2026-03-30T02:30:00", True),
        ("2026-10-26T02:30:00", True),
    ],
)
def test_the_pause_on_monday(at, rests):
    assert hours.paused(REST, japan(at)) is rests
    assert not hours.paused(None, japan(at))
    assert hours.pause_ends(REST, japan(at)) == japan(f"{at[:10]}T04:00:00")


@pytest.mark.parametrize(
    ("at", "notice"),
    [
        ("2026-11-22T23:59:59.999999", None),
        ("2026-11-23T00:00:00", "2026-11-23T02:00:00"),
        ("2026-11-23T01:59:59.999999", "2026-11-23T02:00:00"),
        ("2026-11-23T02:00:00", None),
        ("2026-11-24T00:30:00", None),
    ],
)
def test_the_notice_two_hours_before(at, notice):
    assert hours.pause_notice(REST, japan(at)) == (japan(notice) if notice else None)
    assert hours.pause_notice(None, japan(at)) is None


def test_a_pause_just_after_midnight_is_told_the_evening_before():
    early = Pause(0, time(0, 30), time(1))
    assert hours.pause_notice(early, japan("2028-12-31T22:30:00")) == japan("2029-01-01T00:30:00")
    assert hours.pause_notice(early, japan("2028-12-31T22:30:00") - ONE) is None
