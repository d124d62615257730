"""Which numbers in a text stay on one line? Those with hyphens, of houses and telephones: Chromium ends lines behind a
hyphen between digits, where Unicode does not (UAX #14, LB25).
"""

import re
from typing import Any

from markupsafe import Markup

from views.shared import marked_values

# Also where digits are hidden: 090-****-5678.
NUMBER = re.compile(r"[\d*]+(?:[-‐‑–−－][\d*]+)+")
# A telephone's has thirteen signs. What is longer may be of any length, and is no wider than its page where it breaks.
LONGEST = 14


def unbroken(text: Any) -> Markup:
    """The text, with its numbers whole; what is drawn already is left as it is."""
    return marked_values.drawn(text, NUMBER, _whole)


def _whole(found: re.Match[str]) -> str:
    number = found[0]
    return f'<span class="whole">{number}</span>' if len(number) <= LONGEST else number
