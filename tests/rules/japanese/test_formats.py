"""Has an address, a kana name or a policy number one of the forms that there are in Japan? (rows F9 and F10)"""

import pytest

from rules.japanese import formats


@pytest.mark.parametrize(
    "address",
    [
        "hanako@example.jp",
        "a+b_c.d@sub.example.co.jp",
        "x@xn--eckwd4c7c.xn--zckzah",
        "a" * 64 + "@example.jp",
        "'~@a.jp",
        "a..b@docomo.ne.jp",
        "a.@docomo.ne.jp",
        ".a@ezweb.ne.jp",
        "a...b.@au.com",
        "a..b@d.vodafone.ne.jp",
        "a.@softbank.ne.jp",
    ],
)
def test_what_mail_reaches_is_an_address(address):
    assert formats.is_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "hanako",
        "@example.jp",
        "hanako@",
        "a@b@example.jp",
        "a@localhost",
        "a@-x.jp",
        "a@x-.jp",
        "a@x..jp",
        "a@.jp",
        "a@x.j",
        "a" * 65 + "@example.jp",
        "a@" + "b" * 64 + ".jp",
        "a@" + "b." * 126 + "jp",
        "あ@example.jp",
        "a@例え.jp",
        "a,b@x.jp",
        "a\r\nBcc:b@x.jp",
        "a@192.168.0.1",
        '"a b"@x.jp',
        "<a@x.jp>",
        "",
    ],
)
def test_what_mail_cannot_reach_is_no_address(address):
    assert not formats.is_email(address)


@pytest.mark.parametrize(
    ("address", "unusual"),
    [
        ("a..b@example.jp", True),
        ("a.@example.jp", True),
        (".a@example.jp", True),
        ("a.b@example.jp", False),
        ("a@sub..example.jp", False),
    ],
)
def test_dots_in_odd_places_before_the_at_are_unusual(address, unusual):
    assert formats.is_unusual_email(address) is unusual


@pytest.mark.parametrize(
    ("address", "theirs"),
    [
        ("a.@docomo.ne.jp", True),
        ("a..b@d.vodafone.ne.jp", True),
        ("a@au.com", True),
        (".a@ezweb.ne.jp", True),
        ("a.@softbank.ne.jp", True),
        ("a.@notdocomo.ne.jp", False),
        (".a@docomo.ne.jp.example.com", False),
        ("docomo.ne.jp@example.jp", False),
    ],
)
def test_a_carriers_address_is_at_the_carrier_or_within(address, theirs):
    assert formats.is_carriers(address) is theirs


@pytest.mark.parametrize("name", ["アオキ", "ヴァン・ダー", "マリー アン", "ヽヾヺ", "・ー ア"])
def test_kana_are_katakana_with_what_stands_between_them(name):
    assert formats.KANA.fullmatch(name)


@pytest.mark.parametrize(
    "name",
    ["青木", "あおき", "ｱｵｷ", "Hanako", "アオキ1", "アオキ\n", "アオキ\u3000ハナコ", "゛", "ー", "・", "ヽヾ", ""],
)
def test_what_is_not_yet_read_as_katakana_is_none(name):
    assert not formats.KANA.fullmatch(name)


@pytest.mark.parametrize(
    ("number", "passes"),
    [
        ("C123456789", True),
        ("123456", True),
        ("ABC12345678901234", True),
        ("ABCD123456", False),
        ("C12345", False),
        ("C1234567890123456", False),
        ("証123456", False),
        ("C123456\n", False),
        ("*****", False),
        ("", False),
    ],
)
def test_policy_numbers(number, passes):
    assert bool(formats.POLICY_NUMBER.fullmatch(number)) is passes
