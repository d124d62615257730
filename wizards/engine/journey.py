"""Where does a visitor stand in a wizard?

Only the answers are remembered; everything else is worked out from them (rows W1, W2). This file knows nothing of
Flask, the session, the database, portals or the clock.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from types import MappingProxyType
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict

from forms.kit.question import Boxes
from forms.kit.step import StepForm
from wizards.engine.definition import (
    Answers,
    Confirm,
    Gathered,
    Input,
    Step,
    Upload,
    Wait,
    Waited,
    WaitState,
    Wizard,
)


class Given(NamedTuple):
    """An answer as typed, box by box, and two fingerprints: of the earlier answers that it rests on, and of itself with
    who found it good."""

    boxes: Boxes
    under: str = ""
    good: str = ""


Stored = Mapping[str, Given]
OpenForm = Callable[[type[StepForm], Boxes | None, Answers], StepForm]
Look = Callable[[Wait | Upload], Waited | Gathered]


def nothing_heard(step: Wait | Upload) -> Waited | Gathered:
    """What is said of a wait that nobody can look at, and of files where there are none."""
    return Waited(WaitState.PENDING) if isinstance(step, Wait) else Gathered((), 0, 0, "")


class PathStep:
    """A step on the visitor's own path: what was answered `before` it, and its form filled from what they answered;
    most Confirms have none. Of a Wait, what is said of what it waits for; of an Upload, what lies in the run."""

    def __init__(
        self,
        step: Step,
        before: Answers,
        form: Callable[[], StepForm | None],
        seen: Waited | Gathered | None = None,
    ) -> None:
        self.step, self.before, self._form = step, before, form
        self.waited = seen if isinstance(seen, Waited) else None
        self.gathered = seen if isinstance(seen, Gathered) else None

    @cached_property
    def form(self) -> StepForm | None:
        """Made when it is first looked at: of a step that is being answered nobody asks for the old one."""
        return self._form()

    @property
    def resting(self) -> Answers:
        """The earlier answers that its form may know."""
        return _resting(self.step, self.before)

    def showing(self, form: StepForm) -> "PathStep":
        """This step with another form: what was typed but not taken."""
        return PathStep(self.step, self.before, lambda: form)


class Passed(Mapping[str, Any]):
    """The answers of the steps passed so far. A step's form is made when somebody looks: most conditions do not."""

    def __init__(self, before: Answers, passed: PathStep) -> None:
        self._before, self._passed = before, passed

    @cached_property
    def _all(self) -> dict[str, Any]:
        return {**self._before, **(self._passed.form.answers if self._passed.form else {})}

    def __getitem__(self, name: str) -> Any:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


class _Way(NamedTuple):
    """How far a walk has come: its stops, the steps that it left out, the answers so far, and whether the last of them
    completes the wizard."""

    stops: tuple[PathStep, ...]
    passed_by: tuple[str, ...]
    answers: Answers
    finished: bool = False


_START = _Way((), (), MappingProxyType({}))


