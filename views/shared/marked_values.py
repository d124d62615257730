"""How is something within a text drawn otherwise? The rest is escaped, and what is drawn already stays as it is."""

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape


def drawn(text: Any, pattern: re.Pattern[str], draw: Callable[[re.Match[str]], str]) -> Markup:
    """The text as markup, in which `draw` makes what the pattern finds; it finds no sign that has to be escaped."""
    if isinstance(text, Markup):
        return text
    # A template instead of a function would be escaped: re joins it with Markup's own join.
    return Markup(pattern.sub(draw, escape(text)))  # noqa: S704
