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
        ("0012345678", PhoneKind.UNKNOWN),
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
