"""What is a question? Its label, hint, boxes, checks and how its answer is read back.

A question is drawn by a component from what it says of itself here; WTForms' widgets are not used (they take six
times as long). Answers are kept as typed and read anew each time, so that every read judges them again.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self

from werkzeug.datastructures import MultiDict
from wtforms import Field, Label
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from rules.japanese import normalize
from rules.masks import Mask

Boxes = Mapping[str, Sequence[str]]
NOTHING = "入力なし"
SECRET_SHOWN = "●●●●●●●●"  # noqa: S105
# Beyond any answer; NFKC takes quadratic time on text made to be slow, so nothing longer is read, and of what is longer
# than a draft nothing is even looked at.
LONGEST_TYPED = 1000
LONGEST_DRAFT = 4 * LONGEST_TYPED
# What a box of one line cannot hold: line ends, controls, and what Unicode says is no character.
_NOT_IN_A_BOX = re.compile(
    "[\x00-\x08\n-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)
BROUGHT = "{label}には、先ほど入力された内容が入っています。ご確認のうえ、もう一度「{button}」を押してください。"
AGAIN = "（確認のためもう一度ご入力ください）"


class Part(NamedTuple):
    """One box of a question as it is declared: its name within the question, its label, its HTML attributes, whether it
    may be empty where the question may not."""

    name: str
    label: str = ""
    attributes: Mapping[str, str] = {}
    optional: bool = False


class Box(NamedTuple):
    """One box as it is drawn."""

    id: str
    label: str
    value: str
    attributes: tuple[tuple[str, str], ...]
    wrong: bool
    required: bool


class Option(NamedTuple):
    """One thing to choose."""

    id: str
    value: str
    label: str
    checked: bool
    text: str = ""


def typed_text(formdata: MultiDict[str, str] | None, name: str) -> str:
    """What was typed into a box: the first where it came twice, nothing where it is no text."""
    value = formdata.get(name) if formdata else None
    if not isinstance(value, str):
        return ""
    return value if value.isprintable() else value.encode(errors="replace").decode()


class Question(Field):
    """A question of one or more boxes. `data` is what its answer means, None where it can't be read;
    `before` what its answer would change, as it is shown, and
    `unchanged` that it changes nothing. `where` says on
    which occasions it is asked; without it, on all. One that was `brought` holds what was typed on another screen,
    and nobody has yet seen it here. One that is `set_aside` is on the page and not judged: another answer there says
    that it is not this customer's, and `whose` says in brackets whose it is. `mask` is what an operator sees of an
    answer.

    It is made once for a class of forms; each form gets a copy, which takes the answer.
    """

    kind = "text"
    mask: ClassVar[Mask]
    parts: ClassVar[tuple[Part, ...]] = (Part(""),)
    reader: Callable[[str], str] = staticmethod(normalize.clean)
    secret = False
    is_choice = False
    is_password = False
    number = 0
    data: Any
    errors: list[str]
    process_errors: list[str]
    link: tuple[str, str] | None = None
    before: str | None = None
    unchanged = False
    brought = False
    set_aside = False
    depends_on: str | None = None

    def __init_subclass__(cls) -> None:
        """Each kind says itself what an operator sees of it: what is forgotten is found before anybody is asked. Raise
        TypeError."""
        if "mask" not in cls.__dict__:
            raise TypeError(f"{cls.__module__}.{cls.__qualname__}: what does an operator see of it? Give it a mask.")

    def __init__(
        self,
        label: str,
        validators: Iterable[Callable[..., None]] = (),
        *,
        required: bool = True,
        hint: str = "",
        notes: Sequence[str] = (),
        attributes: Mapping[str, str] | None = None,
        where: Callable[[Any], bool] | None = None,
        whose: str = "",
        **for_wtforms: Any,
    ) -> None:
        super().__init__(label, list(validators), **for_wtforms)
        self.where, self.whose = where, whose
        self.required, self.hint, self.notes, self.attributes = required, hint, tuple(notes), attributes or {}
        self.typed: dict[str, str] = {}
        self.wrong_parts: frozenset[str] = frozenset()
        self.names = {part.name: f"{self.name}-{part.name}" if part.name else str(self.name) for part in self.parts}
        self.draw_with(self.attributes)
        self.declared = object()

    def __copy__(self) -> Self:
        """Of WTForms' own fields there is no copying: calling their class makes an unbound one."""
        twin: Self = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        # A portal may call it otherwise: its own is changed, not everybody's.
        twin.label = Label(self.label.field_id, self.label.text)
        return twin

    def draw_with(self, attributes: Mapping[str, str]) -> None:
        """Give every box these attributes beside its own."""
        self.drawn_with = tuple(tuple({**part.attributes, **attributes}.items()) for part in self.parts)

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take what was typed into the boxes. `data` belongs to WTForms' signature and is not used."""
        self.process_errors, self.errors, self.raw_data, self.data = [], [], None, None
        self.typed = {}
        for part, name in self.names.items():
            text = self.taken(typed_text(formdata, name))
            self.typed[part] = text[:LONGEST_DRAFT]
            if len(text) > LONGEST_TYPED:
                self.wrong_parts |= {part}
                now = f"現在{len(text)}文字"
                self.process_errors = [f"{self.label.text}は{LONGEST_TYPED}文字以内で入力してください（{now}）。"]
        if not self.process_errors and not self.empty:
            self.data = self.read()

    def taken(self, text: str) -> str:
        """What was typed, as far as a page can show it again. Nobody types the rest; a secret is never shown."""
        return text if self.secret or text.isprintable() else _NOT_IN_A_BOX.sub("", text)

    @cached_property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(value and normalize.clean(value) for value in self.typed.values())

    def read(self) -> Any:
        """What the typed text means."""
        return self.reader(self.typed[""])

    def pre_validate(self, form: Any) -> None:
        """An empty answer is judged here, so that the checks only ever see one that can be read. What is so already
        need not be what could be asked for today."""
        if self.process_errors or self.unchanged or self.set_aside:
            raise StopValidation(None)
        if self.brought:
            raise StopValidation(BROUGHT.format(label=self.label.text, button=form.button))
        if self.empty:
            self.wrong_parts = frozenset(part.name for part in self.parts if not part.optional)
            raise StopValidation(self.missing if self.required else None)
        self.judge(form)

    def put_aside(self) -> None:
        """Let what was typed stand, and be no answer."""
        self.set_aside, self.data, self.process_errors = True, None, []

    def judge(self, form: Any) -> None:
        """What only this kind of question can judge. Raise StopValidation with the message."""

    @property
    def heading(self) -> str:
        """Its label, with whose question it is where it is not everybody's."""
        label: str = self.label.text
        return f"{label}（{self.whose}）" if self.whose else label

    @property
    def called(self) -> str:
        """What a sentence calls it: its label without what stands in brackets behind."""
        return str(self.label.text).partition("（")[0]

    @property
    def missing(self) -> str:
        """E-01, E-02."""
        return f"{self.called}を{'選択' if self.is_choice else '入力'}してください。"

    @property
    def mistake(self) -> str:
        """Its message as it stands on top of the page, with its label where the message does not name it itself."""
        said = str(self.errors[0])
        named = self.called in said and f"上の{self.called}" not in said
        return said if named else f"{self.heading}：{said}"

    @property
    def shown(self) -> str:
        """The answer as a confirm screen reads it back."""
        if self.secret:
            return SECRET_SHOWN
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
        return {name: [self.typed[part]] for part, name in self.names.items()}

    def same_as(self, kept: Boxes, context: Any) -> bool:
        """Whether what was typed is what is kept."""
        return all(list(kept.get(name, ())) == values for name, values in self.to_keep().items())

    @property
    def answer(self) -> Any:
        """What a commit sees."""
        return self.data

    @property
    def around(self) -> tuple[Any, ...] | None:
        """What decides how all is drawn that stands around its values; None where a mistake must be shown."""
        if self.errors:
            return None
        words = (self.heading, self.depends_on, self.hint, self.notes, self.required, self.number, self.link)
        return (self.declared, *words, self.drawn_with, *(option.checked for option in self.options))

    @property
    def values(self) -> list[str]:
        """What is drawn in its boxes, in their order."""
        return [] if self.secret else list(self.typed.values())

    def with_values(self, value: str) -> Self:
        """This question with the value in every box."""
        twin = copy(self)
        twin.typed = dict.fromkeys(self.typed, value)
        return twin

    @property
    def options(self) -> list[Option]:
        """What there is to choose from."""
        return []

    @property
    def place(self) -> str:
        """Where a link to it leads: all of it, so that its label stays in view above its boxes."""
        return f"{self.name}-field"

    @property
    def first_name(self) -> str:
        """The name of the first box."""
        return next(iter(self.names.values()))

    @property
    def boxes(self) -> list[Box]:
        """The boxes to draw."""
        bad = bool(self.errors)
        return [
            Box(
                self.names[part.name],
                part.label,
                "" if self.secret else self.typed[part.name],
                attributes,
                bad and (not self.wrong_parts or part.name in self.wrong_parts),
                self.required and not part.optional,
            )
            for part, attributes in zip(self.parts, self.drawn_with, strict=True)
        ]
