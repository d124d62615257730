"""Does a premium cost, in each way of paying, what is said: no yen more or less, and no surcharge that is not set?"""

import pytest

from rules import premiums

OFFERED = ("年払", "月払", "一括払")


@pytest.mark.parametrize(
    ("yearly", "years", "payment", "said"),
    [
        (67500, 1, "月払", "毎月 5,625円 × 12回（年間 67,500円）"),
        (67500, 1, "年払", "67,500円（お支払いは1回、1年分）"),
        (67500, 5, "年払", "毎年 67,500円 × 5回（5年間の合計 337,500円）"),
        (67500, 5, "一括払", "337,500円（お支払いは1回、5年分）"),
        (9600, 2, "月払", "毎月 800円 × 24回（2年間の合計 19,200円）"),
        (164250, 1, "月払", "初回 13,693円、2回目から毎月 13,687円 × 11回（年間 164,250円）"),
        (5, 1, "月払", "初回 5円、2回目から毎月 0円 × 11回（年間 5円）"),
    ],
)
def test_what_each_way_of_paying_costs(yearly, years, payment, said):
    found = premiums.cost(yearly, years, payment)
    assert str(found) == said and found.total == yearly * years


def test_a_surcharge_is_what_the_product_sets():
    assert str(premiums.cost(67500, 1, "月払", monthly_rate=104)) == "毎月 5,850円 × 12回（年間 70,200円）"
    assert premiums.cost(67500, 1, "年払", monthly_rate=104).total == 67500


def test_nothing_is_said_of_a_way_that_is_not_known():
    assert premiums.cost(67500, 1, "団体扱") is None


@pytest.mark.parametrize(
    ("offered", "years", "now", "left"),
    [
        (OFFERED, 1, "月払", ("年払", "月払")),
        (OFFERED, 1, "一括払", ("月払", "一括払")),
        (OFFERED, 2, "月払", OFFERED),
        (("月払", "一括払"), 1, "月払", ("月払", "一括払")),
        (("年払", "団体扱"), 1, "年払", ("年払", "団体扱")),
    ],
)
def test_for_one_year_paying_yearly_and_at_once_are_not_two_ways(offered, years, now, left):
    assert premiums.ways(offered, years, now) == left


@pytest.mark.parametrize(
    ("then", "said"), [(67500, "＋13,500円／年"), (54000, "変わりません"), (43200, "−10,800円／年")]
)
def test_the_difference_to_now(then, said):
    assert premiums.difference(54000, then) == said
