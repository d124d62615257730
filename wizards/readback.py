"""What do a wizard's pages say of its steps and answers?"""

from collections.abc import Callable
from typing import NamedTuple

from forms.step import StepForm
from wizards.engine import Wizard


class Row(NamedTuple):
    """One answer as it is read back."""

    id: str
    number: int
    label: str
    shown: str
    secret: bool
    warning: str
    change_url: str


class Difference(NamedTuple):
    """One answer that two windows disagree on."""

    number: int
    label: str
    newer: str
    yours: str


def progress_of(wizard: Wizard, kind: str) -> tuple[tuple[str, str], ...]:
    """The step indicator: names with done, current or todo."""
    here = wizard.stage(kind)
    return tuple(
        (name, "done" if place < here else "current" if place == here else "todo")
        for place, name in enumerate(wizard.progress)
    )


def answer_rows(form: StepForm, change_url: Callable[[str, str], str]) -> list[Row]:
    """Every answer of a step; `change_url` leads from a question's name and control to its change."""
    return [
        Row(f"row-{q.name}", q.number, q.label.text, q.shown, q.secret, q.warning, change_url(q.name, q.control_id))
        for q in form.questions
    ]


def changed_rows(newer: StepForm, yours: StepForm) -> list[Difference]:
    """The answers in which two windows differ; of a secret one only that it may differ."""
    pairs = zip(newer.questions, yours.questions, strict=True)
    return [Difference(a.number, a.label.text, a.shown, b.shown) for a, b in pairs if a.secret or a.shown != b.shown]
