"""What is a wizard made of, and where does a visitor stand in one?

Only the answers are remembered; everything else is worked out from them (rows W1, W2). This file knows nothing of
Flask, the session, the database, portals or the clock.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from typing import Any, ClassVar, NamedTuple

from werkzeug.datastructures import MultiDict

from forms.question import Kept
from forms.step import StepForm


class Given(NamedTuple):
    """An answer as typed, box by box, and a fingerprint of the earlier answers that it rests on."""

    boxes: Kept
    under: str = ""


Answers = Mapping[str, Any]
Stored = Mapping[str, Given]
OpenForm = Callable[[type[StepForm], Kept | None], StepForm]


class BadWizard(Exception):
    """A declaration that could not be walked; found at the start (row W24)."""


def always(answers: Answers) -> bool:
    """The condition of a step that everybody passes."""
    return True


@dataclass(frozen=True)
class Input:
    """A screen of questions. `when` sees only the answers given before it. When one of those that it `rests_on`
    changes, it is asked again (row W7)."""

    kind: ClassVar[str] = "input"
    number: int
    slug: str
    title: str
    form: type[StepForm]
    when: Callable[[Answers], bool] = always
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Confirm:
    """Everything answered so far, read back. Never answered, so never passed except by committing."""

    kind: ClassVar[str] = "confirm"
    number: int
    title: str
    button: str
    lead: str = ""
    slug: str = "confirm"
    when: Callable[[Answers], bool] = always


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
    could be guesses at, so that wrong ones are counted; `writes_to` the address that a commit sends a letter to for
    whoever asks, so that nobody is flooded.
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
    writes_to: Callable[[Answers], str | None] = field(default=lambda answers: None)

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


class Stop:
    """A step on the visitor's own path, with its form filled from what they answered; a Confirm has none."""

    def __init__(self, step: Step, form: Callable[[], StepForm | None]) -> None:
        self.step, self._form = step, form

    @cached_property
    def form(self) -> StepForm | None:
        """Made when it is first looked at: of a step that is being answered nobody asks for the old one."""
        return self._form()

    def showing(self, form: StepForm) -> "Stop":
        """The same step with another form: what was typed but not taken."""
        return Stop(self.step, lambda: form)


def _no_form() -> None:
    return None


class Journey:
    """One visitor's path through one wizard."""

    def __init__(self, wizard: Wizard, stored: Stored, open_form: OpenForm, key: str = "") -> None:
        """Walk the wizard with what is stored; `open_form` makes a form of a class and its kept answers."""
        self.wizard, self._stored, self._open, self._key = wizard, dict(stored), open_form, key
        self._answers: dict[str, Any] = {}
        self._passed_by: list[str] = []
        self._finished = False
        self._walked: list[Stop] = []
        self._answered: dict[str, StepForm] = {}
        self._walking = self._walk()

    def _walk(self) -> Iterator[Stop]:
        """Every completed step in order, then the first that is not."""
        for step in self.wizard.steps:
            if not step.when(self._answers):
                self._passed_by.append(step.slug)
                continue
            if isinstance(step, Confirm):
                yield Stop(step, _no_form)
                return
            given = self._stored.get(step.slug)
            stop = Stop(step, partial(self._open, step.form, given.boxes if given else None))
            yield stop
            form = self._answered.get(step.slug) or self._judged(step, stop)
            if form is None:
                return
            self._answers |= form.answers
        self._finished = True

    def _judged(self, step: Input, stop: Stop) -> StepForm | None:
        """The form of an answer that still holds."""
        given = self._stored.get(step.slug)
        if given is None or given.under != self._under(step) or stop.form is None or not stop.form.validate():
            return None
        return stop.form

    def answer(self, stop: Stop, boxes: Kept, form: StepForm) -> Given:
        """Take an answer that was just found good, at a stop that was just reached; the walk goes on from there."""
        given = Given(boxes, self._under(stop.step)) if isinstance(stop.step, Input) else Given(boxes)
        self._stored[stop.step.slug], self._answered[stop.step.slug] = given, form
        return given

    @property
    def stops(self) -> list[Stop]:
        """The whole path: every completed step, then the first that is not."""
        self._walked.extend(self._walking)
        return self._walked

    @property
    def answers(self) -> Answers:
        """What the path's completed steps answered."""
        return self._answers if self.stops else {}

    @property
    def passed_by(self) -> list[str]:
        """The steps whose condition leaves them out."""
        return self._passed_by if self.stops else []

    @property
    def finished(self) -> bool:
        """Whether the last answer completes the wizard, which has no Confirm."""
        return self._finished if self.stops else False

    def _under(self, step: Input) -> str:
        """A fingerprint of the answers that a step rests on, as they are now."""
        resting = [[name, str(self._answers.get(name))] for name in step.rests_on]
        return hashlib.sha256(json.dumps([self._key, resting]).encode()).hexdigest() if resting else ""

    @property
    def frontier(self) -> Stop:
        """The step to do next."""
        return self.stops[-1]

    @property
    def completed(self) -> list[Stop]:
        """The answered steps of the path."""
        return [stop for stop in (self.stops if self.finished else self.stops[:-1]) if isinstance(stop.step, Input)]

    def stop_at(self, slug: str) -> Stop | None:
        """The stop with this slug, None where the path has not come so far or passes it by."""
        return next((stop for stop in self.stops if stop.step.slug == slug), None)

    def reach(self, slug: str) -> Stop | None:
        """The same, walking no further than that: its own answer, which is about to be replaced, is not judged."""
        for stop in chain(tuple(self._walked), self._walk_on()):
            if stop.step.slug == slug:
                return stop
        return None

    def _walk_on(self) -> Iterator[Stop]:
        for stop in self._walking:
            self._walked.append(stop)
            yield stop

    def before(self, slug: str) -> Stop | None:
        """The stop before this one."""
        self.reach(slug)
        place = [stop.step.slug for stop in self._walked].index(slug)
        return self._walked[place - 1] if place else None

    def after(self, slug: str) -> Stop:
        """The stop after this one."""
        return self.stops[self._place(slug) + 1]

    def _place(self, slug: str) -> int:
        return [stop.step.slug for stop in self.stops].index(slug)

    @property
    def typed(self) -> Kept:
        """The path's answers as typed, box by box."""
        return {name: values for stop in self.completed for name, values in self._boxes(stop).items()}

    def _boxes(self, stop: Stop) -> Kept:
        return self._stored[stop.step.slug].boxes

    @property
    def seal(self) -> str:
        """A fingerprint of this run as the confirm screen shows it; a commit must carry it back."""
        shown = [self._key, [(stop.step.slug, self._boxes(stop)) for stop in self.completed]]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def stored_data(kept: Kept | None) -> MultiDict[str, str] | None:
    """What was kept of a form, as a form takes it."""
    return MultiDict({name: list(values) for name, values in kept.items()}) if kept else None
