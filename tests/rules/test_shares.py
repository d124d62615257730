"""Do the shares of who insures a contract make a whole, and does the leading one stand first? (605)"""

import pytest

from rules import shares
from rules.shares import Insurer


@pytest.mark.parametrize(
    "text", ["幹事:甲:100", "非幹事:乙:50;幹事:甲:50", "幹事:甲:33.4;非幹事:乙:33.3;非幹事:丙:33.3"]
)
def test_one_leads_and_it_makes_a_hundred(text):
    shares.check(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "区切った形"),
        ("幹事:甲:100;", "区切った形"),
        ("幹事::100", "区切った形"),
        ("非幹事:甲:100", "幹事が1社"),
        ("幹事:甲:50;幹事:乙:50", "幹事が1社"),
        ("幹事:甲:50;非幹事:乙:40", "100ではなく90"),
    ],
)
def test_what_is_no_whole_is_said(text, why):
    with pytest.raises(shares.BadShares, match=why):
        shares.check(text)


def test_the_leading_insurer_comes_first_and_the_others_as_they_stand():
    assert shares.read("非幹事:乙:30;非幹事:甲:10;幹事:丙:60") == [
        Insurer("幹事保険会社", "丙", "60%"),
        Insurer("非幹事保険会社", "乙", "30%"),
        Insurer("非幹事保険会社", "甲", "10%"),
    ]
