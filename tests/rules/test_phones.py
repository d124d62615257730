"""Is a phone number taken for what it is, and for nothing else?"""

import pytest

from rules import phones
from rules.phones import PhoneKind


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
        ("0170123456", PhoneKind.SPECIAL),
        ("0180123456", PhoneKind.SPECIAL),
        ("02012345678", PhoneKind.UNKNOWN),
        ("0201234567", PhoneKind.UNKNOWN),
        ("0912345678", PhoneKind.UNKNOWN),
        ("0186123456", PhoneKind.LANDLINE),
        ("0012345678", PhoneKind.UNKNOWN),
        ("0100000000", PhoneKind.UNKNOWN),
        ("0112345678", PhoneKind.LANDLINE),
        ("9012345678", PhoneKind.UNKNOWN),
        ("+819012345678", PhoneKind.UNKNOWN),
        ("０９０12345678", PhoneKind.UNKNOWN),
        ("", PhoneKind.UNKNOWN),
    ],
)
def test_kinds_of_phone_numbers(digits, kind):
    assert phones.phone_kind(digits) is kind


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
    assert phones.can_verify(digits) == can


@pytest.mark.parametrize("digits", ["02012345678", "0201", "0912345678"])
def test_numbers_on_which_nobody_can_be_called(digits):
    assert phones.is_nobodys(digits)


@pytest.mark.parametrize("digits", ["0312345678", "020x", "０２０12345678", ""])
def test_other_numbers_are_somebodys(digits):
    assert not phones.is_nobodys(digits)


def test_what_screens_and_papers_name_is_the_rule():
    """060, too: it is said wherever a mobile number is asked for."""
    for start in phones.MOBILE_SHOWN.split("・"):
        assert phones.can_verify(f"{start}12345678")
    for start in phones.REFUSED_SHOWN.split("・"):
        assert not any(phones.can_verify(start.ljust(digits, "1")) for digits in (10, 11))
    assert set(phones.MOBILE_SHOWN.split("・")) == {
        f"0{each}0" for each in range(10) if phones.phone_kind(f"0{each}0".ljust(11, "1")) is PhoneKind.MOBILE
    }
