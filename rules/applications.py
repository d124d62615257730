"""What does an application apply for? The product and plan, from when to when, what it costs, and what of it can be
taken back in writing (screens.md section 11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules import periods
from rules.japanese.dates import show_date
from rules.premiums import AT_ONCE, MONTHLY, Cost
from rules.products import Offer, OfferedPlan, Wanted, wanted

# Who applies: whoever is insured, somebody else, or a company.
SAME, SOMEBODY_ELSE, COMPANY = "same", "else", "company"


@dataclass(frozen=True)
class Offering:
    """What can be applied for on a portal, and the time of the day at which cover begins and ends."""

    offers: tuple[Offer, ...]
    cover_time: str


def cost(plan: OfferedPlan, years: int, payment: str) -> Cost:
    """What a plan costs for so many years in this way of paying: a month's price each month, a year's each year, or all
    of the years at once. Any other way is a year's each year."""
    if payment == MONTHLY:
        return Cost(plan.monthly, 12 * years, "毎月", years)
    if payment == AT_ONCE:
        return Cost(plan.yearly * years, 1, "", years)
    return Cost(plan.yearly, years, "毎年", years)


def payments(found: Wanted, years: int) -> list[str]:
    """The ways to pay for so many years, without those that are the same as paying all at once."""
    offered = found.offer.payments
    if AT_ONCE not in offered:
        return [*offered]
    return [each for each in offered if each == AT_ONCE or cost(found.plan, years, each).times > 1]


@dataclass(frozen=True)
class Terms:
    """What is applied for: the product and plan, from when to when, what it costs in the way of paying that was chosen,
    and what of taking it back in writing."""

    offer: Offer
    plan: OfferedPlan
    years: int
    cost: Cost
    starts_on: date
    ends_on: date
    period: str
    cooling_off: str


def terms(about: Offering, answers: Mapping[str, Any]) -> Terms:
    """What these answers apply for."""
    found = wanted(about.offers, answers["plan"])
    assert found is not None
    years, starts_on = int(answers["years"]), answers["start"]
    ends_on = periods.years_after(starts_on, years)
    at = about.cover_time
    return Terms(
        offer=found.offer,
        plan=found.plan,
        years=years,
        cost=cost(found.plan, years, answers["payment"]),
        starts_on=starts_on,
        ends_on=ends_on,
        period=f"{show_date(starts_on)} {at}から{show_date(ends_on)} {at}まで（{years}年間）",
        cooling_off=_cooling_off(found.offer, years, company=answers["who"] == COMPANY),
    )


def closing(offer: Offer, answers: Mapping[str, Any]) -> list[str]:
    """What was asked of the risk and answered with what is taken by telephone alone, by its label (645)."""
    return [each.label for each in offer.disclosures if answers[f"asked_{each.name}"] in each.closes]


def _cooling_off(offer: Offer, years: int, *, company: bool) -> str:
    if company:
        return "法人のお申し込みは、クーリングオフの対象になりません。"
    if years <= 1:
        return "保険期間が1年以内のお申し込みは、クーリングオフの対象になりません。"
    if not offer.cooling_off:
        return "この商品のお申し込みは、クーリングオフの対象になりません。"
    return offer.cooling_off
