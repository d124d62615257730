"""What is a wizard made of? Its steps, who may enter, and what a commit does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
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

    @property
    def thing(self) -> str:
        """What its answers are, where they are read back: its title without that it is typed or chosen."""
        return self.title.replace("の入力", "").replace("の選択", "")


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


class WaitState(StrEnum):
    """How far something is that is waited for: nothing came yet, what came was refused, it has come, or it is over and
    will not come any more."""

    PENDING = "pending"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Waited:
    """What can be said of what is waited for: its state, and a `reason` that the screen has words for, of why what came
    was refused (what came `at`) or why it is over. `until` is when its time is over; once it is, from when on it can be
    begun anew."""

    state: WaitState
    reason: str = ""
    until: UtcDateTime | None = None
    at: UtcDateTime | None = None

    @property
    def word(self) -> str:
        """What tells this from what was said before it, for a page that asks again and again."""
        return " ".join((self.state, self.reason, self.at.isoformat() if self.at else "")).strip()


@dataclass(frozen=True)
class Watched:
    """Whose wait is looked at, and when. `subject` is what the run is about."""

    portal: Any
    run_id: str
    subject: str | None
    now: UtcDateTime


@dataclass(frozen=True)
class Wait:
    """A screen that waits for something outside: it is passed once `look` finds it confirmed, and never by being
    answered. `look` is asked by every page that waits, again and again: it is to be quick, and changes nothing. `still`
    is what whoever presses the button too early is told."""

    kind: ClassVar[str] = "wait"
    number: int
    slug: str
    title: str
    look: Callable[[Watched], Waited]
    button: str
    still: str
    when: Callable[[Answers], bool] = always


@dataclass(frozen=True)
class Gathered:
    """What was put into a run beside its answers: all of it, as pages show it, how many can be sent, how many are still
    looked at, and a `mark` that tells one state from another; `refused` is what was not taken, by its id, and why."""

    items: Sequence[Any]
    good: int
    waiting: int
    mark: str
    refused: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Upload:
    """A screen on which files are put into the run, each for itself: it is passed once there is a good one and none is
    still looked at. `gather` says what lies in a run. The seal covers it; the run's version does not (decision 25)."""

    kind: ClassVar[str] = "upload"
    number: int
    slug: str
    title: str
    gather: Callable[[Watched], Gathered]
    button: str = "次へ"
    when: Callable[[Answers], bool] = always


@dataclass(frozen=True)
class Onward:
    """No screen of its own: where a commit leads says its receipt."""

    kind: ClassVar[str] = "onward"
    slug: str = "complete"


@dataclass(frozen=True)
class Complete:
    """The receipt. It is reached by committing, not by walking. `again` sends its letter once more; `now` gives it as
    it is to be shown where what was done may have been taken back since."""

    kind: ClassVar[str] = "complete"
    number: int
    title: str
    slug: str = "complete"
    again: Callable[[Any, Any], Any] | None = None
    now: Callable[[Any], Any] | None = None


Step = Input | Wait | Upload | Confirm


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
    `came_from` is the page below the portal's address that leads to its first screen, where `{contract}` stands for the
    one that it is about; None where there is no way back, as the link or password that led there is used up.
    """

    name: str
    title: str
    enter: Any
    steps: tuple[Step, ...]
    complete: Complete | Onward
    commit: Callable[[Any], Any]
    progress: tuple[str, ...]
    also: tuple[Listed, ...] = ()
    came_from: str | None = None
    guesses: Callable[[Any, Answers], Sequence[str]] = field(default=lambda subject, answers: ())
    locks: Callable[[Any, int], Sequence[int]] = field(default=lambda session, account_id: ())

    def __post_init__(self) -> None:
        slugs = [step.slug for step in self.steps] + [self.complete.slug]
        numbers = [screen.number for screen in self.screens]
        if not self.steps or isinstance(self.steps[0], Confirm) or self.steps[0].when is not always:
            raise BadWizard(f"{self.name}: the first step must be one that everybody passes")
        if len(set(slugs)) < len(slugs) or len(set(numbers)) < len(numbers):
            raise BadWizard(f"{self.name}: two steps share a slug or a number")
        if any(isinstance(step, Confirm) for step in self.steps[:-1]):
            raise BadWizard(f"{self.name}: nothing can come after a Confirm; it is never passed")
        if len(self.progress) < 2:
            raise BadWizard(f"{self.name}: the step indicator needs at least two names")

    @property
    def first(self) -> Step:
        """The step whose address has no run in it."""
        return self.steps[0]

    @property
    def screens(self) -> tuple[Step | Complete | Listed, ...]:
        """All that has a number, in the order of the path."""
        own = (self.complete,) if isinstance(self.complete, Complete) else ()
        return (*self.steps, *own, *self.also)

    @property
    def waits(self) -> bool:
        """Whether one of its screens waits for something outside."""
        return any(isinstance(step, Wait) for step in self.steps)

    @property
    def upload(self) -> Upload | None:
        """Its screen on which files are put in."""
        return next((step for step in self.steps if isinstance(step, Upload)), None)

    @property
    def again(self) -> Callable[[Any, Any], Any] | None:
        """What sends the letter of the complete screen once more."""
        return self.complete.again if isinstance(self.complete, Complete) else None

    @property
    def last_number(self) -> int:
        """The number of the screen on which what was done is told: the last one, where a commit leads elsewhere."""
        return (self.complete if isinstance(self.complete, Complete) else self.steps[-1]).number

    def stage(self, kind: str) -> int:
        """Which name of the step indicator a kind of screen stands under, from 0."""
        last = len(self.progress) - 1
        return {"input": 0, "upload": 0, "wait": last - 1, "confirm": last - 1, "complete": last}[kind]
