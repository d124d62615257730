"""What do a wizard's pages say of its steps and answers?"""

from collections.abc import Callable
from typing import NamedTuple, Self

from forms.kit.question import NOTHING
from forms.kit.step import StepForm
from wizards.engine.definition import Wizard


class Row(NamedTuple):
    """One answer as it is read back."""

    id: str
    number: int
    label: str
    shown: str
    given: bool
    secret: bool
    warning: str
    change_url: str
    before: str | None = None
    unchanged: bool = False

    @property
    def around(self) -> tuple[object, ...] | None:
        """What decides how all is drawn that stands around its values; None where there is a warning."""
        return None if self.warning else (self.id, self.number, self.label, self.given, self.secret)

    @property
    def values(self) -> tuple[str, str]:
        """What is drawn of the answer, in this order."""
        return self.shown, self.change_url

    def with_values(self, value: str) -> Self:
        """This row with the value in place of the answer and of the way to change it."""
        return self._replace(shown=value, change_url=value)


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


def answer_rows(form: StepForm, change_url: Callable[[str, str], str], first: int = 1) -> list[Row]:
    """Every answer of a step, without what was not asked of this customer, numbered from `first`; `change_url` leads
    from a question's name and place to its change. A number stands once on a screen (screens.md section 1), so those of
    a confirm screen are not those of its steps."""
    rows = []
    for number, q in enumerate((each for each in form.questions if not each.set_aside), first):
        shown, url = q.shown, change_url(q.name, q.place)
        rows.append(
            Row(
                f"row-{q.name}",
                number,
                q.label.text,
                shown,
                shown != NOTHING,
                q.secret,
                q.warning,
                url,
                q.before,
                q.unchanged,
            )
        )
    return rows


def changed_rows(newer: StepForm, yours: StepForm) -> list[Difference]:
    """The answers in which two windows differ; of a secret one only that it may differ. A question that one of them was
    not asked has no answer there."""
    one, other = ({str(q.name): q for q in form.questions} for form in (newer, yours))
    rows = []
    for name, q in {**other, **one}.items():
        theirs, mine = (each[name].shown if name in each else NOTHING for each in (one, other))
        if q.secret or theirs != mine:
            rows.append(Difference(q.number, q.label.text, theirs, mine))
    return rows
