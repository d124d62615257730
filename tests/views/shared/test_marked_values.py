"""Is what a pattern finds drawn, all else escaped, and what is drawn already left alone?"""

import re

from markupsafe import Markup

from views.shared.marked_values import drawn

DIGITS = re.compile(r"\d+")


def bold(text):
    return drawn(text, DIGITS, lambda found: f"<b>{found[0]}</b>")


def test_what_is_found_is_drawn_and_the_rest_is_escaped():
    assert bold("<i>1 & 22") == "&lt;i&gt;<b>1</b> &amp; <b>22</b>"
    assert isinstance(bold("1"), Markup) and bold(3) == "<b>3</b>"


def test_what_is_drawn_already_stays():
    assert bold(bold("1")) == "<b>1</b>"
