"""What kinds of question are there? Each owns its label, hint, boxes, checks and how it is read back.

A question is drawn by a component from what it says of itself here; WTForms' widgets are not used (they take six
times as long). Answers are kept as typed and read anew each time, so that every read judges them again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form
from wtforms.utils import unset_value
from wtforms.validators import StopValidation, ValidationError

import rules
from forms import dates, reading

Kept = Mapping[str, Sequence[str]]
SECRET_SHOWN = "●●●●●●●●"
ERAS = (("ad", "西暦"), ("taisho", "大正"), ("showa", "昭和"), ("heisei", "平成"), ("reiwa", "令和"))


class Part(NamedTuple):
    """One box of a question as it is declared: its name within the question, its label, its HTML attributes."""

    name: str
    label: str = ""
    attributes: Mapping[str, str] = {}


class Box(NamedTuple):
    """One box as it is drawn."""

    id: str
    label: str
    value: str
    attributes: Mapping[str, str]
    wrong: bool


class Option(NamedTuple):
    """One thing to choose."""

    id: str
    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class Occasion:
    """What a form may know of the world around it: nothing here is looked up by the form itself."""

    portal: Any
    today: date
    subject: Any = None
    hash_password: Callable[[str], str] = str
    check_password: Callable[[str, str], bool] = str.__eq__


class Question(Field):  # type: ignore[misc]
    """A question of one or more boxes. `data` is what its answer means, None where it can't be read."""

    kind = "text"
    parts: ClassVar[tuple[Part, ...]] = (Part(""),)
    secret = False
    is_choice = False
    number = 0
    options: Sequence[Option] = ()
    link: tuple[str, str] | None = None

    def __init__(
        self,
        label: str,
        validators: Iterable[Callable[..., None]] = (),
        *,
        required: bool = True,
        hint: str = "",
        notes: Sequence[str] = (),
        attributes: Mapping[str, str] | None = None,
        **for_wtforms: Any,
    ) -> None:
        super().__init__(label, list(validators), **for_wtforms)
        self.required, self.hint, self.notes, self.attributes = required, hint, tuple(notes), attributes or {}
        self.typed: dict[str, str] = {}
        self.wrong_parts: frozenset[str] = frozenset()

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take what was typed into the boxes. `data` belongs to WTForms' signature and is not used."""
        self.process_errors, self.errors, self.raw_data = [], [], None
        for part in self.parts:
            value = formdata.get(self.box_name(part)) if formdata else None
            self.typed[part.name] = value if isinstance(value, str) else ""
        self.data = None if self.empty else self.read()

    def box_name(self, part: Part) -> str:
        """The name of a box's input."""
        return f"{self.name}-{part.name}" if part.name else str(self.name)

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(reading.clean(value) for value in self.typed.values())

    def read(self) -> Any:
        """What the typed text means."""
        return reading.clean(self.typed[""])

    def pre_validate(self, form: "StepForm") -> None:
        """An empty answer is judged here, so that the checks only ever see one that can be read."""
        if self.empty:
            self.wrong_parts = frozenset(part.name for part in self.parts)
            raise StopValidation(self.missing if self.required else None)
        self.judge(form)
        if self.data is None:
            raise StopValidation(None)

    def judge(self, form: "StepForm") -> None:
        """What only this kind of question can judge. Raise StopValidation with the message."""

    @property
    def missing(self) -> str:
        """E-01, E-02."""
        return f"{self.label.text}を{'選択' if self.is_choice else '入力'}してください。"

    @property
    def shown(self) -> str:
        """The answer as a confirm screen reads it back."""
        return str(self.data) if self.data else "入力なし"

    def to_keep(self) -> dict[str, list[str]]:
        """The boxes by name, fit for JSON."""
        return {self.box_name(part): [self.typed[part.name]] for part in self.parts}

    def same_as(self, kept: Kept) -> bool:
        """Whether what was typed is what is kept."""
        return all(list(kept.get(name, ())) == values for name, values in self.to_keep().items())

    @property
    def control_id(self) -> str:
        """Where a link in the error summary leads: the first wrong box."""
        wrong = next((part for part in self.parts if part.name in self.wrong_parts), self.parts[0])
        return self.box_name(wrong)

    @property
    def boxes(self) -> list[Box]:
        """The boxes to draw."""
        bad = bool(self.errors)
        return [
            Box(
                self.box_name(part),
                part.label,
                "" if self.secret else self.typed[part.name],
                {**part.attributes, **self.attributes},
                bad and (not self.wrong_parts or part.name in self.wrong_parts),
            )
            for part in self.parts
        ]


