"""Which colours has a portal where no style sheet of ours reaches: on paper and in letters?"""

from collections.abc import Mapping
from typing import NamedTuple


class Ramp(NamedTuple):
    """The `strong` colour of a portal, on which white is read, and its `tint`, on which black is."""

    strong: str
    tint: str


# The same as on its pages (static/css/tokens.css).
RAMPS: Mapping[str, Ramp] = {
    "blue": Ramp("#00428c", "#f0f9ff"),
    "green": Ramp("#0b5a3c", "#f0faf4"),
    "purple": Ramp("#5a2d91", "#f8f5ff"),
    "teal": Ramp("#00565e", "#effafb"),
}
