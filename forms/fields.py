"""What kinds of question are there? Each owns its label, hint, boxes, checks and how it is read back.

A question is drawn by a component from what it says of itself here; WTForms' widgets are not used (they take six
times as long). Answers are kept as typed and read anew each time, so that every read judges them again.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

import rules
from forms import checks, dates, reading, romaji

Kept = Mapping[str, Sequence[str]]
SECRET_SHOWN = "●●●●●●●●"  # noqa: S105
NOTHING = "入力なし"
# Beyond any answer; NFKC takes quadratic time on text made to be slow, so nothing longer is read.
LONGEST_TYPED = 1000
LONGEST_DRAFT = 4 * LONGEST_TYPED
# What a box of one line cannot hold: line ends, controls, and what Unicode says is no character.
_NOT_IN_A_BOX = re.compile(
    "[\x00-\x08\n-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)
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
    attributes: tuple[tuple[str, str], ...]
    wrong: bool


class Option(NamedTuple):
    """One thing to choose."""

    id: str
    value: str
    label: str
    checked: bool


def _keeps_no_passwords(*_: str) -> Any:
    raise RuntimeError("this occasion was not told how passwords are kept")


@dataclass(frozen=True)
class Occasion:
    """What a form may know of the world around it: nothing here is looked up by the form itself.

    `common` holds the passwords that everybody tries first.
    """

    portal: Any
    today: date
    hash_password: Callable[[str], str] = _keeps_no_passwords
    check_password: Callable[[str, str], bool] = _keeps_no_passwords
    common: Container[str] = frozenset()


def _typed(formdata: MultiDict[str, str] | None, name: str) -> str:
    """What was typed into a box: the first where it came twice, nothing where it is no text."""
    value = formdata.get(name) if formdata else None
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""


class Question(Field):
    """A question of one or more boxes. `data` is what its answer means, None where it can't be read."""

    kind = "text"
    parts: ClassVar[tuple[Part, ...]] = (Part(""),)
    reader: Callable[[str], str] = staticmethod(reading.clean)
    secret = False
    is_choice = False
    number = 0
    data: Any
    errors: list[str]
    process_errors: list[str]
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
        self.process_errors, self.errors, self.raw_data, self.data = [], [], None, None
        self.typed = {part.name: self.taken(_typed(formdata, self.box_name(part))) for part in self.parts}
        for name, text in self.typed.items():
            if len(text) > LONGEST_TYPED:
                self.wrong_parts |= {name}
                now = f"現在{len(text)}文字"
                self.process_errors = [f"{self.label.text}は{LONGEST_TYPED}文字以内で入力してください（{now}）。"]
        if not self.process_errors and not self.empty:
            self.data = self.read()

    def taken(self, text: str) -> str:
        """What was typed, as far as a page can show it again. Nobody types the rest; a secret is never shown."""
        return text if self.secret else _NOT_IN_A_BOX.sub("", text)

    def box_name(self, part: Part) -> str:
        """The name of a box's input."""
        return f"{self.name}-{part.name}" if part.name else str(self.name)

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(reading.clean(value) for value in self.typed.values())

    def read(self) -> Any:
        """What the typed text means."""
        return self.reader(self.typed[""])

    def pre_validate(self, form: "StepForm") -> None:
        """An empty answer is judged here, so that the checks only ever see one that can be read."""
        if self.process_errors:
            raise StopValidation(None)
        if self.empty:
            self.wrong_parts = frozenset(part.name for part in self.parts)
            raise StopValidation(self.missing if self.required else None)
        self.judge(form)

    def judge(self, form: "StepForm") -> None:
        """What only this kind of question can judge. Raise StopValidation with the message."""

    @property
    def missing(self) -> str:
        """E-01, E-02."""
        return f"{self.label.text}を{'選択' if self.is_choice else '入力'}してください。"

    @property
    def shown(self) -> str:
        """The answer as a confirm screen reads it back."""
        return str(self.data) if self.data else NOTHING

    @property
    def warning(self) -> str:
        """What a confirm screen adds to an answer that is accepted but may cause trouble."""
        return ""

    @property
    def pieces(self) -> list[str]:
        """What a password on the same screen must not hold (E-19)."""
        return []

    def to_keep(self) -> dict[str, list[str]]:
        """The boxes by name, fit for JSON."""
        return {self.box_name(part): [self.typed[part.name]] for part in self.parts}

    def same_as(self, kept: Kept) -> bool:
        """Whether what was typed is what is kept."""
        return all(list(kept.get(name, ())) == values for name, values in self.to_keep().items())

    @property
    def options(self) -> list[Option]:
        """What there is to choose from."""
        return []

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
                tuple({**part.attributes, **self.attributes}.items()),
                bad and (not self.wrong_parts or part.name in self.wrong_parts),
            )
            for part in self.parts
        ]


