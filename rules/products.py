"""What may a product ask, and what does it offer to who has no contract yet? (screens.md sections 9 and 11)"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

# What can stand for a product before its name: a drawing of templates/drawings, in one of a few colours.
DRAWINGS = ("car", "house", "room", "injury", "document")
MARK_COLOURS = ("blue", "green", "purple", "teal", "amber", "grey")


class Mark(NamedTuple):
    """A drawing in a colour, by their names."""

    drawing: str
    colour: str


# Of what nothing is set.
NEUTRAL = Mark("document", "grey")


@dataclass(frozen=True)
class Declared:
    """Something that the product asks, answered by one of a few (623, 644)."""

    name: str
    label: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Disclosure:
    """告知事項 (645), answered by one of a few; who answers one of those that it `closes` with is served by
    telephone alone."""

    name: str
    label: str
    choices: tuple[str, ...]
    closes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfferedPlan:
    """A plan as it is offered to everybody: what it covers, each as 名:金額, and what it costs in yen, a year paid at
    once and a month paid monthly."""

    code: str
    name: str
    text: str
    cover: tuple[str, ...]
    yearly: int
    monthly: int

    @property
    def covers(self) -> list[tuple[str, str]]:
        """What it covers, and up to which amount."""
        parted = (each.partition(":") for each in self.cover)
        return [(name, amount) for name, _, amount in parted]


@dataclass(frozen=True)
class Offer:
    """A product that can be applied for on the web, of the 保険種類 `product_type`, called `code` in forms: for
    how many `years`, at which plans, who insures, what is asked of the room (644) and of the risk (645), and how it is
    paid.

    `cooling_off` is what is told of taking back in writing an application for more than a year, empty where that cannot
    be. Who is not of `least_age` applies by telephone.
    """

    product_type: str
    code: str
    name: str
    years: tuple[int, ...]
    plans: tuple[OfferedPlan, ...]
    insurers: str
    payments: tuple[str, ...]
    cooling_off: str = ""
    least_age: int = 0
    premises: tuple[Declared, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()

    @property
    def title(self) -> str:
        """お部屋の保険ワイド（賃貸入居者総合保険）: what a portal calls it too."""
        return f"{self.name}（{self.product_type}）"

    def value_of(self, plan: OfferedPlan) -> str:
        """By which text a form names one of its plans."""
        return f"{self.code}-{plan.code}"


class Wanted(NamedTuple):
    """A product and one of its plans."""

    offer: Offer
    plan: OfferedPlan


def wanted(offers: Sequence[Offer], value: str) -> Wanted | None:
    """What a form names by this text, as Offer.value_of has it; None where nothing is offered by that name."""
    found = (Wanted(offer, plan) for offer in offers for plan in offer.plans if offer.value_of(plan) == value)
    return next(found, None)
