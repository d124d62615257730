"""Which telephone numbers stand in a text? Each becomes a link that calls it and is whole, with its brackets."""

import re

from markupsafe import Markup

from views.shared import marked_values

NUMBER = re.compile(r"(（?)(?<![0-9-])(0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4})(?![0-9-])(）?)")


def linked(text: str) -> Markup:
    """The text, with its telephone numbers to be pressed; what is drawn already has its own links."""
    return marked_values.drawn(text, NUMBER, _link)


def _link(found: re.Match[str]) -> str:
    before, number, after = found.groups()
    link = f'<a class="num" href="tel:{number.replace("-", "")}">{number}</a>'
    return f'<span class="nb">{before}{link}{after}</span>' if before or after else link
