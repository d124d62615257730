"""Is a slip in a well-known domain seen, and nothing suspected of one that exists?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import mail_domains
from rules.mail_domains import distance, meant

TABLE = mail_domains._table()
KNOWN = sorted(TABLE["well-known"])
LONG = [each for each in KNOWN if len(each) >= mail_domains.LONG_ENOUGH[1]]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmail.co.jp", "gmail.com"),
        ("gmail.jp", "gmail.com"),
        ("gmailcom", "gmail.com"),
        ("gmail", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("docomo.ne.jo", "docomo.ne.jp"),
        ("docomo.co.jp", "docomo.ne.jp"),
        ("docomone.jp", "docomo.ne.jp"),
        ("docmo.ne.jo", "docomo.ne.jp"),
        ("ezwed.ne.jp", "ezweb.ne.jp"),
        ("ezweb.co.jp", "ezweb.ne.jp"),
        ("yahoo.jp", "yahoo.co.jp"),
        ("yaho.co.jp", "yahoo.co.jp"),
        ("icloud.co.jp", "icloud.com"),
        ("iclould.com", "icloud.com"),
        ("outlook.co.jp", "outlook.jp"),
        ("hotmail.jp", "hotmail.co.jp"),
        ("softbank.jp", "softbank.ne.jp"),
        ("i.softbank.ne.jp", "i.softbank.jp"),
        ("isoftbank.jp", "i.softbank.jp"),
        ("nifity.com", "nifty.com"),
        ("ab1.so-net.ne.jo", "ab1.so-net.ne.jp"),
        ("example.con", "example.com"),
        ("example.co.jo", "example.co.jp"),
        ("example.nejp", "example.ne.jp"),
        ("example.jpp", "example.jp"),
    ],
)
def test_a_slip_is_seen(typed, wanted):
    assert meant(typed) == wanted


def test_each_slip_of_one_letter_in_a_long_name_is_seen():
    for known in LONG:
        for place in range(len(known)):
            left_out = known[:place] + known[place + 1 :]
            swapped = known[:place] + known[place + 1 : place + 2] + known[place] + known[place + 2 :]
            for slip in (left_out, swapped):
                exists = mail_domains._exists(slip)
                assert exists or meant(slip), slip


def test_nothing_is_suspected_of_what_exists():
    for name in ("well-known", "near and real"):
        for domain in TABLE[name]:
            assert meant(domain) is None, domain
    for domain in TABLE["with names of customers before it"]:
        assert domain in TABLE["well-known"]
        assert meant(f"ab1.{domain}") is None


@pytest.mark.parametrize(
    "domain",
    [
        *("gmx.com", "gmx.net", "ymail.com", "mail.com", "au.com", "me.com", "email.com", "yahoo.ne.jp", "aol.jp"),
        *("example.jp", "example.co.jp", "okyakusama.example", "yahoo.co.uk", "qq.com", "naver.com", "web.de", "x.jo"),
        *(
            "d.vodafone.ne.jp",
            "abc.co",
            "abc.cm",
            "city.yokohama.jp",
            "pref.osaka.lg.jp",
            "",
            "jp",
            ".",
            "a..b",
            "@",
            "yahoo",
        ),
    ],
)
def test_others_are_let_be(domain):
    assert meant(domain) is None


def test_what_is_meant_is_suspected_of_nothing_itself():
    for line in TABLE["slips"]:
        typed, wanted = line.split()
        assert typed not in KNOWN
        assert meant(wanted) is None


@given(st.text("abc.", max_size=6), st.text("abc.", max_size=6))
def test_a_distance_is_the_same_there_and_back(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


def test_a_swap_counts_once():
    assert (distance("gmial", "gmail"), distance("gml", "gmail"), distance("abc", "abd")) == (1, 2, 1)
