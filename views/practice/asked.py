"""What does a screen ask? Its questions, as the form itself declares them, in the order of their numbers."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Flask, current_app
from jinja2 import Template

from forms.kit.question import Question

EXTENSION = "practice forms"
# More than these are chosen from a list that nobody reads aloud.
MOST_OPTIONS = 8


class Asked(NamedTuple):
    """A question of a screen. `missing` is what is said where it was left empty, `checks` are the names of what judges
    it: its own kind, and each validator."""

    number: int
    label: str
    required: bool
    hints: Sequence[str]
    options: Sequence[str]
    parts: Sequence[str]
    missing: str
    checks: Sequence[str]


class Screen(NamedTuple):
    """A screen as customers see it: the page, made inert, what it asks, and the words of its buttons in their order."""

    page: str
    asked: Sequence[Asked]
    buttons: Sequence[str]


class Keeping(Template):
    """A template that notes what it was drawn with."""

    def render(self, *args: Any, **more: Any) -> str:
        """Jinja's own; a page's form is noted for who asks what stood on it."""
        told = dict(*args, **more)
        current_app.extensions[EXTENSION] = told.get("form")
        return super().render(told)


def init(app: Flask) -> None:
    """Note the forms of this application's pages from now on."""
    app.jinja_env.template_class = Keeping
    app.extensions[EXTENSION] = None


def on_the_page(app: Flask) -> list[Asked]:
    """What the page asks that was drawn last."""
    form = app.extensions[EXTENSION]
    return [_asked(question) for question in form.questions] if form else []


def _asked(question: Question) -> Asked:
    options = [option.label for option in question.options]
    return Asked(
        number=question.number,
        label=question.label.text,
        required=question.required,
        hints=[each if isinstance(each, str) else " ".join(each) for each in (question.hint, *question.notes) if each],
        options=options if len(options) <= MOST_OPTIONS else [],
        parts=[part.label for part in question.parts if part.label],
        missing=question.missing if question.required else "",
        checks=_checks(question),
    )


def _checks(question: Question) -> list[str]:
    kinds = [each.__name__ for each in type(question).__mro__ if issubclass(each, Question) and each is not Question]
    validators: Sequence[Any] = question.validators
    return [*kinds, *(each.__qualname__.partition(".")[0] for each in validators)]
