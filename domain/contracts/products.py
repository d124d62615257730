"""What can be renewed and applied for on the web, and is what `products.toml` says of it sound? (screens.md 9 and 11)

By 保険種類: plans with what they cost, ways to pay, and what a product asks. Anything missing, unknown or of the wrong
kind stops the start with one line that names the key.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

from rules import covers, shares
from rules.covers import Cover
from rules.portals import BadPortal, Portal, read_table
from rules.products import DRAWINGS, MARK_COLOURS, NEUTRAL, Declared, Disclosure, Mark, Offer

SAME = 100


@dataclass(frozen=True)
class Plan:
    """One plan; `rate` is what it costs of the premium as it is, in percent; `cover` is what it insures otherwise than
    a contract may do now, each as 名:金額 and named as the core system does."""

    code: str
    name: str
    rate: int
    text: str
    cover: tuple[str, ...] = ()

    @property
    def covers(self) -> list[Cover]:
        """What it insures otherwise."""
        return covers.read(covers.checked(";".join(self.cover)))

    def premium(self, now: int) -> int:
        """Yen a year; rounded down to tens, but for the plan that there is already."""
        return now if self.rate == SAME else now * self.rate // 1000 * 10


@dataclass(frozen=True)
class Product:
    """A product that can be renewed; `monthly_rate` is what it costs paid monthly, in percent of what it costs paid
    yearly. `cooling_off` is what is told of taking back an application in writing, empty where that cannot be;
    `policy_sent` of when and how the new 保険証券 comes, and `refund` of when and how one hears what is paid back of a
    premium once a contract was cancelled, both empty where nothing can be said. `application` is what it offers to who
    has no contract yet, where that can be applied for on the web. `mark` and `mark_colour` are what stands for it
    before its name."""

    payments: tuple[str, ...]
    plans: tuple[Plan, ...]
    questions: tuple[Declared, ...] = ()
    monthly_rate: int = 100
    cooling_off: str = ""
    policy_sent: str = ""
    refund: str = ""
    application: Offer | None = None
    mark: str = NEUTRAL.drawing
    mark_colour: str = NEUTRAL.colour


def renewable(product_type: str) -> Product | None:
    """The product of a 保険種類, None where the web renews none of it."""
    served: dict[str, Product] = current_app.extensions["products"]
    return served.get(product_type)


def mark_of(name: str) -> Mark:
    """What stands for a product, named by its 保険種類 or as it is applied for; NEUTRAL where nothing is set."""
    served: dict[str, Product] = current_app.extensions["products"]
    titled = (each for each in served.values() if each.application and each.application.title == name)
    found = served.get(name) or next(titled, None)
    return Mark(found.mark, found.mark_colour) if found else NEUTRAL


def label_asked(name: str) -> str:
    """What the products call something that they ask by a name; "" where none does, or not all call it so."""
    served: dict[str, Product] = current_app.extensions["products"]
    labels = {each.label for product in served.values() for each in _asked(product) if each.name == name}
    return labels.pop() if len(labels) == 1 else ""


def _asked(product: Product) -> Iterable[Declared | Disclosure]:
    offer = product.application
    return (*product.questions, *(offer.premises if offer else ()), *(offer.disclosures if offer else ()))


def offers(portal: Portal) -> tuple[Offer, ...]:
    """What can be applied for on a portal: of its products those that say how."""
    served: dict[str, Product] = current_app.extensions["products"]
    return _offers(portal, served)


def _offers(portal: Portal, products: Mapping[str, Product]) -> tuple[Offer, ...]:
    found = (product.application for product in products.values())
    return tuple(each for each in found if each and {each.title, each.product_type} & set(portal.products))


def check_offers(portals: Iterable[Portal], products: Mapping[str, Product], sequence: str) -> None:
    """Raise BadPortal where a portal has the `sequence` by which products are applied for and no product for it, or two
    of one code."""
    for portal in portals:
        found = _offers(portal, products)
        if sequence in portal.sequences and not found:
            raise BadPortal(f"{portal.name}.sequences: {sequence!r} needs a product that has an application")
        _each_its_own(f"{portal.name}.products: application.code", [each.code for each in found])


def load(path: Path) -> dict[str, Product]:
    """The products of a file by their 保険種類. Raise portals.BadPortal where the file is not sound."""
    try:
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadPortal(f"{path.name}: {wrong}") from wrong
    return {
        name: _checked(name, read_table(Product, _whole(name, section), name)) for name, section in sections.items()
    }


def _whole(name: str, section: Any) -> Any:
    """An application is paid and taken back as the product says, unless it says otherwise."""
    if not isinstance(section, dict) or not isinstance(section.get("application"), dict):
        return section
    of_the_product = {key: section[key] for key in ("payments", "cooling_off") if key in section}
    return {**section, "application": {**of_the_product, **section["application"], "product_type": name}}


def _checked(name: str, product: Product) -> Product:
    if not product.plans or not product.payments:
        raise BadPortal(f"{name}: needs at least one of plans and of payments")
    _each_its_own(f"{name}.plans", [plan.code for plan in product.plans])
    for place, plan in enumerate(product.plans):
        _check_plan(f"{name}.plans[{place}]", plan)
    if product.monthly_rate < 1:
        raise BadPortal(f"{name}.monthly_rate: must be a percentage above nothing")
    _check_asked(f"{name}.questions", product.questions)
    _check_payments(name, product.payments)
    _one_of(f"{name}.mark", product.mark, DRAWINGS)
    _one_of(f"{name}.mark_colour", product.mark_colour, MARK_COLOURS)
    if product.application:
        _check_offer(f"{name}.application", product.application)
    return product


def _check_plan(key: str, plan: Plan) -> None:
    if plan.rate < 1:
        raise BadPortal(f"{key}.rate: must be a percentage above nothing")
    try:
        covers.checked(";".join(plan.cover))
    except covers.BadCovers as wrong:
        raise BadPortal(f"{key}.cover: {wrong}") from wrong


def _each_its_own(key: str, names: Sequence[str]) -> None:
    if len(set(names)) < len(names) or not all(each.isascii() and each.isidentifier() for each in names):
        raise BadPortal(f"{key}: needs a name of its own in letters: {', '.join(names)}")


def _one_of(key: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise BadPortal(f"{key}: {value!r} is not one of {', '.join(allowed)}")


def _check_payments(name: str, payments: Sequence[str]) -> None:
    if len(set(payments)) < len(payments):
        raise BadPortal(f"{name}.payments: each once")


def _check_asked(key: str, asked: Sequence[Declared | Disclosure]) -> None:
    _each_its_own(key, [question.name for question in asked])
    for place, question in enumerate(asked):
        if len(set(question.choices)) < max(2, len(question.choices)):
            raise BadPortal(f"{key}[{place}].choices: needs at least two, each once")


def _check_offer(name: str, offer: Offer) -> None:
    _each_its_own(f"{name}.code", [offer.code])
    if not offer.plans or not offer.years or not offer.payments:
        raise BadPortal(f"{name}: needs at least one of plans, of years and of payments")
    if set(offer.years) - {1, 2} or len(set(offer.years)) < len(offer.years):
        raise BadPortal(f"{name}.years: one or two, each once")
    if offer.least_age < 0:
        raise BadPortal(f"{name}.least_age: must be an age")
    _check_plans(f"{name}.plans", offer)
    _check_payments(name, offer.payments)
    _check_asked(f"{name}.premises", offer.premises)
    _check_asked(f"{name}.disclosures", offer.disclosures)
    _each_its_own(
        f"{name}.premises and disclosures",
        [*(each.name for each in offer.premises), *(each.name for each in offer.disclosures)],
    )
    for place, question in enumerate(offer.disclosures):
        if not set(question.closes) < set(question.choices):
            raise BadPortal(f"{name}.disclosures[{place}].closes: some of its choices, and not all")
    try:
        shares.check(offer.insurers)
    except shares.BadShares as wrong:
        raise BadPortal(f"{name}.insurers: {wrong}") from wrong


def _check_plans(key: str, offer: Offer) -> None:
    _each_its_own(key, [plan.code for plan in offer.plans])
    for place, plan in enumerate(offer.plans):
        if plan.yearly < 1 or plan.monthly < 1:
            raise BadPortal(f"{key}[{place}]: must cost something, a year and a month")
        if not plan.cover or not all(name and amount for name, amount in plan.covers):
            raise BadPortal(f"{key}[{place}].cover: each is written 名:金額")
