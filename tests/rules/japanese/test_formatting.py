"""Are days and times shown in Japan time, as the documents print them?"""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from rules.japanese import formatting

NEW_YEAR = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
EVE = datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("show", "value", "text"),
    [
        (formatting.day, date(2026, 4, 1), "2026年4月1日"),
        (formatting.day, NEW_YEAR, "2027年1月1日"),
        (formatting.day, EVE, "2026年12月31日"),
        (formatting.spoken, NEW_YEAR, "午前0時"),
        (formatting.spoken, EVE, "午後11時59分"),
        (formatting.spoken_time, time(20, 30), "午後8時30分"),
        (formatting.spoken_time, time(12), "午後0時"),
        (formatting.near_moment, NEW_YEAR, "1月1日（金）0:00"),
        (formatting.moment, NEW_YEAR, "2027年1月1日 00:00"),
        (formatting.clock_time, EVE, "23:59"),
        (formatting.clock_seconds, EVE, "23時59分59秒"),
        (formatting.minute_from, EVE, "0時0分"),
        (formatting.minute_from, NEW_YEAR, "0時0分"),
        (formatting.hour_until, EVE, "2026年12月31日23時"),
        (formatting.hour_until, NEW_YEAR, "2027年1月1日0時"),
        (formatting.grouped, "123456789012", "1234 5678 9012"),
        (formatting.receipt, "123456789012", "受付番号：1234 5678 9012"),
    ],
)
def test_shown(show, value, text):
    assert show(value) == text


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (90, "本日午後10時20分からメンテナンスを行います。午後10時15分までにお手続きを完了してください。"),
        (6, "本日午後10時20分からメンテナンスを行います。午後10時15分までにお手続きを完了してください。"),
        (5, "本日午後10時20分からメンテナンスを行います。まもなく、ご利用いただけなくなります。"),
    ],
)
def test_a_pause_is_told_of_with_a_time_that_is_to_come(minutes, told):
    """E-29, of a pause at any time."""
    begins = datetime(2026, 12, 31, 13, 20, tzinfo=UTC)
    assert formatting.before_pause(begins, begins - timedelta(minutes=minutes)) == told


def test_a_pause_behind_midnight_is_told_of_with_its_day():
    told = formatting.before_pause(NEW_YEAR, EVE - timedelta(minutes=30))
    assert told.startswith("2027年1月1日午前0時からメンテナンスを行います。午後11時55分までに")


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("09012345678", "090-****-5678"),
        ("0312345678", "03-****-5678"),
        ("0452345678", "04*-***-5678"),
        ("0466341102", "04**-**-1102"),
        ("0126712345", "01***-*-2345"),
        ("05012345678", "050-****-5678"),
        ("0120000111", "01**-**0-111"),
        ("", ""),
    ],
)
def test_a_phone_number_that_only_its_owner_knows_again(digits, shown):
    """Of area codes of two to five digits four are hidden."""
    assert formatting.masked_phone(digits) == shown


@pytest.mark.parametrize(("part", "shown"), [("髙﨑", "髙＊"), ("𠮷", "𠮷＊"), ("葛\U000e0100城", "葛\U000e0100＊")])
def test_a_name_that_only_its_owner_knows_again(part, shown):
    assert formatting.masked_name(part) == shown
