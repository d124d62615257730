"""Which kind of question is answered by choosing as many of a few things as there are?"""

from collections.abc import Sequence
from typing import Any, Self

from wtforms.validators import StopValidation

from forms.kit.question import NOTHING, Option, Question
from rules.masks import Mask

BETWEEN = "、"


class Several(Question):
    """Some of a few things, none of which need be known before the form is made: `offer` says which there are. Each
    has a box of its own."""

    kind = "several"
    mask = Mask.CHOSEN
    is_choice = True

    def __init__(self, label: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.choices: tuple[tuple[str, str], ...] = ()
        self.names = {}

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Let these be chosen, each a value and a label."""
        self.choices = tuple(choices)
        self.names = {value: f"{self.name}-{value}" for value, _ in choices}

    def read(self) -> tuple[str, ...] | None:
        return tuple(value for value, typed in self.typed.items() if typed == "yes") or None

    def judge(self, form: Any) -> None:
        if self.data is None:
            raise StopValidation(self.missing)

    @property
    def options(self) -> list[Option]:
        return [Option(self.names[value], "yes", label, self.typed[value] == "yes") for value, label in self.choices]

    @property
    def shown(self) -> str:
        return BETWEEN.join(label for value, label in self.choices if value in (self.data or ())) or NOTHING

    @property
    def values(self) -> list[str]:
        return []

    def with_values(self, value: str) -> Self:
        return self

    @property
    def around(self) -> tuple[Any, ...] | None:
        around = super().around
        return (*around, self.choices) if around else None