TEXT = {"type": "text", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class Text(Question):
    """A line of text; `reader` says how it is normalised. A `secret` one is never drawn again."""

    parts: ClassVar[tuple[Part, ...]] = (Part("", "", {**TEXT, "maxlength": "80"}),)

    def __init__(
        self, label: str, *args: Any, reader: Callable[[str], str] = reading.clean, secret: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, *args, **kwargs)
        self.reader, self.secret = reader, secret


class FullName(NamedTuple):
    """A name in its two parts."""

    family: str
    given: str

    def __str__(self) -> str:
        return f"{self.family} {self.given}"


class Name(Question):
    """姓 and 名; the characters are kept as they were typed (screens.md section 13)."""

    kind = "pair"
    parts: ClassVar[tuple[Part, ...]] = (
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

    parts: ClassVar[tuple[Part, ...]] = (
        Part("family", "セイ", {**TEXT, "maxlength": "40"}),
        Part("given", "メイ", {**TEXT, "maxlength": "40"}),
    )
    reader = staticmethod(reading.kana)

    @property
    def pieces(self) -> list[str]:
        return [spelling for part in self.data or () for spelling in sorted(romaji.spellings(part))]


DIGITS = {"type": "text", "inputmode": "numeric", "autocomplete": "off"}


class BirthDate(Question):
    """A date in 西暦 or 和暦 (row F11)."""

    kind = "date"
    parts: ClassVar[tuple[Part, ...]] = (
        Part("year", "年", {**DIGITS, "maxlength": "16"}),
        Part("month", "月", {**DIGITS, "maxlength": "4"}),
        Part("day", "日", {**DIGITS, "maxlength": "4"}),
    )
    era_part = Part("era")

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        era = _typed(formdata, self.box_name(self.era_part))
        self.era = era if era in dict(ERAS) else "ad"
        super().process(formdata, data, extra_filters)

    def read(self) -> date | None:
        typed = (self.typed[part.name] for part in self.parts)
        era, year, month, day = dates.date_parts(self.era, *typed)
        try:
            return dates.to_date(era, year, month, day)
        except dates.PartMissing as wrong:
            self._wrong(wrong.parts, f"{self.label.text}の「{wrong}」を入力してください。")
        except dates.YearUnclear:
            self._wrong(
                ("年",), "西暦は4桁で入力してください。和暦の場合は、元号（昭和・平成など）を選択してください。"
            )
        except dates.NoSuchDate as wrong:
            self._wrong((wrong.part,), f"{wrong.text}は暦にない日付です。{self.label.text}をご確認ください。")
        return None

    def _wrong(self, labels: Sequence[str], message: str) -> None:
        self.wrong_parts = frozenset(part.name for part in self.parts if part.label in labels)
        self.process_errors = [message]

    @property
    def options(self) -> list[Option]:
        name = self.box_name(self.era_part)
        return [Option(f"{name}-{code}", code, label, self.era == code) for code, label in ERAS]

    @property
    def shown(self) -> str:
        return dates.show_both(self.data) if self.data else NOTHING

    @property
    def pieces(self) -> list[str]:
        return [f"{self.data:%Y}", f"{self.data:%m%d}"] if self.data else []

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
UNUSUAL = (
    "このアドレスは特殊な形式のため、メールが届かない場合があります。"
    "別のメールアドレスをお持ちの場合は、そちらの入力をおすすめします。"
)
AGAIN = "（確認のためもう一度ご入力ください）"


class Email(Question):
    """An e-mail address, carrier forms that break the standards included (row F10)."""

    parts: ClassVar[tuple[Part, ...]] = (Part("", "", EMAIL),)
    reader = staticmethod(reading.email)

    @property
    def warning(self) -> str:
        return UNUSUAL if self.data and checks.is_unusual_email(self.data) else ""

    @property
    def pieces(self) -> list[str]:
        local = str(self.data or "").partition("@")[0]
        return [str(self.data or ""), local, *re.split(r"[._+-]", local)]


class EmailTwice(Email):
    """An e-mail address and the same again."""

    kind = "twice"
    parts: ClassVar[tuple[Part, ...]] = (Part("", "", EMAIL), Part("again", AGAIN, EMAIL))

    def judge(self, form: "StepForm") -> None:
        if not self.data:
            self.wrong_parts = frozenset({""})
            raise StopValidation(self.missing)
        if reading.email(self.typed["again"]) != self.data:
            self.wrong_parts = frozenset({"again"})
            raise StopValidation("上のメールアドレスと一致していません。もう一度入力してください。")


class Phone(Question):
    """A phone number: kept as digits, shown with hyphens."""

    parts: ClassVar[tuple[Part, ...]] = (
        Part(
            "", "", {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "spellcheck": "false", "maxlength": "20"}
        ),
    )
    reader = staticmethod(reading.phone)

    @property
    def shown(self) -> str:
        return reading.show_phone(self.data) if self.data else NOTHING

    @property
    def pieces(self) -> list[str]:
        return [str(self.data)[-4:]] if self.data else []


PASSWORD = {"type": "password", "autocapitalize": "off", "spellcheck": "false"}


class Password(Question):
    """A password that is checked, never kept."""

    kind = "password"
    secret = True
    parts: ClassVar[tuple[Part, ...]] = (Part("", "", {**PASSWORD, "autocomplete": "current-password"}),)
    reader = staticmethod(reading.password)

    @property
    def empty(self) -> bool:
        return not any(self.typed.values())

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
    parts: ClassVar[tuple[Part, ...]] = (
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
        portal, common = form.occasion.portal, form.occasion.common
        message = rules.judge_password(portal.password.rule, self.data, form.personal(), common, portal.name)
        if message:
            raise StopValidation(message)
        if reading.password(self.typed["again"]) != self.data:
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
        return [Option(f"{self.name}-{value}", value, label, self.typed[""] == value) for value, label in self.choices]

    @property
    def control_id(self) -> str:
        return self.options[0].id

    @property
    def shown(self) -> str:
        return dict(self.choices).get(self.data, NOTHING)


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
        return "同意する" if self.data else NOTHING


SAMPLE_PERSON = {
    "kana-family": "ミホン",
    "kana-given": "ハナコ",
    "birth-era": "showa",
    "birth-year": "35",
    "birth-month": "4",
    "birth-day": "1",
}


class StepForm(Form):
    """One screen of questions. Subclasses add the questions, at most a sentence of lead, and a `sample` answer, box by
    box, for whoever has to show the screens after it."""

    lead = ""
    button = "次へ"
    fine = ""
    layout: ClassVar[tuple[tuple[str | None, tuple[str, ...]], ...]] = ()
    sample: ClassVar[Mapping[str, str]] = {}

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
        return [piece for question in self for piece in question.pieces]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by question."""
        return {q.name: q.answer if isinstance(q, NewPassword) else q.data for q in self}

    def to_keep(self) -> dict[str, list[str]]:
        """What was typed, box by box, so that it can be judged again."""
        return {name: values for q in self for name, values in q.to_keep().items()}

    def to_draft(self) -> dict[str, list[str]]:
        """The same for an answer that is not yet good: without anything secret, and not endless."""
        kept = {name: values for q in self if not q.secret for name, values in q.to_keep().items()}
        return {name: [value[:LONGEST_DRAFT] for value in values] for name, values in kept.items()}

    def same_as(self, kept: Kept) -> bool:
        """Whether what was typed is what is kept (decision 4)."""
        check = self.occasion.check_password
        return all(q.same(kept, check) if isinstance(q, NewPassword) else q.same_as(kept) for q in self)
