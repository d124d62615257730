"""Which parts of a page can every template use? The macros of templates/components, made once when the program starts.

What is the same for everybody who sees it is drawn only once for each set of arguments; so is what stands around the
values of a question or of an answer that is read back.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, Protocol, Self

from flask import Flask
from markupsafe import Markup, escape

from views.shared.unbroken import unbroken

Draw = Callable[..., Markup]
Say = Callable[[Sequence[str]], list[Markup]]
# In the order in which they use one another.
COMPONENTS = {
    "icons": ("icon", "mark"),
    "note": ("note",),
    "around": ("assets", "masthead", "help", "aside", "foot"),
    "steps": ("steps",),
    "tabs": ("tabs", "tab_name"),
    "expiry": ("until", "expires_inside_form"),
    "labels": ("naming", "with_examples", "hints", "attributes"),
    "question": ("question",),
    "buttons": ("button", "back_button"),
    "user_name": ("user_name_of",),
    "form": ("form_begins", "section", "questions"),
    "errors": ("error_summary", "refusal"),
    "answer": ("answer_row",),
    "summary": ("answers",),
    "on_their_way": ("sizes", "on_their_way"),
    "choosing": ("choose_pictures", "nothing_chosen", "refused_files"),
    "picture": ("thumbnail", "doubts_of"),
    "pictures": ("picture_list",),
    "pictures_shown": ("pictures_shown",),
    "receipt": ("done", "facts", "flow", "keep_copy"),
    "concerning": ("concerning",),
    "desk": ("desk_call",),
    "keyword": ("keyword_shown",),
    "sent": ("not_arrived", "closing"),
    "not_sent": ("not_sent",),
    "way_in": ("way_in_sent",),
    "let_in": ("call_at_login", "let_in"),
    "registered": ("registered",),
    "drawings": ("drawing",),
    "marks": ("product_mark", "nothing_yet"),
    "goes": ("goes", "product", "whole"),
    "begun": ("begun_cards", "begun_before"),
    "contract_row": ("contract_row",),
    "renewal_row": ("renewal_row",),
    "none_held": ("none_held",),
    "pages": ("pages",),
    "asked": ("changes_table", "asked_for"),
    "telephone": ("telephone_note",),
    "call_heard": ("with_186", "call_heard"),
    "call_how": ("call_how",),
    "call_over": ("call_why", "call_on"),
    "parts": ("contract_parts", "covers_list", "insurers_table"),
    "coach": ("coach",),
    "six": ("six",),
}
# Only what is never given anything of a visitor's: their arguments are settings and declarations.
DRAWN_ONCE = {
    "icon",
    "mark",
    "assets",
    "masthead",
    "help",
    "aside",
    "foot",
    "steps",
    "tabs",
    "naming",
    "hints",
    "attributes",
    "button",
    "back_button",
    "drawing",
    "product_mark",
    "coach",
}
# With how each says its values.
DRAWN_ONCE_AROUND_VALUES: dict[str, Say] = {
    "question": lambda values: [escape(value) for value in values],
    "answer_row": lambda values: [unbroken(values[0]), escape(values[1])],
}
# Stands where a value will: of private use, and in no word of the application's own.
HOLE = "\ue000"


class Framed(Protocol):
    """Something with values in a frame: `around` decides how the frame is drawn, None where all must be drawn anew."""

    @property
    def around(self) -> tuple[Any, ...] | None: ...
    @property
    def values(self) -> Sequence[str]: ...
    def with_values(self, value: str) -> Self: ...


def _once_around_values(draw: Draw, say: Say) -> Draw:
    drawn: dict[tuple[Any, ...], list[str]] = {}

    def filled(framed: Framed, *how: bool) -> Markup:
        around = framed.around
        if around is None:
            return draw(framed, *how)
        key = (around, how)
        if key not in drawn:
            drawn[key] = str(draw(framed.with_values(HOLE), *how)).split(HOLE)
        first, *rest = drawn[key]
        pieces = [piece for pair in zip(say(framed.values), rest, strict=True) for piece in pair]
        return Markup("".join([first, *pieces]))  # noqa: S704

    return filled


def init(app: Flask) -> None:
    """Let every template use them by their names."""
    drawing: dict[str, Callable[[Draw], Draw]] = {
        **dict.fromkeys(DRAWN_ONCE, cache),
        **{name: partial(_once_around_values, say=say) for name, say in DRAWN_ONCE_AROUND_VALUES.items()},
    }
    for file, names in COMPONENTS.items():
        component = app.jinja_env.get_template(f"components/{file}.html").module
        for name in names:
            macro = getattr(component, name)
            app.jinja_env.globals[name] = drawing[name](macro) if name in drawing else macro
