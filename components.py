"""Which parts of a page can every template use? The macros of templates/components, made once when the program starts.

What is the same for everybody who sees it is also drawn only once for each set of arguments, and so is a question that
nobody has answered yet.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask

from forms.question import Question

# In the order in which they use one another.
COMPONENTS = {
    "icons": ("icon", "mark"),
    "note": ("note",),
    "around": ("assets", "help", "aside", "foot"),
    "steps": ("steps",),
    "tabs": ("tabs",),
    "expiry": ("expires_inside_form", "expires"),
    "labels": ("naming", "hints", "attributes"),
    "question": ("question",),
    "buttons": ("button", "back_button"),
    "form": ("wrap", "section", "questions"),
    "errors": ("error_summary", "refusal"),
    "summary": ("answers",),
    "receipt": ("done", "facts", "flow", "keep_copy"),
}
# Only what is never given anything of a visitor's: their arguments are settings and declarations.
DRAWN_ONCE = {
    "icon",
    "mark",
    "assets",
    "help",
    "aside",
    "foot",
    "steps",
    "naming",
    "hints",
    "attributes",
    "button",
    "back_button",
}
Draw = Callable[..., str]


def _once_untouched(draw: Draw) -> Draw:
    """Draws a question; one that is untouched from what was drawn of it before, for whomever that was."""
    drawn: dict[tuple[Any, ...], str] = {}

    def question(asked: Question, *how: bool) -> str:
        if not asked.untouched:
            return draw(asked, *how)
        key = (asked.declared, asked.number, asked.link, *how)
        if key not in drawn:
            drawn[key] = draw(asked, *how)
        return drawn[key]

    return question


def init(app: Flask) -> None:
    """Let every template use them by their names."""
    drawing: dict[str, Callable[[Draw], Draw]] = {**dict.fromkeys(DRAWN_ONCE, cache), "question": _once_untouched}
    for file, names in COMPONENTS.items():
        component = app.jinja_env.get_template(f"components/{file}.html").module
        for name in names:
            macro = getattr(component, name)
            app.jinja_env.globals[name] = drawing[name](macro) if name in drawing else macro
