"""Is a caller who they are said to be, or nobody?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import callers, phones

BOTH = ("mobile", "landline")
OURS = st.from_regex(
    r"(?:0[6-9]0[1-9][0-9]{7}|0[36][1-9][0-9]{7}|0466[0-9]{6}|050[1-9][0-9]{7})", fullmatch=True
).filter(phones.is_whole)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("+819012345678", "+819012345678"),
        ("819012345678", "+819012345678"),
        ("00819012345678", "+819012345678"),
        ("09012345678", "+819012345678"),
        ("+81-90-1234-5678", "+819012345678"),
        ("090.1234.5678", "+819012345678"),
        ("+81(90)1234-5678", "+819012345678"),
        ("06012345678", "+816012345678"),
        ("03-0000-0100", "+81300000100"),
        ("+81466341102", "+81466341102"),
        ("0120000111", "+81120000111"),
        ("08001234567", "+818001234567"),
        ("05012345678", "+815012345678"),
        ("0570123456", "+81570123456"),
    ],
)
def test_what_networks_write_of_a_number_in_japan(raw, number):
    assert callers.e164(raw) == number
    assert callers.e164(number) == number


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "anonymous",
        "unavailable",
        "+",
        "110",
        "119",
        "#9110",
        "188",
        "+12025550123",
        "+442079460000",
        "+8613012345678",
        "+8109012345678",
        "+89012345678",
        "9012345678",
        "+81 90 1234 5678",
        "090123456789",
        "0901234567",
        "01201234567",
        "080012345678",
        "05701234567",
        "03123456789",
        "0312345678;ext=5",
        "0312345678p5",
        "tel:+819012345678",
        "18609012345678",
        "02012345678",
        "0100000000",
        "+81110",
        "+8190-1234--",
        "-09012345678",
        "090--- 12345678",
        "++819012345678",
        "０９０１２３４５６７８",
        "٠٩٠١٢٣٤٥٦٧٨",
        "09012345678\n",
        "\x0009012345678",
    ],
)
def test_whatever_else_is_said_names_nobody(raw):
    """Foreign numbers, too short or too long ones, extensions, emergency and service numbers, words."""
    assert callers.e164(raw) is None


@given(OURS, st.sampled_from(["", "+81", "81", "0081"]), st.lists(st.integers(3, 8), max_size=3), st.sampled_from("-."))
def test_one_number_is_the_same_in_every_form(national, prefix, places, separator):
    written = prefix + national[1:] if prefix else national
    for place in sorted(set(places), reverse=True):
        written = f"{written[:place]}{separator}{written[place:]}"
    assert callers.e164(written) == f"+81{national[1:]}"
    assert callers.digits(f"+81{national[1:]}") == national


@given(st.one_of(st.text(), st.from_regex(r"[+0-9().\-]{0,20}", fullmatch=True), st.from_regex(r"\+?[0-9]{3,18}")))
def test_whatever_is_said_is_nobody_or_a_whole_number(raw):
    found = callers.e164(raw)
    if found is not None:
        assert re.fullmatch(r"\+81[1-9][0-9]{8,9}", found)
        assert phones.is_whole(callers.digits(found))
        assert callers.digits(found)[1:] in re.sub("[^0-9]", "", raw)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("090-1234-5678", "+819012345678"),
        ("０９０−１２３４−５６７８", "+819012345678"),
        ("TEL 03(1234)5678", "+81312345678"),
        ("+81 60 1234 5678", "+816012345678"),
        ("050-1234-5678", None),
        ("0120-000-111", None),
        ("0181-23-4567", None),
        ("090-1234-5678 内線5", None),
        ("+1 202 555 0123", None),
        ("", None),
    ],
)
def test_the_number_of_a_contract_from_which_its_owner_can_call(raw, number):
    """As the core system writes it, which is as people do."""
    assert callers.usable(raw, BOTH) == number


def test_the_number_of_a_contract_is_of_a_kind_that_the_portal_allows():
    assert callers.usable("03-1234-5678", ["mobile"]) is None
    assert callers.usable("090-1234-5678", ["landline"]) is None
    assert callers.usable("090-1234-5678", ["mobile"]) == "+819012345678"


@given(OURS)
def test_who_can_verify_is_found_by_the_number_that_the_network_says(national):
    """The two ways to one number meet."""
    kept = callers.usable(national, BOTH)
    assert kept == (callers.e164(national) if phones.can_verify(national, BOTH) else None)
