"""Is it said what is wrong with a mail address, and what was perhaps meant by it? (row F10)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import mail_addresses
from rules.japanese import formats, mail
from rules.mail_addresses import Fault, fault


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hanako", Fault.NO_AT),
        ("hanako.example.jp", Fault.NO_AT),
        ("hanako@@example.jp", Fault.MANY_AT),
        ("hanako@x@example.jp", Fault.MANY_AT),
        ("@example.jp", Fault.NOTHING_BEFORE),
        ("hanako@", Fault.NOTHING_BEHIND),
        ("hanako@example,jp", Fault.COMMA),
        ("hana,ko@example.jp", Fault.COMMA),
        ("hanako＠example，jp", Fault.COMMA),
        ("花子@example.jp", Fault.CHARACTER),
        ("hana(ko@example.jp", Fault.CHARACTER),
        ("hanako@exa_mple.jp", Fault.CHARACTER),
        ("hanako@example/jp", Fault.CHARACTER),
        ("hanako@example.jpあ", Fault.CHARACTER),
        ("hanako@examplejp", Fault.NO_DOT),
        ("hanako@.example.jp", Fault.DOTS),
        ("hanako@example..jp", Fault.DOTS),
        ("hanako@example.jp.", Fault.DOTS),
        (f"{'a' * 65}@example.jp", Fault.LENGTH),
        ("hanako@gmail・com", Fault.CHARACTER),
        ("hanako@example.j", Fault.ENDING),
        ("hanako@192.168.0.1", Fault.ENDING),
        ("hanako@-x.jp", Fault.ENDING),
        ("hanako@example.jp", None),
        ("hanako@例え.jp", None),
        ("hanako@例え.テスト", None),
        ("a..b@docomo.ne.jp", None),
        (".a.@example.jp", None),
    ],
)
def test_what_is_wrong(typed, found):
    assert fault(mail.address(typed)) is found


@given(st.text("ab@.,-花 _/", max_size=20))
def test_nothing_is_wrong_with_an_address_and_something_with_all_else(typed):
    address = mail.address(typed)
    assert (fault(address) is None) <= formats.is_email(address)
    if fault(address) is Fault.CHARACTER:
        assert mail_addresses.unusable(address)
    guess = mail_addresses.meant(address)
    assert guess is None or (guess != address and fault(guess) is None)


@pytest.mark.parametrize(
    ("typed", "chars"),
    [("花子@example.jp", "花子"), ("a(b(@x_.jp", "(_"), ("hanako@example.jpあ", "あ"), ("a@例え・jp", "・")],
)
def test_which_characters(typed, chars):
    assert mail_addresses.unusable(mail.address(typed)) == chars


@pytest.mark.parametrize(
    ("typed", "chars"),
    [
        ("メール：hanako@example.jp", "メール："),
        ("ﾒｰﾙ:hanako@example.jp", "ﾒｰﾙ:"),
        ("（株）hanako@example.jp", "（株）"),
        ("「花子」hanako@example.jp", "「花子」"),
        ("hana子-ko@example.jp", "子"),
        ("hanako@gmail・com", "・"),
    ],
)
def test_which_characters_as_they_were_typed(typed, chars):
    assert mail_addresses.unusable_as_typed(typed) == chars


@given(st.text("ab@.,-花ー（） _/", max_size=20))
def test_where_a_character_is_wrong_one_of_those_typed_is_told(typed):
    if fault(mail.address(typed)) is Fault.CHARACTER:
        assert set(mail_addresses.unusable_as_typed(typed)) <= set(typed) and mail_addresses.unusable_as_typed(typed)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("hanako@gmial.com", "hanako@gmail.com"),
        ("Hanako@example,jp", "Hanako@example.jp"),
        ("hanako@gmail,con", "hanako@gmail.com"),
        ("hanako@gmail・com", "hanako@gmail.com"),
        ("hanako@例え・jp", "hanako@xn--r8jz45g.jp"),
        ("hanako@@example.jp", "hanako@example.jp"),
        ("hanako@example..jp.", "hanako@example.jp"),
        ("hanako@docomonejp", "hanako@docomo.ne.jp"),
        ("hanako@example.jp、", "hanako@example.jp"),
        ("a..b@docomo.ne.jo", "a..b@docomo.ne.jp"),
        ("hana,ko@example.jp", None),
        ("hanako@example.jp", None),
        ("hanako", None),
        ("@gmial.com", None),
        ("a@b@gmial.com", None),
        ("hanako@", None),
    ],
)
def test_which_was_meant(typed, wanted):
    assert mail_addresses.meant(mail.address(typed)) == wanted
