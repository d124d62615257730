"""Which screens are there beside the steps of the wizards, and what number has each?

A number stands once: beside its view, or in a wizard's declaration (screens.md section 1).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """What a customer and an operator call a page; `only` names the portals that have it: those of one kind of user ID
    (`email`, `issued`), or those where a customer can be asked for a call (`called`); `sequence` the one that it
    belongs to, where only portals that offer that have it."""

    number: int
    title: str
    only: str = ""
    sequence: str = ""


VIEWS: dict[int, Screen] = {}


def screen(number: int, title: str, only: str = "", sequence: str = "") -> Screen:
    """Declare a screen of a view. Raise ValueError where the number is taken."""
    if number in VIEWS:
        raise ValueError(f"screen {number} is there already: {VIEWS[number].title}")
    VIEWS[number] = Screen(number, title, only, sequence)
    return VIEWS[number]
