"""How is asked what a product declares? Things to choose that need some text each, and questions of a few answers."""

from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms.meta import DefaultMeta
from wtforms.utils import unset_value

from forms.kit.fields import Choice
from forms.kit.question import Option, typed_text
from rules.covers import Altered
from rules.masks import Mask
from rules.products import Declared, Disclosure, Offer, OfferedPlan


class Card(NamedTuple):
    """One thing to choose: its value, its label, and the text below it. Cards that stand side by side may have a name
    in common (`of`), and be compared by `prices`, `rows`, each a name and an amount, the `difference` to what is paid
    now and what is `altered` of what is insured now."""

    value: str
    label: str
    text: str
    of: str = ""
    prices: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    difference: str = ""
    altered: tuple[Altered, ...] = ()

    @property
    def whole(self) -> str:
        """What it is called by itself."""
        return f"{self.of} {self.label}".strip()


def plan_card(offer: Offer, plan: OfferedPlan) -> Card:
    """A plan of a product, with what it costs and covers."""
    prices = ("年間保険料", f"{plan.yearly:,}円"), ("月払の場合", f"毎月{plan.monthly:,}円")
    return Card(offer.value_of(plan), plan.name, plan.text, of=offer.name, prices=prices, rows=tuple(plan.covers))


class Cards(Choice):
    """One of a few things that are told of at some length; the form says which there are."""

    mask = Mask.CHOSEN
    kind = "cards"

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(label, (), *args, **kwargs)
        self.cards: tuple[Card, ...] = ()

    def offer(self, cards: Sequence[Card]) -> None:
        """These are the things to choose from."""
        self.cards = tuple(cards)
        self.choices = tuple((each.value, each.whole) for each in cards)

    @property
    def groups(self) -> list[tuple[str, list[tuple[Option, Card]]]]:
        """What there is to choose from, under the name that it has in common."""
        drawn = zip(self.options, self.cards, strict=True)
        return [(of, list(each)) for of, each in groupby(drawn, key=lambda pair: pair[1].of)]

    @property
    def around(self) -> tuple[Any, ...] | None:
        """Drawn anew each time: hardly two forms offer the same."""
        return None


class Switch(Cards):
    """Cards by which other boxes are asked: they follow at the press of its button, which says `switches`, or with what
    is sent. `stands` is the card whose boxes this page has; `stood` is that of the page that was sent."""

    mask = Mask.CHOSEN
    switches = "選択した内容の入力欄を表示"
    stands = ""

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.stood = typed_text(formdata, self.stands_name)
        super().process(formdata, data, extra_filters)

    @property
    def stands_name(self) -> str:
        """The name of the box that holds whose boxes a page has."""
        return f"{self.name}-stands"


ASKED = "asked_"


def declared(asked: Sequence[Declared | Disclosure]) -> dict[str, Choice]:
    """What a product asks, by the names that it has in a form."""
    named = {f"{ASKED}{each.name}": each for each in asked}
    return {name: copy(question(name, each.label, each.choices)) for name, each in named.items()}


@lru_cache(maxsize=256)
def question(name: str, label: str, choices: tuple[str, ...]) -> Choice:
    """A question `name` of so many answers, to be copied into a form; made once."""
    unbound: Any = Choice(label, tuple((each, each) for each in choices))
    bound: Choice = unbound.bind(form=None, name=name, _meta=DefaultMeta())
    return bound
