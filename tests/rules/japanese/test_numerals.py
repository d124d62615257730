"""Are 漢数字 read as the numbers they mean?"""

import pytest

from rules.japanese import numerals


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("三十五", 35),
        ("三五", 35),
        ("一〇", 10),
        ("一〇八", 108),
        ("百八", 108),
        ("百十", 110),
        ("千九百六十", 1960),
        ("一九六〇", 1960),
        ("拾弐", 12),
        ("廿三", 23),
        ("卅一", 31),
        ("百廿三", 123),
        ("壱", 1),
        ("〇", 0),
    ],
)
def test_a_number(text: str, number: int) -> None:
    assert numerals.number(text) == number


@pytest.mark.parametrize("text", ["", "元", "一丁目", "十十", "十百", "二三十", "〇十", "五廿", "二十〇", "1", "十1"])
def test_no_number(text: str) -> None:
    assert numerals.number(text) is None


def test_every_number_by_places() -> None:
    digits = "〇一二三四五六七八九"
    for wanted in range(1, 10_000):
        text = "".join(
            ("" if digit == 1 and unit else digits[digit]) + unit
            for digit, unit in zip((int(each) for each in f"{wanted:04}"), ("千", "百", "十", ""), strict=True)
            if digit
        )
        assert numerals.number(text) == wanted