TEXT = {"type": "text", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class Text(Question):
    """A line of text; `reader` says how it is normalised."""

    parts = (Part("", "", {**TEXT, "maxlength": "80"}),)

    def __init__(self, label: str, *args: Any, reader: Callable[[str], str] = reading.clean, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.reader = reader

    def read(self) -> Any:
        return self.reader(self.typed[""])


class FullName(NamedTuple):
    """A name in its two parts."""

    family: str
    given: str

    def __str__(self) -> str:
        return f"{self.family} {self.given}"


class Name(Question):
    """姓 and 名; the characters are kept as they were typed (screens.md section 13)."""

    kind = "pair"
    parts = (
        Part("family", "姓", {**TEXT, "autocomplete": "family-name", "maxlength": "40"}),
        Part("given", "名", {**TEXT, "autocomplete": "given-name", "maxlength": "40"}),
    )
    reader = staticmethod(reading.name)

    def read(self) -> FullName:
        return FullName(*(self.reader(self.typed[part.name]) for part in self.parts))

    def judge(self, form: "StepForm") -> None:
        lacking = [part for part in self.parts if not getattr(self.data, part.name)]
        if lacking:
            self.wrong_parts = frozenset(part.name for part in lacking)
            raise StopValidation(f"{self.label.text}の「{lacking[0].label}」を入力してください。")


class Kana(Name):
    """セイ and メイ, in full-width katakana however they were typed (row F8)."""

    parts = (Part("family", "セイ", {**TEXT, "maxlength": "40"}), Part("given", "メイ", {**TEXT, "maxlength": "40"}))
    reader = staticmethod(reading.kana)


DIGITS = {"type": "text", "inputmode": "numeric", "autocomplete": "off"}


class BirthDate(Question):
    """A date in 西暦 or 和暦 (row F11)."""

    kind = "date"
    parts = (
        Part("year", "年", {**DIGITS, "maxlength": "16"}),
        Part("month", "月", {**DIGITS, "maxlength": "4"}),
        Part("day", "日", {**DIGITS, "maxlength": "4"}),
    )
    era_part = Part("era")

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        era = formdata.get(self.box_name(self.era_part)) if formdata else None
        self.era = era if era in dict(ERAS) else "ad"
        super().process(formdata, data, extra_filters)

    def read(self) -> date | None:
        typed = (self.typed[part.name] for part in self.parts)
        era, year, month, day = dates.date_parts(self.era, *typed)
        try:
            return dates.to_date(era, year, month, day)
        except dates.PartMissing as wrong:
            names = {"年": "year", "月": "month", "日": "day"}
            self.wrong_parts = frozenset(names.get(part, part) for part in wrong.parts)
            shown = {name: label for label, name in names.items()}
            lacking = "・".join(shown.get(part, part) for part in wrong.parts)
            self.process_errors = [f"{self.label.text}の「{lacking}」を入力してください。"]
        except dates.YearUnclear:
            self.wrong_parts = frozenset({"year"})
            self.process_errors = [
                "西暦は4桁で入力してください。和暦の場合は、元号（昭和・平成など）を選択してください。"
            ]
        except dates.NoSuchDate as wrong:
            self.process_errors = [f"{wrong.text}は暦にない日付です。{self.label.text}をご確認ください。"]
        return None

    @property
    def options(self) -> list[Option]:
        name = self.box_name(self.era_part)
        return [Option(f"{name}-{code}", code, label, self.era == code) for code, label in ERAS]

    @property
    def shown(self) -> str:
        return dates.show_both(self.data) if self.data else "入力なし"

    def to_keep(self) -> dict[str, list[str]]:
        return {self.box_name(self.era_part): [self.era], **super().to_keep()}


EMAIL = {
    "type": "email",
    "inputmode": "email",
    "autocomplete": "email",
    "autocapitalize": "off",
    "spellcheck": "false",
    "maxlength": "254",
    "lang": "en",
}
AGAIN = "（確認のためもう一度ご入力ください）"


class Email(Question):
    """An e-mail address, carrier forms that break the standards included (row F10)."""

    parts = (Part("", "", EMAIL),)

    def read(self) -> str:
        return reading.email(self.typed[""])


class EmailTwice(Email):
    """An e-mail address and the same again."""

    kind = "twice"
    parts = (Part("", "", EMAIL), Part("again", AGAIN, EMAIL))

    def judge(self, form: "StepForm") -> None:
        if reading.email(self.typed["again"]) != self.data:
            self.wrong_parts = frozenset({"again"})
            raise StopValidation("上のメールアドレスと一致していません。もう一度入力してください。")


PASSWORD = {"type": "password", "autocapitalize": "off", "spellcheck": "false"}


class Password(Question):
    """A password that is checked, never kept."""

    kind = "password"
    secret = True
    parts = (Part("", "", {**PASSWORD, "autocomplete": "current-password"}),)

    @property
    def empty(self) -> bool:
        return not any(self.typed.values())

    def read(self) -> str:
        return self.typed[""]

    @property
    def shown(self) -> str:
        return SECRET_SHOWN

    def to_keep(self) -> dict[str, list[str]]:
        return {}


class NewPassword(Password):
    """A password chosen by the customer, twice. Hashed at the door: what is kept is never the password itself.

    From a confirm screen the boxes come back empty: left so, the password stays, unless something it must not hold
    was changed (decision 7).
    """

    kind = "password_twice"
    parts = (
        Part("", "", {**PASSWORD, "autocomplete": "new-password"}),
        Part("again", AGAIN, {**PASSWORD, "autocomplete": "new-password"}),
    )

    def __init__(self, label: str, *args: Any, watches: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.watches = tuple(watches)
        self._hash: str | None = None

    def pre_validate(self, form: "StepForm") -> None:
        earlier = (form.earlier.get(self.name) or [""])[0]
        if form.from_run:
            self._hash = self.typed[""] or None
            raise StopValidation(None if self._hash else self.missing)
        if self.empty and earlier:
            if any(not form[name].same_as(form.earlier) for name in self.watches):
                raise StopValidation(
                    "お名前・生年月日・メールアドレスを変更されたため、パスワードをもう一度入力してください。"
                )
            self._hash = earlier
            raise StopValidation(None)
        super().pre_validate(form)

    def judge(self, form: "StepForm") -> None:
        message = rules.judge_password(form.occasion.portal.password.rule, self.data, form.personal())
        if message:
            raise StopValidation(message)
        if reading.password(self.typed["again"]) != reading.password(self.typed[""]):
            self.wrong_parts = frozenset({"again"})
            raise StopValidation("上のパスワードと一致していません。もう一度入力してください。")
        self._hashing = form.occasion.hash_password

    def to_keep(self) -> dict[str, list[str]]:
        if self._hash is None:
            self._hash = self._hashing(self.data)
        return {str(self.name): [self._hash]}

    def same(self, kept: Kept, check: Callable[[str, str], bool]) -> bool:
        """Whether the password typed is the one whose hash is kept."""
        hashed = (kept.get(str(self.name)) or [""])[0]
        return self._hash == hashed or bool(self.data and hashed and check(hashed, self.data))

    @property
    def answer(self) -> str | None:
        """The hash: what a commit sees."""
        return self._hash


class Choice(Question):
    """One of a few things."""

    kind = "choice"
    is_choice = True

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.choices = tuple(choices)

    def read(self) -> str | None:
        return self.typed[""] if self.typed[""] in dict(self.choices) else None

    def judge(self, form: "StepForm") -> None:
        if self.data is None:
            raise StopValidation(self.missing)

    @property
    def options(self) -> list[Option]:
        return [
            Option(f"{self.name}-{value}", value, label, self.typed[""] == value) for value, label in self.choices
        ]

    @property
    def control_id(self) -> str:
        return self.options[0].id

    @property
    def shown(self) -> str:
        return dict(self.choices).get(self.data, "入力なし")


class Tick(Question):
    """Something to agree to; `page` is the page of the portal to read first."""

    kind = "tick"
    is_choice = True

    def __init__(self, label: str, tick_label: str, page: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.tick_label, self.page = tick_label, page

    @property
    def missing(self) -> str:
        return f"{self.label.text}をお読みのうえ、「{self.tick_label}」を選択してください。"

    def read(self) -> bool | None:
        return True if self.typed[""] == "yes" else None

    def judge(self, form: "StepForm") -> None:
        if self.data is None:
            raise StopValidation(self.missing)

    @property
    def options(self) -> list[Option]:
        return [Option(str(self.name), "yes", self.tick_label, self.typed[""] == "yes")]

    @property
    def shown(self) -> str:
        return "同意する"


class StepForm(Form):  # type: ignore[misc]
    """One screen of questions. Subclasses add the questions and at most a sentence of lead."""

    lead = ""
    button = "次へ"
    fine = ""
    layout: ClassVar[tuple[tuple[str | None, tuple[str, ...]], ...]] = ()

    def __init__(
        self,
        formdata: MultiDict[str, str] | None,
        occasion: Occasion,
        *,
        from_run: bool = False,
        earlier: Kept | None = None,
    ) -> None:
        """Take what was typed, or with `from_run` what a run kept of it, which nobody may type (a hash).

        `earlier` is what this step's answer was before.
        """
        self.occasion, self.from_run, self.earlier = occasion, from_run, earlier or {}
        super().__init__(formdata)
        for number, question in enumerate(self, 1):
            question.number = number
            if question.kind == "tick":
                question.link = (f"/{occasion.portal.name}/{question.page}", question.label.text)

    @property
    def questions(self) -> list[Question]:
        """Every question, in order."""
        return list(self)

    @property
    def sections(self) -> list[tuple[str | None, list[Question]]]:
        """The questions under their headings."""
        if not self.layout:
            return [(None, self.questions)]
        return [(title, [self[name] for name in names]) for title, names in self.layout]

    def personal(self) -> list[str]:
        """What a password on this screen must not hold."""
        return []

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by question."""
        return {q.name: q.answer if isinstance(q, NewPassword) else q.data for q in self}

    def to_keep(self) -> dict[str, list[str]]:
        """What was typed, box by box, so that it can be judged again."""
        return {name: values for q in self for name, values in q.to_keep().items()}

    def to_draft(self) -> dict[str, list[str]]:
        """The same for an answer that is not yet good: without anything secret."""
        return {name: values for q in self if not q.secret for name, values in q.to_keep().items()}

    def same_as(self, kept: Kept) -> bool:
        """Whether what was typed is what is kept (decision 4)."""
        check = self.occasion.check_password
        return all(q.same(kept, check) if isinstance(q, NewPassword) else q.same_as(kept) for q in self)


def only_if(condition: Callable[[Any], bool], message: str) -> Callable[[Form, Field], None]:
    """A check that refuses with `message` where the answer does not meet the condition."""

    def check(form: Form, field: Field) -> None:
        if not condition(field.data):
            raise ValidationError(message)

    return check

