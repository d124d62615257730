"""Does an application say from when to when it applies for what, and whether that can be taken back in writing?"""

from datetime import date

import pytest

from rules import applications
from rules.applications import Offering
from rules.products import Disclosure, Offer, OfferedPlan, Wanted

PLANS = (OfferedPlan("one", "甲", "", ("家財:300万円",), 1200, 110), OfferedPlan("two", "乙", "", (), 2400, 210))
ASKED = (Disclosure("fire", "火気", ("なし", "あり"), ("あり",)), Disclosure("use", "用途", ("住居", "店")))
WRITTEN = "8日以内に書面で"
OFFER = Offer("見本保険", "room", "見本", (1, 2), PLANS, "幹事:甲:100", ("年払",), WRITTEN, disclosures=ASKED)
OFFERING = Offering((OFFER,), "午後4時")
ANSWERS = {"plan": "room-two", "years": "2", "start": date(2028, 2, 29), "who": "same", "payment": "年払"}


def test_the_period_has_the_time_of_the_day_and_its_years():
    found = applications.terms(OFFERING, ANSWERS)
    assert (found.plan.name, found.starts_on, found.ends_on) == ("乙", date(2028, 2, 29), date(2030, 2, 28))
    assert found.period == "2028年2月29日 午後4時から2030年2月28日 午後4時まで（2年間）"


@pytest.mark.parametrize(
    ("years", "payment", "each", "times", "total", "said"),
    [
        (1, "月払", 210, 12, 2520, "毎月 210円 × 12回（年間 2,520円）"),
        (2, "月払", 210, 24, 5040, "毎月 210円 × 24回（2年間の合計 5,040円）"),
        (1, "年払", 2400, 1, 2400, "2,400円（お支払いは1回、1年分）"),
        (2, "年払", 2400, 2, 4800, "毎年 2,400円 × 2回（2年間の合計 4,800円）"),
        (1, "一括払", 2400, 1, 2400, "2,400円（お支払いは1回、1年分）"),
        (2, "一括払", 4800, 1, 4800, "4,800円（お支払いは1回、2年分）"),
    ],
)
def test_what_a_way_of_paying_costs_each_time_and_in_all(years, payment, each, times, total, said):
    found = applications.terms(OFFERING, {**ANSWERS, "years": str(years), "payment": payment}).cost
    assert (found.each, found.times, found.total, str(found)) == (each, times, total, said)


@pytest.mark.parametrize(
    ("different", "offered", "said"),
    [
        ({}, WRITTEN, WRITTEN),
        ({"who": "else"}, WRITTEN, WRITTEN),
        ({"years": "1"}, WRITTEN, "保険期間が1年以内のお申し込みは"),
        ({"who": "company"}, WRITTEN, "法人のお申し込みは"),
        ({}, "", "この商品のお申し込みは"),
    ],
)
def test_what_is_said_of_taking_it_back_in_writing(different, offered, said):
    offer = Offer(**{**vars(OFFER), "cooling_off": offered})
    found = applications.terms(Offering((offer,), ""), {**ANSWERS, **different})
    assert found.cooling_off.startswith(said)


@pytest.mark.parametrize(
    ("offered", "years", "left"),
    [
        (("年払", "月払", "一括払"), 1, ["月払", "一括払"]),
        (("年払", "月払", "一括払"), 2, ["年払", "月払", "一括払"]),
        (("年払", "月払"), 1, ["年払", "月払"]),
    ],
)
def test_what_is_paid_all_at_once_is_offered_once(offered, years, left):
    offer = Offer(**{**vars(OFFER), "payments": offered})
    assert applications.payments(Wanted(offer, PLANS[0]), years) == left


def test_what_is_taken_by_telephone_alone_is_named():
    assert applications.closing(OFFER, {"asked_fire": "なし", "asked_use": "店"}) == []
    assert applications.closing(OFFER, {"asked_fire": "あり", "asked_use": "店"}) == ["火気"]
