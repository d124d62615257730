"""How is asked what a product declares? Things to choose that need some text each, and questions of a few answers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from wtforms.meta import DefaultMeta

from forms.kit.fields import Choice
from forms.kit.question import Option


class Card(NamedTuple):
    """One thing to choose: its value, its label, and the text below it."""

    value: str
    label: str
    text: str


class Cards(Choice):
    """One of a few things that are told of at some length; the form says which there are."""

    kind = "cards"

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(label, (), *args, **kwargs)
        self.cards: tuple[Card, ...] = ()

    def offer(self, cards: Sequence[Card]) -> None:
        """These are the things to choose from."""
        self.cards = tuple(cards)
        self.choices = tuple((each.value, each.label) for each in cards)

    @property
    def options(self) -> list[Option]:
        return [option._replace(text=card.text) for option, card in zip(super().options, self.cards, strict=True)]

    @property
    def around(self) -> tuple[Any, ...] | None:
        """Drawn anew each time: hardly two forms offer the same."""
        return None


@lru_cache(maxsize=256)
def question(name: str, label: str, choices: tuple[str, ...]) -> Choice:
    """A question `name` of so many answers, to be copied into a form; made once."""
    unbound: Any = Choice(label, tuple((each, each) for each in choices))
    bound: Choice = unbound.bind(form=None, name=name, _meta=DefaultMeta())
    return bound
