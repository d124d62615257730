"""Is a phone number taken for what it is, and for nothing else?"""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType

from rules import phones
from rules.phones import PhoneKind

BOTH = ("mobile", "landline")
UNKNOWN, FIXED_LINE, MOBILE = PhoneNumberType.UNKNOWN, PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE
KNOWN_AS = {
    FIXED_LINE: PhoneKind.LANDLINE,
    MOBILE: PhoneKind.MOBILE,
    PhoneNumberType.VOIP: PhoneKind.IP,
    PhoneNumberType.TOLL_FREE: PhoneKind.FREE,
    PhoneNumberType.UAN: PhoneKind.SPECIAL,
    PhoneNumberType.PREMIUM_RATE: PhoneKind.SPECIAL,
}


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
        ("08012345678", True),
        ("07012345678", True),
        ("06012345678", True),
        ("0312345678", True),
        ("0466341102", True),
        ("0126712345", True),
        ("05012345678", False),
        ("0120123456", False),
        ("08001234567", False),
        ("0570123456", False),
        ("0990123456", False),
        ("02012345678", False),
        ("0601234567", False),
        ("", False),
        ("110", False),
        ("12025550123", False),
    ],
)
def test_which_numbers_can_verify(digits, can):
    """screens.md section 6."""
    assert phones.can_verify(digits, BOTH) == can


@pytest.mark.parametrize(("kinds", "can"), [(("mobile",), (True, False)), (("landline",), (False, True)), ((), (0, 0))])
def test_a_portal_may_allow_fewer_kinds(kinds, can):
    assert (phones.can_verify("09012345678", kinds), phones.can_verify("0312345678", kinds)) == can


@pytest.mark.parametrize("digits", ["0181234567", "0127123456", "0569012345", "0288888888", "0860000000"])
def test_a_landline_number_begins_with_the_code_of_a_place(digits):
    """0181 and 0127 were given up; what stands behind a code is not judged."""
    assert phones.can_verify(digits, BOTH) == (digits[:4] not in ("0181", "0127"))


@pytest.mark.parametrize("digits", ["0300000001", "0310000000", "0114000000", "0119000000", "0600000000"])
def test_exchanges_that_are_opened_after_the_library_was_released(digits):
    """It judges three digits, and the code of these places is shorter; 060 with ten digits is nobody's."""
    assert phones.can_verify(digits, BOTH) == (not digits.startswith("060"))


@given(st.from_regex(r"0[1-9][0-9]{8,9}", fullmatch=True))
def test_what_the_library_and_this_table_both_know_is_the_same(digits):
    """What can verify though the library does not know it are exchanges, and 0600, 0700 and 0900."""
    number = phonenumbers.PhoneNumber(country_code=81, national_number=int(digits))
    known = phonenumbers.number_type(number)
    ours = phones.phone_kind(digits)
    if known != UNKNOWN and phones.is_whole(digits):
        assert KNOWN_AS[known] is ours
    if known in (FIXED_LINE, MOBILE):
        assert phones.can_verify(digits, BOTH)
    elif phones.can_verify(digits, BOTH):
        assert known == UNKNOWN and digits.startswith(("03", "06", "011", "0600", "0700", "0900"))


@given(st.sampled_from(["090", "080", "070", "060"]), st.from_regex(r"[1-9][0-9]{7}", fullmatch=True))
def test_every_mobile_number_can_verify(start, rest):
    assert phones.can_verify(start + rest, BOTH) and not phones.can_verify(start + rest[:-1], BOTH)


@pytest.mark.parametrize(
    ("digits", "whole"),
    [
        ("09012345678", True),
        ("05012345678", True),
        ("0501234567", False),
        ("0120123456", True),
        ("01201234567", False),
        ("08001234567", True),
        ("0800123456", False),
        ("0570123456", True),
        ("05701234567", False),
        ("0312345678", True),
        ("110", False),
    ],
)
def test_a_number_has_as_many_digits_as_its_kind(digits, whole):
    assert phones.is_whole(digits) == whole


@pytest.mark.parametrize(
    ("digits", "name"),
    [
        ("09012345678", "携帯電話の番号"),
        ("0312345678", "固定電話の番号"),
        ("05012345678", "050から始まる番号"),
        ("08001234567", "通話料無料の番号（0120・0800）"),
        ("0570123456", "0570から始まる番号"),
        ("0990123456", "0990から始まる番号"),
        ("0181234567", "日本国内の電話番号として確認できない番号"),
        ("12025550123", "日本国内の電話番号として確認できない番号"),
    ],
)
def test_what_a_number_is_called(digits, name):
    assert phones.name_of(digits) == name


def test_the_kinds_that_can_verify_are_named():
    assert phones.wanted(BOTH) == "固定電話か携帯電話（090・080・070・060）"
    assert phones.wanted(["mobile"]) == "携帯電話（090・080・070・060）"
    assert [can for _, can in phones.table(BOTH)] == [True, True, False, False]
    assert [can for _, can in phones.table(["landline"])] == [True, False, False, False]


@pytest.mark.parametrize("digits", ["02012345678", "0201", "0912345678"])
def test_numbers_on_which_nobody_can_be_called(digits):
    assert phones.is_nobodys(digits)


@pytest.mark.parametrize("digits", ["0312345678", "020x", "０２０12345678", ""])
def test_other_numbers_are_somebodys(digits):
    assert not phones.is_nobodys(digits)


@pytest.mark.parametrize(
    "number",
    ["+12125550100", "00112125550100", "01012125550100", "0033010442075550100", "0012125550100", "+442075550100"],
)
def test_numbers_of_other_countries(number):
    assert phones.is_abroad(number)


@pytest.mark.parametrize("number", ["0312345678", "09012345678", "+8190123456", "008190123456", "00181901234", "", "1"])
def test_numbers_that_are_of_no_other_country(number):
    assert not phones.is_abroad(number)


def test_what_screens_and_papers_name_is_the_rule():
    """060, too: it is said wherever a mobile number is asked for."""
    for start in phones.MOBILE_SHOWN.split("・"):
        assert phones.can_verify(f"{start}12345678", BOTH)
    for start in phones.REFUSED_SHOWN.split("・"):
        assert not any(phones.can_verify(start.ljust(digits, "1"), BOTH) for digits in (10, 11))
    assert set(phones.MOBILE_SHOWN.split("・")) == {
        f"0{each}0" for each in range(10) if phones.phone_kind(f"0{each}0".ljust(11, "1")) is PhoneKind.MOBILE
    }
