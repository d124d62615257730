"""What is a screen of questions, and what may it know of the world around it?"""

from collections.abc import Callable, Container, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.meta import DefaultMeta

from forms.kit.question import LONGEST_DRAFT, Boxes, Question

SAMPLE_PERSON = {
    "kana-family": "ミホン",
    "kana-given": "ハナコ",
    "birth-era": "showa",
    "birth-year": "35",
    "birth-month": "4",
    "birth-day": "1",
}


def _keeps_no_passwords(*_: str) -> Any:
    raise RuntimeError("this form was not told how passwords are kept")


def _suits_anybody(password: str) -> None:
    return None


@dataclass(frozen=True)
class FormContext:
    """What a form may know of the world around it: nothing here is looked up by the form itself.

    `common` holds the passwords that everybody tries first; `unfit` says what speaks against a password where it is
    known who is to have it; `about` is what is known of the subject of the sequence, None where it has none; `resting`
    are the earlier answers that the step rests on, all of them where answers are read back; `elsewhere` is what was
    typed on other screens, box by box, so that a question that stood there is not asked from nothing.
    """

    portal: Any
    today: date
    hash_password: Callable[[str], str] = _keeps_no_passwords
    check_password: Callable[[str, str], bool] = _keeps_no_passwords
    common: Container[str] = frozenset()
    unfit: Callable[[str], str | None] = _suits_anybody
    about: Any = None
    resting: Mapping[str, Any] = field(default_factory=dict)
    elsewhere: Boxes = field(default_factory=dict)


class Section(NamedTuple):
    """Questions under a heading, which may be missing, and whether a password is among them."""

    title: str | None
    questions: list[Question]
    asks_password: bool


class _BoundOnce(DefaultMeta):
    """Questions are bound once for a class of forms and copied for each form, which is much quicker."""

    def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Any:
        """WTForms' own hook."""
        bound = type(form).bound
        if unbound_field not in bound:
            question = super().bind_field(form, unbound_field, options)
            question._form = None
            bound[unbound_field] = question
        return copy(bound[unbound_field])


class StepForm(Form):
    """One screen of questions. Subclasses add the questions, at most a sentence of lead, and a `sample` answer, box by
    box, for whoever has to show the screens after it."""

    lead = ""
    button = "次へ"
    fine = ""
    layout: ClassVar[tuple[tuple[str | None, tuple[str, ...]], ...]] = ()
    sample: ClassVar[Mapping[str, str]] = {}
    bound: ClassVar[dict[Any, Question]] = {}
    Meta = _BoundOnce

    def __init_subclass__(cls) -> None:
        cls.bound = {}

    def __init__(
        self,
        formdata: MultiDict[str, str] | None,
        context: FormContext,
        *,
        from_run: bool = False,
        earlier: Boxes | None = None,
    ) -> None:
        """Take what was typed, or with `from_run` what a run kept of it, which nobody may type (a hash).

        `earlier` is what this step's answer was before. Where the answer to a question has other questions asked than
        the page had that was sent, that one is `switched`: they are to be shown first.
        """
        self.context, self.from_run, self.earlier = context, from_run, earlier or {}
        self.aside: dict[str, list[str]] = {}
        self.switched = ""
        super().__init__(formdata)
        self.number_from(1)
        for question in self:
            if question.kind == "tick" and question.page:
                question.link = (f"/{context.portal.name}/{question.page}", question.label.text)

    def number_from(self, first: int) -> None:
        """Number the questions in their order: from 1, or from what stands above them on their screen."""
        for number, question in enumerate(self, first):
            question.number = number

    def process(self, formdata: MultiDict[str, str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Take what was typed, and nothing from anywhere else (WTForms would look for objects and filters). A question
        that is not asked on this occasion is not there."""
        for name in [each.name for each in self if each.where and not each.where(self.context)]:
            del self[name]
        for question in self:
            brought = {} if self._stands(question, formdata) else self._elsewhere(question)
            question.process(MultiDict(brought) if brought else formdata)
            question.brought = bool(brought)

    def leave_out(self, names: Iterable[str], formdata: MultiDict[str, str] | None) -> None:
        """Take away the questions of these names. What was typed there is no answer; it lies aside, for who asks for
        them again."""
        for name in names:
            question = self[name]
            question.process(formdata)
            if not (self.from_run or question.secret or question.empty):
                self.aside |= _cut(question.to_keep())
            del self[name]

    def _stands(self, question: Question, formdata: MultiDict[str, str] | None) -> bool:
        """Whether the page that was sent had the question, as far as that can be told: of what is chosen, nothing is
        sent where nothing was."""
        return question.is_choice or question.secret or formdata is None or question.first_name in formdata

    def _elsewhere(self, question: Question) -> Boxes:
        """What was typed on another screen into the boxes of a question of that name: shown, not yet an answer."""
        mine = {name: values for name, values in self.context.elsewhere.items() if question_of(name) == question.name}
        return mine if any(value for values in mine.values() for value in values) else {}

    @classmethod
    def suggested(cls, context: FormContext) -> Boxes | None:
        """What stands in the boxes before anybody typed, None for empty ones."""
        return None

    @property
    def questions(self) -> list[Question]:
        """Every question, in order."""
        return list(self)

    @property
    def sections(self) -> list[Section]:
        """The questions under their headings."""
        laid_out = [(title, [self[name] for name in names]) for title, names in self.layout] or [(None, self.questions)]
        return [Section(title, asked, any(each.is_password for each in asked)) for title, asked in laid_out]

    def personal(self) -> list[str]:
        """What a password on this screen must not hold."""
        return [piece for question in self for piece in question.pieces]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by question."""
        return {q.name: q.answer for q in self}

    def to_keep(self) -> dict[str, list[str]]:
        """What was typed, box by box, so that it can be judged again."""
        return self._touched([q.to_keep() for q in self])

    def to_draft(self) -> dict[str, list[str]]:
        """What was typed of an answer that is not yet good, box by box: without anything secret, and not endless."""
        return {**self.aside, **self._touched(self._shown_boxes())}

    @property
    def touched(self) -> bool:
        """Whether there is anything in it that was not suggested."""
        draft = self.to_draft()
        return any(not q.empty and any(name in draft for name in q.names.values()) for q in self)

    @property
    def boxes(self) -> dict[str, list[str]]:
        """What stands in every box that may be shown."""
        return {name: values for each in self._shown_boxes() for name, values in each.items()}

    def _shown_boxes(self) -> list[dict[str, list[str]]]:
        return [_cut(q.to_keep()) for q in self if not q.secret]

    def _touched(self, questions: list[dict[str, list[str]]]) -> dict[str, list[str]]:
        """Without the questions that stand as they were suggested: where that changes, they are suggested anew, and
        nobody's wish. A question of which one box was touched is kept whole."""
        suggested = self.suggested(self.context) or {}
        touched = (boxes for boxes in questions if any(values != suggested.get(name) for name, values in boxes.items()))
        return {name: values for boxes in touched for name, values in boxes.items()}

    def same_as(self, kept: Boxes, *, secrets: bool = True) -> bool:
        """Whether what was typed is what is kept (decision 4); without `secrets`, as far as a draft holds it."""
        full = {**(self.suggested(self.context) or {}), **kept}
        return all(q.same_as(full, self.context) for q in self if secrets or not q.secret)


def question_of(box: str) -> str:
    """The name of the question to which a box belongs."""
    return box.partition("-")[0]


def _cut(boxes: Boxes) -> dict[str, list[str]]:
    return {name: [value[:LONGEST_DRAFT] for value in values] for name, values in boxes.items()}
