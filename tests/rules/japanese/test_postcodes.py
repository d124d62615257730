"""Which town has a 郵便番号?"""

import pytest

from rules.japanese import postcodes


@pytest.mark.parametrize(
    ("code", "town"),
    [
        ("1000001", "東京都千代田区千代田"),
        ("6370236", "奈良県五條市西吉野町阪巻"),
        ("0600000", "北海道札幌市中央区"),
        ("4520961", "愛知県清須市"),
        ("0608703", "北海道札幌市中央区北一条西"),
    ],
)
def test_the_town_of_a_code(code, town):
    """The fourth is shared by many towns of one city, the last belongs to one office."""
    assert postcodes.town(code) == town


@pytest.mark.parametrize("code", ["0000000", "", "100", "x", "1000001'"])
def test_a_code_that_there_is_not(code):
    assert not postcodes.town(code)


def test_towns_of_two_prefectures_have_nothing_in_common():
    assert not postcodes.town("4980000")
