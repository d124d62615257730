"""What is a wizard made of? Its steps, who may enter, and what a commit does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from forms.kit.step import StepForm
from rules.japanese.times import UtcDateTime

Answers = Mapping[str, Any]


class BadWizard(Exception):
    """A declaration that could not be walked; found at the start (row W24)."""


def always(answers: Answers) -> bool:
    """The condition of a step that everybody passes."""
    return True


@dataclass(frozen=True)
class Input:
    """A screen of questions. `when` sees only the answers given before it. When one of those that it `rests_on`
    changes, it is asked again (row W7); they are what its form may know of other steps. `precheck` looks up what its
    form cannot know before it is judged; it raises Conflict where an equal press of it was quicker. `fill` fills
    further boxes from those typed, at the press of a button beside the question named: it gives what to keep and what
    to tell."""

    kind: ClassVar[str] = "input"
    number: int
    slug: str
    title: str
    form: type[StepForm]
    when: Callable[[Answers], bool] = always
    rests_on: tuple[str, ...] = ()
    precheck: Callable[["Precheck"], None] | None = None
    fill: Callable[[StepForm, str], tuple[dict[str, list[str]], str]] | None = None


@dataclass(frozen=True)
class Precheck:
    """An answer that is about to be judged, and all that may be asked about it. `answers` are those before it;
    `link_id` is the link that the run came by; `was_taken` tells whether the run was committed meanwhile, by an equal
    press."""

    form: StepForm
    portal: Any
    run_id: str
    link_id: str | None
    account_id: int | None
    answers: Answers
    now: UtcDateTime
    device: str
    was_taken: Callable[[], bool]


@dataclass(frozen=True)
class Confirm:
    """Everything answered so far, read back. Never answered, so never passed except by committing. What it `asks`,
    which is to be agreed to, is judged with each press and not kept."""

    kind: ClassVar[str] = "confirm"
    number: int
    title: str
    button: str
    lead: str = ""
    slug: str = "confirm"
    when: Callable[[Answers], bool] = always
    asks: type[StepForm] | None = None


@dataclass(frozen=True)
class Complete:
    """The receipt. It is reached by committing, not by walking. `again` sends its letter once more."""

    kind: ClassVar[str] = "complete"
    number: int
    title: str
    slug: str = "complete"
    again: Callable[[Any, Any], Any] | None = None


Step = Input | Confirm


@dataclass(frozen=True)
class Listed:
    """A screen or letter of a sequence that is not one of its steps, for the list of screens."""

    number: int
    title: str
    kind: str


@dataclass(frozen=True)
class Wizard:
    """A sequence of numbered screens: its steps, who may enter, and what a commit does.

    `progress` names the stages of the step indicator: input, confirm, complete. `guesses` gives what a commit's answers
    could be guesses at, so that wrong ones are counted; `locks` the accounts that it changes beside its customer's.
    """

    name: str
    title: str
    enter: Any
    steps: tuple[Step, ...]
    complete: Complete
    commit: Callable[[Any], Any]
    progress: tuple[str, ...]
    also: tuple[Listed, ...] = ()
    guesses: Callable[[Any, Answers], Sequence[str]] = field(default=lambda subject, answers: ())
    locks: Callable[[Any, int], Sequence[int]] = field(default=lambda session, account_id: ())

    def __post_init__(self) -> None:
        slugs = [step.slug for step in self.steps] + [self.complete.slug]
        numbers = [step.number for step in (*self.steps, self.complete, *self.also)]
        if not self.steps or not isinstance(self.steps[0], Input) or self.steps[0].when is not always:
            raise BadWizard(f"{self.name}: the first step must be an Input that everybody passes")
        if len(set(slugs)) < len(slugs) or len(set(numbers)) < len(numbers):
            raise BadWizard(f"{self.name}: two steps share a slug or a number")
        if any(isinstance(step, Confirm) for step in self.steps[:-1]):
            raise BadWizard(f"{self.name}: nothing can come after a Confirm; it is never passed")
        if len(self.progress) < 2:
            raise BadWizard(f"{self.name}: the step indicator needs at least two names")

    @property
    def first(self) -> Input:
        """The step whose address has no run in it."""
        step = self.steps[0]
        assert isinstance(step, Input)
        return step

    def stage(self, kind: str) -> int:
        """Which name of the step indicator a kind of screen stands under, from 0."""
        return {"input": 0, "confirm": len(self.progress) - 2, "complete": len(self.progress) - 1}[kind]
