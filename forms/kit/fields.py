"""What kinds of question are there? Text, dates, numbers, choices and things to agree to."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from forms.kit.question import NOTHING, Option, Part, Question, typed_text
from rules.japanese import dates, normalize
from rules.masks import Mask

ERAS = (("ad", "西暦"), ("taisho", "大正"), ("showa", "昭和"), ("heisei", "平成"), ("reiwa", "令和"))
TEXT = {"type": "text", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class Text(Question):
    """A line of text; `reader` says how it is normalised. A `secret` one is never drawn again."""

    mask = Mask.PERSONAL
    parts: ClassVar[tuple[Part, ...]] = (Part("", "", {**TEXT, "maxlength": "80"}),)

    def __init__(
        self,
        label: str,
        *args: Any,
        reader: Callable[[str], str] = normalize.clean,
        secret: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, *args, **kwargs)
        self.reader, self.secret = reader, secret


DIGITS = {"type": "text", "inputmode": "numeric", "autocomplete": "off"}


class Date(Question):
    """A date in 西暦 or 和暦 (row F11)."""

    mask = Mask.PERSONAL
    kind = "date"
    eras: ClassVar[tuple[tuple[str, str], ...]] = ERAS
    parts: ClassVar[tuple[Part, ...]] = (
        Part("year", "年", {**DIGITS, "maxlength": "60"}),
        Part("month", "月", {**DIGITS, "maxlength": "60"}),
        Part("day", "日", {**DIGITS, "maxlength": "60"}),
    )
    examples: ClassVar[dict[str, str]] = {"年": "「2026」「令和8」", "月": "「4」", "日": "「1」"}

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        era = typed_text(formdata, self.era_name)
        self.era = era if era in dict(self.eras) else "ad"
        super().process(formdata, data, extra_filters)

    @property
    def era_name(self) -> str:
        """The name of the choice of an era."""
        return f"{self.name}-era"

    def read(self) -> date | None:
        try:
            return dates.to_date(self.era, *(self.typed[part.name] for part in self.parts))
        except dates.PartUnread as wrong:
            self._wrong(wrong.parts, f"{self.label.text}の「{wrong}」を読み取れませんでした。{self._how(wrong.parts)}")
        except dates.PartsDiffer as wrong:
            both = "、".join("と".join(f"「{each}」" for each in said) for said in wrong.said)
            self._wrong(wrong.parts, f"{self.label.text}の{both}が異なります。どちらかを直してください。")
        except dates.PartMissing as wrong:
            self._wrong(wrong.parts, f"{self.label.text}の「{wrong}」を入力してください。")
        except dates.YearUnclear:
            how = f"和暦の場合は、元号（{self._eras_shown}）を選択してください。"
            self._wrong(("年",), f"西暦は4桁で入力してください。{how}")
        except dates.NoSuchDate as wrong:
            self._wrong((wrong.part,), f"{wrong.text}は暦にない日付です。{self.label.text}をご確認ください。")
        return None

    @property
    def _eras_shown(self) -> str:
        """Of many eras two that most need."""
        offered = [label for code, label in self.eras if code != "ad"]
        return "・".join(offered) if len(offered) <= 2 else "昭和・平成など"

    def _how(self, parts: Sequence[str]) -> str:
        many = len(parts) > 1
        shown = "、".join(f"{part}は{self.examples[part]}" if many else self.examples[part] for part in parts)
        return f"{shown}のように入力してください。"

    def _wrong(self, labels: Sequence[str], message: str) -> None:
        self.wrong_parts = frozenset(part.name for part in self.parts if part.label in labels)
        self.process_errors = [message]

    @property
    def options(self) -> list[Option]:
        return [Option(f"{self.era_name}-{code}", code, label, self.era == code) for code, label in self.eras]

    @property
    def shown(self) -> str:
        return dates.show_both(self.data) if self.data else NOTHING

    def to_keep(self) -> dict[str, list[str]]:
        return {self.era_name: [self.era], **super().to_keep()}


class BirthDate(Date):
    """生年月日 of who types it. Browsers know the year of 西暦, and four digits are read as that whatever is chosen."""

    mask = Mask.PERSONAL
    parts: ClassVar[tuple[Part, ...]] = tuple(
        part._replace(attributes={**part.attributes, "autocomplete": f"bday-{part.name}"}) for part in Date.parts
    )
    examples: ClassVar[dict[str, str]] = {**Date.examples, "年": "「1960」「昭和35」"}

    @property
    def pieces(self) -> list[str]:
        return [f"{self.data:%Y}", f"{self.data:%m%d}"] if self.data else []


class Phone(Question):
    """A phone number: kept as digits, shown with hyphens."""

    mask = Mask.PERSONAL
    parts: ClassVar[tuple[Part, ...]] = (
        Part(
            "", "", {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "spellcheck": "false", "maxlength": "40"}
        ),
    )
    reader = staticmethod(normalize.phone)

    @property
    def shown(self) -> str:
        return normalize.show_phone(self.data) if self.data else NOTHING

    @property
    def pieces(self) -> list[str]:
        return [str(self.data)[-4:]] if self.data else []


class _Chosen(Question):
    """A question that is answered by choosing; of what was chosen nothing shows but where the mark stands."""

    mask = Mask.CHOSEN
    is_choice = True

    def judge(self, form: Any) -> None:
        if self.data is None:
            raise StopValidation(self.missing)

    @property
    def values(self) -> list[str]:
        return []

    def with_values(self, value: str) -> Self:
        return self


class Choice(_Chosen):
    """One of a few things."""

    mask = Mask.CHOSEN
    kind = "choice"

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.choices = tuple(choices)

    def read(self) -> str | None:
        return self.typed[""] if self.typed[""] in dict(self.choices) else None

    @property
    def options(self) -> list[Option]:
        return [Option(f"{self.name}-{value}", value, label, self.typed[""] == value) for value, label in self.choices]

    @property
    def around(self) -> tuple[Any, ...] | None:
        around = super().around
        return (*around, self.choices) if around else None

    @property
    def shown(self) -> str:
        return dict(self.choices).get(self.data, NOTHING)


class Tick(_Chosen):
    """Something to agree to; `page` is the page of the portal to read first, if there is one."""

    mask = Mask.CHOSEN
    kind = "tick"

    def __init__(self, label: str, tick_label: str, page: str = "", *args: Any, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.tick_label, self.page = tick_label, page

    @property
    def missing(self) -> str:
        first = f"{self.label.text}をお読み" if self.page else "ご確認"
        return f"{first}のうえ、「{self.tick_label}」を選択してください。"

    def read(self) -> bool | None:
        return True if self.typed[""] == "yes" else None

    @property
    def options(self) -> list[Option]:
        return [Option(str(self.name), "yes", self.tick_label, self.typed[""] == "yes")]

    @property
    def shown(self) -> str:
        return "同意する" if self.data else NOTHING
