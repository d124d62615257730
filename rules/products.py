"""What may a product ask at each renewal? (screens.md section 9, 623)"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Declared:
    """Something that the product asks at each renewal, answered by one of a few."""

    name: str
    label: str
    choices: tuple[str, ...]
