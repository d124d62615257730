"""Where does a visitor stand in a wizard?

Only the answers are remembered; everything else is worked out from them (rows W1, W2). This file knows nothing of
Flask, the session, the database, portals or the clock.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from itertools import chain
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict

from forms.kit.question import Boxes
from forms.kit.step import StepForm
from wizards.engine.definition import Answers, Confirm, Input, Step, Wizard


class Given(NamedTuple):
    """An answer as typed, box by box, and two fingerprints: of the earlier answers that it rests on, and of itself with
    who found it good."""

    boxes: Boxes
    under: str = ""
    good: str = ""


Stored = Mapping[str, Given]
OpenForm = Callable[[type[StepForm], Boxes | None], StepForm]


class PathStep:
    """A step on the visitor's own path, with its form filled from what they answered; most Confirms have none."""

    def __init__(self, step: Step, form: Callable[[], StepForm | None]) -> None:
        self.step, self._form = step, form

    @cached_property
    def form(self) -> StepForm | None:
        """Made when it is first looked at: of a step that is being answered nobody asks for the old one."""
        return self._form()

    def showing(self, form: StepForm) -> "PathStep":
        """This step with another form: what was typed but not taken."""
        return PathStep(self.step, lambda: form)


def _no_form() -> None:
    return None


class Passed(Mapping[str, Any]):
    """The answers of the steps passed so far. A step's form is made when somebody looks: most conditions do not."""

    def __init__(self) -> None:
        self._unread: list[PathStep] = []
        self._read: dict[str, Any] = {}

    def add(self, stop: PathStep) -> None:
        """One more step was passed."""
        self._unread.append(stop)

    def _all(self) -> dict[str, Any]:
        for stop in self._unread:
            self._read |= stop.form.answers if stop.form else {}
        self._unread.clear()
        return self._read

    def __getitem__(self, name: str) -> Any:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


class Journey:
    """One visitor's path through one wizard."""

    def __init__(
        self, wizard: Wizard, stored: Stored, open_form: OpenForm, key: str = "", judge: str = "", *, anew: bool = False
    ) -> None:
        """Walk the wizard with what is stored; `open_form` makes a form of a class and its kept answers.

        `judge` names the day and the rules by which answers are judged now: what the same judge found good is good
        still, unless everything is to be judged `anew`.
        """
        self.wizard, self._stored, self._open, self._key = wizard, dict(stored), open_form, key
        self._judge, self._anew = judge, anew
        self._answers = Passed()
        self._passed_by: list[str] = []
        self._finished = False
        self._walked: list[PathStep] = []
        self._walking = self._walk()

    def _walk(self) -> Iterator[PathStep]:
        """Every completed step in order, then the first that is not."""
        for step in self.wizard.steps:
            if not step.when(self._answers):
                self._passed_by.append(step.slug)
                continue
            if isinstance(step, Confirm):
                yield PathStep(step, partial(self._open, step.asks, None) if step.asks else _no_form)
                return
            before = self._stored.get(step.slug)
            good = before is not None and self._found_good(before)
            stop = PathStep(step, partial(self._form, step, before, good))
            yield stop
            given = self._stored.get(step.slug)
            just_taken = given is not before
            if given is None or given.under != self._under(step) or not (good or just_taken or _is_good(stop)):
                return
            self._answers.add(stop)
        self._finished = True

    def _form(self, step: Input, given: Given | None, good: bool) -> StepForm:
        """A step's form; what was found good earlier is judged all the same once somebody looks at it."""
        form = self._open(step.form, given.boxes if given else None)
        if good:
            form.validate()
        return form

    def _found_good(self, given: Given) -> bool:
        return not self._anew and given.good == self._good(given.boxes)

    def _good(self, boxes: Boxes) -> str:
        return _fingerprint([self._judge, boxes])

    def answer(self, stop: PathStep, boxes: Boxes, form: StepForm) -> Given:
        """Take an answer that was just found good, at a stop that was just reached; the walk goes on from there."""
        assert isinstance(stop.step, Input)
        given = self._stored[stop.step.slug] = Given(boxes, self._under(stop.step), self._good(boxes))
        stop.form = form
        return given

    @property
    def stops(self) -> list[PathStep]:
        """The whole path: every completed step, then the first that is not."""
        self._walked.extend(self._walking)
        return self._walked

    @property
    def answers(self) -> Answers:
        """What the path's completed steps answered."""
        return dict(self._answers) if self.stops else {}

    def answers_before(self, stop: PathStep) -> Answers:
        """What was answered on the way to a stop that was just reached."""
        return self._answers

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
        return _fingerprint([self._key, resting]) if resting else ""

    @property
    def frontier(self) -> PathStep:
        """The step to do next."""
        return self.stops[-1]

    @property
    def completed(self) -> list[PathStep]:
        """The answered steps of the path."""
        return [stop for stop in (self.stops if self.finished else self.stops[:-1]) if isinstance(stop.step, Input)]

    def stop_at(self, slug: str) -> PathStep | None:
        """The stop with this slug, None where the path has not come so far or passes it by."""
        return next((stop for stop in self.stops if stop.step.slug == slug), None)

    def reach(self, slug: str) -> PathStep | None:
        """The stop with this slug, None where the path has not come so far. Walks no further: its own answer, which is
        about to be replaced, is not judged."""
        for stop in chain(tuple(self._walked), self._walk_on()):
            if stop.step.slug == slug:
                return stop
        return None

    def _walk_on(self) -> Iterator[PathStep]:
        for stop in self._walking:
            self._walked.append(stop)
            yield stop

    def before(self, slug: str) -> PathStep | None:
        """The stop before this one."""
        self.reach(slug)
        place = [stop.step.slug for stop in self._walked].index(slug)
        return self._walked[place - 1] if place else None

    def after(self, slug: str) -> PathStep:
        """The stop after this one."""
        return self.stops[self._place(slug) + 1]

    def _place(self, slug: str) -> int:
        return [stop.step.slug for stop in self.stops].index(slug)

    @property
    def typed(self) -> Boxes:
        """The path's answers as typed, box by box."""
        return {name: values for stop in self.completed for name, values in self._boxes(stop).items()}

    def _boxes(self, stop: PathStep) -> Boxes:
        return self._stored[stop.step.slug].boxes

    @property
    def seal(self) -> str:
        """A fingerprint of this run as the confirm screen shows it; a commit must carry it back."""
        shown = [self._key, [(stop.step.slug, self._boxes(stop)) for stop in self.completed]]
        return _fingerprint(shown)


def _fingerprint(of: Any) -> str:
    return hashlib.sha256(json.dumps(of).encode()).hexdigest()


def _is_good(stop: PathStep) -> bool:
    return stop.form is not None and stop.form.validate()


def stored_data(kept: Boxes | None) -> MultiDict[str, str] | None:
    """What was kept of a form, as a form takes it."""
    return MultiDict({name: list(values) for name, values in kept.items()}) if kept else None
