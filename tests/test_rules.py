"""Does the business allow exactly what it says, to the second and to the day?"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rules
from rules import Hours, PasswordRule, Pause, PhoneKind

ONE = timedelta(microseconds=1)
OKYAKUSAMA = PasswordRule(6, 15, ("letter", "digit"))
KEIYAKUSHA = PasswordRule(8, 16, ("upper", "lower", "digit"))
DESK = Hours((0, 1, 2, 3, 4), time(9), time(17), ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)))
REST = Pause(0, time(2), time(4))


def japan(text):
    """A moment of Japan, told in UTC as the application tells it."""
    return datetime.fromisoformat(text).replace(tzinfo=rules.JST).astimezone(UTC)


@pytest.mark.parametrize(
    ("digits", "kind"),
    [
        ("09012345678", PhoneKind.MOBILE),
        ("08012345678", PhoneKind.MOBILE),
        ("07012345678", PhoneKind.MOBILE),
        ("06012345678", PhoneKind.MOBILE),
        ("0601234567", PhoneKind.UNKNOWN),
        ("0612345678", PhoneKind.LANDLINE),
        ("0312345678", PhoneKind.LANDLINE),
        ("0466341102", PhoneKind.LANDLINE),
        ("03123456789", PhoneKind.UNKNOWN),
        ("031234567", PhoneKind.UNKNOWN),
        ("05012345678", PhoneKind.IP),
        ("0120123456", PhoneKind.FREE),
        ("08001234567", PhoneKind.FREE),
        ("0570123456", PhoneKind.SPECIAL),
        ("0990123456", PhoneKind.SPECIAL),
        ("0012345678", PhoneKind.UNKNOWN),
        ("9012345678", PhoneKind.UNKNOWN),
        ("+819012345678", PhoneKind.UNKNOWN),
        ("０９０12345678", PhoneKind.UNKNOWN),
        ("", PhoneKind.UNKNOWN),
    ],
)
def test_kinds_of_phone_numbers(digits, kind):
    assert rules.phone_kind(digits) is kind


E_16 = "パスワードは{}文字以上{}文字以内で入力してください（現在{}文字）。"
E_17_TWO = "パスワードには、英字と数字をどちらも1文字以上入れてください。"
E_17_MORE = "パスワードには、英大文字・英小文字・数字をそれぞれ1文字以上入れてください。"
E_18 = "推測されやすいパスワードです。別のパスワードを入力してください。"
E_19 = "お名前・生年月日・電話番号・メールアドレスを含まないパスワードを入力してください。"
CHARACTERS = (
    "パスワードに使用できない文字（空白・かな・漢字など）が含まれています。英字・数字・記号で入力してください。"
)


@pytest.mark.parametrize(
    ("rule", "password", "message"),
    [
        (OKYAKUSAMA, "abcde1", None),
        (OKYAKUSAMA, "abcd1", E_16.format(6, 15, 5)),
        (OKYAKUSAMA, "a1" * 7 + "b", None),
        (OKYAKUSAMA, "a1" * 8, E_16.format(6, 15, 16)),
        (OKYAKUSAMA, "", E_16.format(6, 15, 0)),
        (OKYAKUSAMA, "abcdef", E_17_TWO),
        (OKYAKUSAMA, "123456!", E_17_TWO),
        (OKYAKUSAMA, "".join(chr(code) for code in range(33, 48)), E_17_TWO),
        (KEIYAKUSHA, "Abcdefg1", None),
        (KEIYAKUSHA, "Abcdef1", E_16.format(8, 16, 7)),
        (KEIYAKUSHA, "Aa1" * 5 + "!", None),
        (KEIYAKUSHA, "Aa1" * 5 + "!!", E_16.format(8, 16, 17)),
        (KEIYAKUSHA, "abcdefg1", E_17_MORE),
        (KEIYAKUSHA, "ABCDEFG1", E_17_MORE),
        (KEIYAKUSHA, "Abcdefgh", E_17_MORE),
        (OKYAKUSAMA, "abc de1", CHARACTERS),
        (OKYAKUSAMA, "ａｂｃｄｅ１", CHARACTERS),
        (OKYAKUSAMA, "abcde1\n", CHARACTERS),
        (OKYAKUSAMA, "abcdé1", CHARACTERS),
        (OKYAKUSAMA, "LetMeIn1", E_18),
        (OKYAKUSAMA, "xMadox12", E_18),
        (OKYAKUSAMA, "x1YAMADA", E_19),
        (OKYAKUSAMA, "1onoono", None),
    ],
)
def test_passwords(rule, password, message):
    assert rules.judge_password(rule, password, ["Yamada", "ono", ""], {"letmein1"}, "mado") == message


@given(st.text(max_size=20))
def test_no_message_repeats_any_of_a_password(password):
    found = rules.judge_password(OKYAKUSAMA, "密" + password, [])
    assert found == CHARACTERS


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
    assert rules.is_open(DESK, japan(at)) is is_open


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
    assert rules.paused(REST, japan(at)) is rests
    assert not rules.paused(None, japan(at))
    assert rules.pause_ends(REST, japan(at)) == japan(f"{at[:10]}T04:00:00")


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
    assert rules.pause_notice(REST, japan(at)) == (japan(notice) if notice else None)
    assert rules.pause_notice(None, japan(at)) is None


def test_a_pause_just_after_midnight_is_told_the_evening_before():
    early = Pause(0, time(0, 30), time(1))
    assert rules.pause_notice(early, japan("2028-12-31T22:30:00")) == japan("2029-01-01T00:30:00")
    assert rules.pause_notice(early, japan("2028-12-31T22:30:00") - ONE) is None


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
    assert [rules.renewal_window(ends_on, today) for today in asked] == [False, True, True, False]


@pytest.mark.parametrize(
    ("digits", "can"),
    [
        ("09012345678", True),
        ("06012345678", True),
        ("0312345678", True),
        ("05012345678", False),
        ("0120123456", False),
        ("08001234567", False),
        ("0570123456", False),
        ("", False),
        ("12025550123", False),
    ],
)
def test_which_numbers_can_verify(digits, can):
    """screens.md section 6."""
    assert rules.can_verify(digits) == can


@pytest.mark.parametrize(
    ("pieces", "held"),
    [(["sakura"], True), (["SAKURA"], True), (["kura7"], True), (["sak"], False), (["kaede"], False), ([], False)],
)
def test_what_a_password_holds(pieces, held):
    assert rules.holds("xSakura7", pieces) == held
