"""Which numbers in a text stay on one line? Those with hyphens, of houses and telephones: Chromium ends lines behind a
hyphen between digits, where Unicode does not (UAX #14, LB25).
"""

import re
from typing import Any

from markupsafe import Markup, escape

NUMBER = re.compile(r"\d+(?:[-‐‑–−－]\d+)+")


def unbroken(text: Any) -> Markup:
    """The text, with its numbers whole; what is drawn already is left as it is."""
    if isinstance(text, Markup):
        return text
    # Escaped already; an escaped sign is written with a hash, which no such number has.
    return Markup(NUMBER.sub(_whole, escape(text)))  # noqa: S704


def _whole(found: re.Match[str]) -> str:
    return f'<span class="whole">{found[0]}</span>'
