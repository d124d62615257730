"""What is an address, in the parts in which it is asked (604)?"""

from typing import NamedTuple

from rules.japanese import normalize
from rules.japanese.post import lines


class Place(NamedTuple):
    """An address in the parts in which it is asked; `code` are the digits of its 郵便番号, perhaps none. The prefecture
    was `told` by the code or the municipality where nobody typed it; `torn` is what of a box contradicts another."""

    code: str
    prefecture: str
    town: str
    street: str
    building: str
    told: bool = False
    torn: str = ""

    @property
    def line(self) -> str:
        """As a contract holds it."""
        return " ".join(part for part in (f"{self.prefecture}{self.town}{self.street}", self.building) if part)

    @property
    def as_typed(self) -> "Place":
        """Without what nobody typed."""
        return self._replace(prefecture="", told=False) if self.told else self

    def same(self, other: "Place", *parts: str) -> bool:
        """Whether these parts were typed as they are in the other, if perhaps in other characters."""
        typed, there = self.as_typed, other.as_typed
        return all(normalize.word(getattr(typed, each)) == normalize.word(getattr(there, each)) for each in parts)

    def __str__(self) -> str:
        return f"〒{self.code[:3]}-{self.code[3:]} {self.line}" if self.code else self.line


def placed(code: str, line: str) -> Place:
    """An address as a contract holds it, in its parts."""
    return Place(normalize.postal_code(code), *lines.cut(line))
