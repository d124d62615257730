"""Is a slip in a well-known domain seen, and nothing suspected of one that exists?"""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import mail_domains
from rules.mail_domains import distance, meant

TABLE = mail_domains._table()
KNOWN = sorted(TABLE["well-known"])
LONG = [each for each in KNOWN if len(each.partition(".")[0]) >= mail_domains.SHORTEST_NAME]


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
        ("gmail.coom", "gmail.com"),
        ("gmail.ocm", "gmail.com"),
        ("ocn.ne.jo", "ocn.ne.jp"),
        ("ocn.en.jp", "ocn.ne.jp"),
        ("i.softbank", "i.softbank.jp"),
        ("i.softbank.com", "i.softbank.jp"),
        ("docomo.ne", "docomo.ne.jp"),
        ("gmail.con.jp", "gmail.com"),
        ("www.gmial.com", "gmail.com"),
    ],
)
def test_a_slip_is_seen(typed, wanted):
    assert meant(typed) == wanted


def test_each_slip_of_one_letter_in_a_long_name_is_seen():
    for known in LONG:
        for place in range(1, known.index(".") - 1):
            left_out = known[:place] + known[place + 1 :]
            swapped = known[:place] + known[place + 1] + known[place] + known[place + 2 :]
            for slip in (left_out, swapped):
                another = slip.replace(".", "") == "disneymobilejp"
                assert another or mail_domains._exists(slip) or meant(slip), slip


def test_a_well_known_domain_with_more_around_it_is_seen():
    for known in KNOWN:
        for before in mail_domains.BEFORE:
            assert meant(f"{before}.{known}") == known
        if len(known) >= mail_domains.SHORTEST:
            for behind in (".com", ".jp", ".co.jp", "jp", "com"):
                assert meant(f"{known}{behind}") == known, behind


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def test_no_short_name_is_suspected_of_being_another():
    """The domains that providers of Japan have: ocn, kcn, mcn, wcm."""
    for name in map("".join, product(LETTERS, repeat=3)):
        assert meant(f"{name}.ne.jp") is None, name


@given(st.text(LETTERS, min_size=1, max_size=6), st.sampled_from(sorted(mail_domains.REAL_LOOKING - {"com"})))
def test_no_name_of_six_letters_is_with_a_real_ending(name, ending):
    if not any(name in line for table in ("slips", "slips of names", "no other ending") for line in TABLE[table]):
        assert meant(f"{name}.{ending}") is None


def test_one_letter_further_on_from_a_short_name_is_another():
    for known in KNOWN:
        name, _, ending = known.partition(".")
        if len(name) < mail_domains.SHORTEST_NAME and ending.endswith(("ne.jp", "or.jp", "co.jp")):
            for place, letter in product(range(len(name)), LETTERS):
                other = name[:place] + letter + name[place + 1 :]
                listed = mail_domains._pairs("slips of names").get(other)
                if other != "gmail":
                    assert meant(f"{other}.{ending}") is None or listed == name, other


def test_a_name_with_another_ending_that_may_be_real_is_let_be():
    others = {line.partition(".")[0] for line in TABLE["no other ending"]}
    listed = {line.split()[0] for line in TABLE["slips"]}
    for known in KNOWN:
        name = known.partition(".")[0]
        for ending in mail_domains.REAL_LOOKING if name not in others else ():
            assert f"{name}.{ending}" in listed or meant(f"{name}.{ending}") is None, (name, ending)


def test_what_has_no_other_ending_and_what_slips_become_is_well_known():
    assert set(TABLE["no other ending"]) <= set(KNOWN)
    assert set(mail_domains._pairs("slips of names").values()) <= {each.partition(".")[0] for each in KNOWN}


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
        *("mcn.ne.jp", "mail.ne.jp", "email.ne.jp", "mopera.ne.jp", "infoseek.co.jp", "biglobe.co.jp", "nifty.co.jp"),
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
