"""Which screens are there beside the steps of the wizards, and what number has each?

A number stands once: beside its view, or in a wizard's declaration (screens.md section 1).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Screen:
    """What a customer and an operator call a page."""

    number: int
    title: str


VIEWS: dict[int, Screen] = {}


def screen(number: int, title: str) -> Screen:
    """Declare a screen of a view. Raise ValueError where the number is taken."""
    if number in VIEWS:
        raise ValueError(f"screen {number} is there already: {VIEWS[number].title}")
    VIEWS[number] = Screen(number, title)
    return VIEWS[number]
