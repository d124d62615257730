"""Is a mail address read alike however it was typed, and shown as its owner writes it? (rows F6, F10)"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.japanese import mail
from tests.rules.japanese.test_normalize import DASHES, typed

LOCAL = "abcXYZ0189!#$%&'*+/=?^_`{|}~.-"
PUNYCODE = "hanako@xn--r8jz45g.jp"


@settings(max_examples=40)
@given(
    st.text(LOCAL, min_size=1).flatmap(
        lambda plain: st.tuples(st.just(plain), typed(plain, between=("", " ", "\u3000", "\u200b")))
    )
)
def test_any_spelling_of_an_address_is_the_same(pair):
    assert mail.address(f"{pair[1]}＠ＥＸＡＭＰＬＥ。ｊｐ ") == f"{pair[0]}@example.jp"


@pytest.mark.parametrize("dash", [dash for dash in DASHES if dash not in "\u301c\uff5e"])
def test_a_dash_in_an_address_is_a_hyphen(dash):
    assert mail.address(f"hana{dash}ko@ex{dash}ample.jp") == "hana-ko@ex-ample.jp"


@pytest.mark.parametrize(
    "copied",
    [
        "mailto:hanako@example.jp",
        "MAILTO: hanako@example.jp?subject=x@y",
        "<hanako@example.jp>",
        "＜hanako@example.jp＞",
        "見本 花子 <hanako@example.jp>",
        '"Hanako, M." <hanako@example.jp>,',
        "「hanako@example.jp」",
        "（hanako@example.jp）",
        "“hanako@example.jp”",
    ],
)
def test_what_is_copied_along_is_left_out(copied):
    assert mail.address(copied) == "hanako@example.jp"
    assert not mail.blank_within(copied)


@pytest.mark.parametrize(
    "written", ["hanako@例え.jp", "hanako@例え.ＪＰ", "hanako＠例え。jp", PUNYCODE, PUNYCODE.upper()]
)
def test_a_domain_in_kanji_is_kept_as_mail_has_it_and_shown_as_written(written):
    address = mail.address(written)
    assert address.casefold() == PUNYCODE
    assert mail.shown(address).casefold() == "hanako@例え.jp"
    assert mail.masked(address)[1:] == "***@例え.jp"


@pytest.mark.parametrize(
    "address",
    [
        "hanako@example.jp",
        "hanako@xn--.jp",
        "hanako@xn--zzzzzzzzz.jp",
        # аррӏе in Cyrillic, which looks like something else.
        "hanako@xn--80ak6aa92e.com",
        "hanako",
        "",
    ],
)
def test_what_is_not_japanese_is_shown_as_it_is_kept(address):
    assert mail.shown(address) == address


@pytest.mark.parametrize("domain", ["あ" * 64 + ".jp", "あ..jp", "\ud800.jp", "あ" * 900])
def test_what_can_have_no_form_in_ascii_stays(domain):
    assert mail.address(f"a@{domain}").startswith("a@")


@pytest.mark.parametrize(
    ("typed", "within"),
    [
        ("hana ko@example.jp", True),
        ("hanako@exam\u3000ple.jp", True),
        (" hanako@example.jp\u3000", False),
        ("hanako @ example . jp", False),
        ("花子 <hanako@example.jp>", False),
    ],
)
def test_a_blank_within_is_told(typed, within):
    assert mail.blank_within(typed) is within


@pytest.mark.parametrize(
    ("address", "masked"), [("hanako@example.jp", "h***@example.jp"), ("@x.jp", "***@x.jp"), ("hanako", "***")]
)
def test_an_address_masked(address, masked):
    assert mail.masked(address) == masked