class Journey:
    """One visitor's path through one wizard. It never changes: with another answer it is another journey."""

    def __init__(
        self,
        wizard: Wizard,
        stored: Stored,
        open_form: OpenForm,
        key: str = "",
        judge: str = "",
        *,
        look: Look = nothing_heard,
        anew: bool = False,
        begun: _Way = _START,
    ) -> None:
        """Walk the wizard with what is stored; `open_form` makes a form of a class, its kept answers and those before
        it that it may know, `look` says what has become of what a step waits for, or what lies in the run.

        `key` names the run and what is known of its subject. `judge` names the day and the rules by which answers are
        judged now: what the same judge found good is good still, unless everything is to be judged `anew`. What was
        walked already is `begun`.
        """
        self.wizard, self._stored, self._open, self._key = wizard, stored, open_form, key
        self._judge, self._look, self._anew = judge, look, anew
        self._way = self._walk(begun)

    def _walk(self, way: _Way) -> _Way:
        """Every completed step in order, then the first that is not."""
        stops, passed_by, answers = list(way.stops), list(way.passed_by), way.answers
        for step in self.wizard.steps[len(stops) + len(passed_by) :]:
            if not step.when(answers):
                passed_by.append(step.slug)
                continue
            stop = self._stop(step, answers)
            stops.append(stop)
            if not self._is_passed(stop):
                break
            answers = Passed(answers, stop) if isinstance(step, Input) else answers
        else:
            return _Way(tuple(stops), tuple(passed_by), answers, finished=True)
        return _Way(tuple(stops), tuple(passed_by), answers)

    def _stop(self, step: Step, before: Answers) -> PathStep:
        if isinstance(step, (Wait, Upload)):
            return PathStep(step, before, lambda: None, self._look(step))
        return PathStep(step, before, partial(self._form, step, before))

    def _is_passed(self, stop: PathStep) -> bool:
        if isinstance(stop.step, Wait):
            return stop.waited is not None and stop.waited.state is WaitState.CONFIRMED
        if isinstance(stop.step, Upload):
            return stop.gathered is not None and stop.gathered.good > 0 and not stop.gathered.waiting
        given = self._stored.get(stop.step.slug)
        if isinstance(stop.step, Confirm) or given is None or given.under != self._under(stop.step, stop.before):
            return False
        return self._found_good(given) or _is_good(stop)

    def _form(self, step: Input | Confirm, before: Answers) -> StepForm | None:
        """A step's form; what was found good earlier is judged all the same once somebody looks at it, unless it was
        the answer to something else."""
        if isinstance(step, Confirm):
            return self._open(step.asks, None, _resting(step, before)) if step.asks else None
        given = self._stored.get(step.slug)
        form = self._open(step.form, given.boxes if given else None, _resting(step, before))
        if given and given.under == self._under(step, before) and self._found_good(given):
            form.validate()
        return form

    def _found_good(self, given: Given) -> bool:
        return not self._anew and given.good == self._good(given.boxes)

    def _good(self, boxes: Boxes) -> str:
        return _fingerprint([self._judge, boxes])

    def _under(self, step: Step, before: Answers) -> str:
        """A fingerprint of the answers that a step rests on, as they are on the way to it."""
        on = _resting(step, before) if isinstance(step, Input) else {}
        resting = [[name, str(value)] for name, value in on.items()]
        return _fingerprint([self._key, resting]) if resting else ""

    def answered(self, stop: PathStep, boxes: Boxes, form: StepForm) -> "Journey":
        """The journey with an answer, just found good, at one of its stops; walked on from there."""
        given = Given(boxes, self._under(stop.step, stop.before), self._good(boxes))
        place, taken = self._place(stop.step.slug), stop.showing(form)
        passed_by = self.passed_by[: self.wizard.steps.index(stop.step) - place]
        begun = _Way((*self.stops[:place], taken), passed_by, Passed(stop.before, taken))
        stored = {**self._stored, stop.step.slug: given}
        return self._anew_with(stored, anew=self._anew, begun=begun)

    def judged_anew(self) -> "Journey":
        """The journey with every answer judged by itself once more, as before it is taken for good."""
        return self._anew_with(self._stored, anew=True, begun=_START)

    def _anew_with(self, stored: Stored, *, anew: bool, begun: _Way) -> "Journey":
        return Journey(self.wizard, stored, self._open, self._key, self._judge, look=self._look, anew=anew, begun=begun)

    def given(self, slug: str) -> Given:
        """What is stored of an answered step."""
        return self._stored[slug]

    @property
    def stops(self) -> tuple[PathStep, ...]:
        """The whole path: every completed step, then the first that is not."""
        return self._way.stops

    @property
    def answers(self) -> Answers:
        """What the path's completed steps answered."""
        return dict(self._way.answers)

    @property
    def passed_by(self) -> tuple[str, ...]:
        """The steps whose condition leaves them out."""
        return self._way.passed_by

    @property
    def finished(self) -> bool:
        """Whether the last answer completes the wizard, which has no Confirm."""
        return self._way.finished

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

    def before(self, slug: str) -> PathStep | None:
        """The stop before this one."""
        place = self._place(slug)
        return self.stops[place - 1] if place else None

    def after(self, slug: str) -> PathStep:
        """The stop after this one."""
        return self.stops[self._place(slug) + 1]

    def _place(self, slug: str) -> int:
        return [stop.step.slug for stop in self.stops].index(slug)

    @property
    def typed(self) -> Boxes:
        """The path's answers as typed, box by box."""
        return {name: values for stop in self.completed for name, values in self.given(stop.step.slug).boxes.items()}

    @property
    def gathered(self) -> Gathered | None:
        """What was put into the run beside its answers; None where nothing is in this wizard."""
        return next((stop.gathered for stop in self.stops if stop.gathered), None)

    @property
    def seal(self) -> str:
        """A fingerprint of this run as the confirm screen shows it; a commit must carry it back."""
        shown = [(stop.step.slug, self.given(stop.step.slug).boxes) for stop in self.completed]
        files = [(stop.step.slug, stop.gathered.mark) for stop in self.stops if stop.gathered]
        return _fingerprint([self._key, shown, *files])


def _resting(step: Step, before: Answers) -> Answers:
    """Those that an Input rests on: where one of them changes it is asked again. What is read back rests on all."""
    return {name: before.get(name) for name in step.rests_on} if isinstance(step, Input) else before


def _fingerprint(of: Any) -> str:
    return hashlib.sha256(json.dumps(of).encode()).hexdigest()


def _is_good(stop: PathStep) -> bool:
    return stop.form is not None and stop.form.validate()


def stored_data(kept: Boxes | None) -> MultiDict[str, str] | None:
    """What was kept of a form, as a form takes it."""
    return MultiDict({name: list(values) for name, values in kept.items()}) if kept else None
