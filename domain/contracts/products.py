"""What can be renewed on the web, and is what `products.toml` says of it sound? (screens.md section 9)

By 保険種類: plans with what they cost, ways to pay, and what a product asks anew. Anything missing, unknown or of the
wrong kind stops the start with one line that names the key.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from rules.portals import BadPortal, read_table
from rules.products import Declared

SAME = 100


@dataclass(frozen=True)
class Plan:
    """One plan; `rate` is what it costs of the premium as it is, in percent."""

    code: str
    name: str
    rate: int
    text: str

    def premium(self, now: int) -> int:
        """Yen a year; rounded down to tens, but for the plan that there is already."""
        return now if self.rate == SAME else now * self.rate // 1000 * 10


@dataclass(frozen=True)
class Product:
    """A product that can be renewed; `cooling_off` where an application can be taken back in writing for eight days."""

    payments: tuple[str, ...]
    cooling_off: bool
    plans: tuple[Plan, ...]
    questions: tuple[Declared, ...] = ()


def renewable(product_type: str) -> Product | None:
    """The product of a 保険種類, None where the web renews none of it."""
    served: dict[str, Product] = current_app.extensions["products"]
    return served.get(product_type)


def load(path: Path) -> dict[str, Product]:
    """The products of a file by their 保険種類. Raise portals.BadPortal where the file is not sound."""
    try:
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadPortal(f"{path.name}: {wrong}") from wrong
    return {name: _checked(name, read_table(Product, section, name)) for name, section in sections.items()}


def _checked(name: str, product: Product) -> Product:
    if not product.plans or not product.payments:
        raise BadPortal(f"{name}: needs at least one of plans and of payments")
    for key, names in (
        ("plans", [plan.code for plan in product.plans]),
        ("questions", [question.name for question in product.questions]),
    ):
        if len(set(names)) < len(names) or not all(each.isascii() and each.isidentifier() for each in names):
            raise BadPortal(f"{name}.{key}: each needs a name of its own in letters: {', '.join(names)}")
    for place, plan in enumerate(product.plans):
        if plan.rate < 1:
            raise BadPortal(f"{name}.plans[{place}].rate: must be a percentage above nothing")
    for place, question in enumerate(product.questions):
        if len(set(question.choices)) < max(2, len(question.choices)):
            raise BadPortal(f"{name}.questions[{place}].choices: needs at least two, each once")
    if len(set(product.payments)) < len(product.payments):
        raise BadPortal(f"{name}.payments: each once")
    return product
