"""Which kinds of question are asked of a contract only? A day to come, a company's name, a phone number in three boxes,
an address."""

import re
from typing import Any, ClassVar, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from forms.kit.fields import TEXT, BirthDate, Date
from forms.kit.question import NOTHING, Part, Question
from rules import phones
from rules.japanese import normalize

TEL = {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "spellcheck": "false", "maxlength": "40"}
PHONE_GROUPS = 3
IN_A_PREFIX = re.compile(r"(\D*)(.*)", re.DOTALL)


class Day(Date):
    """A day of today's calendar: nobody means one of an era that has ended."""

    eras = (("ad", "西暦"), ("reiwa", "令和"))


class SomebodysBirthDate(BirthDate):
    """生年月日 of who is named in a contract, perhaps not of who types it."""

    parts = Date.parts


class WholeName(NamedTuple):
    """A name of one part."""

    whole: str

    def __str__(self) -> str:
        return self.whole


class CompanyName(Question):
    """The name of a company, its characters as they were typed."""

    parts: ClassVar[tuple[Part, ...]] = (
        Part("whole", "", {**TEXT, "autocomplete": "organization", "maxlength": "80"}),
    )
    reader = staticmethod(normalize.name)

    def read(self) -> WholeName:
        return WholeName(self.reader(self.typed["whole"]))


class CompanyKana(CompanyName):
    """Its カナ, in full-width katakana however it was typed."""

    parts: ClassVar[tuple[Part, ...]] = (Part("whole", "", {**TEXT, "maxlength": "80"}),)
    reader = staticmethod(normalize.kana)


class PhoneInParts(Question):
    """A phone number in three boxes (604). A whole one that was pasted or filled into any of them fills all three."""

    kind = "phone"
    parts: ClassVar[tuple[Part, ...]] = (
        Part("area", "市外局番（携帯電話は最初の3桁）", TEL),
        Part("exchange", "市内局番", {**TEL, "autocomplete": "off"}),
        Part("line", "加入者番号", {**TEL, "autocomplete": "off"}),
    )

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        shown = normalize.show_phone(self.data or "").split("-")
        if len(shown) == PHONE_GROUPS:
            self.typed = dict(zip(self.typed, shown, strict=True))

    def read(self) -> str:
        typed = [normalize.phone(each) for each in self.typed.values()]
        whole = next((each for each in typed if phones.phone_kind(each) is not phones.PhoneKind.UNKNOWN), None)
        return whole if whole and len(whole) in (10, 11) else normalize.phone("".join(typed))

    @property
    def shown(self) -> str:
        return normalize.show_phone(self.data) if self.data else super().shown


class Place(NamedTuple):
    """An address in the parts in which it is asked; `code` are the digits of its 郵便番号, perhaps none."""

    code: str
    town: str
    street: str
    building: str

    @property
    def line(self) -> str:
        """As a contract holds it."""
        return " ".join(part for part in (f"{self.town}{self.street}", self.building) if part)

    def __str__(self) -> str:
        return f"〒{self.code[:3]}-{self.code[3:]} {self.line}" if self.code else self.line


def placed(code: str, line: str) -> Place:
    """An address as a contract holds it, in its parts: the building behind the first space, the street from the first
    digit on."""
    place, _, building = normalize.clean(line).partition(" ")
    found = IN_A_PREFIX.fullmatch(place)
    assert found is not None
    return Place(normalize.postal_code(code), found[1], found[2], building)


CODE = {"type": "text", "inputmode": "numeric", "autocomplete": "postal-code", "maxlength": "10"}
LINES = (
    Part("town", "都道府県・市区町村・町名", {**TEXT, "autocomplete": "address-level2", "maxlength": "120"}),
    Part("street", "番地", {**TEXT, "autocomplete": "address-line1", "maxlength": "60"}),
    Part(
        "building",
        "建物名・部屋番号（任意）",
        {**TEXT, "autocomplete": "address-line2", "maxlength": "120"},
        optional=True,
    ),
)


class Address(Question):
    """An address, whose town can be filled in from the 郵便番号."""

    kind = "address"
    parts: ClassVar[tuple[Part, ...]] = (Part("code", "郵便番号", CODE), *LINES)

    def read(self) -> Place:
        code, *lines = self.typed.values()
        return Place(normalize.postal_code(code), *(normalize.address_line(each) for each in lines))

    def judge(self, form: Any) -> None:
        lacking = [part for part in self.parts if not (part.optional or getattr(self.data, part.name))]
        if lacking:
            self.wrong_parts = frozenset(part.name for part in lacking)
            raise StopValidation(f"{self.label.text}の「{lacking[0].label}」を入力してください。")

    def with_town(self, town: str) -> dict[str, list[str]]:
        """What to keep of it with this town, unless what is typed is already in it; the street of another one goes."""
        if normalize.word(self.data.town).startswith(normalize.word(town)):
            return self.to_keep()
        return {**self.to_keep(), self.names["town"]: [town], self.names["street"]: [""]}


class Location(Address):
    """Where something is: a contract holds no 郵便番号 of it, so that only helps to fill the rest in."""

    parts: ClassVar[tuple[Part, ...]] = (Part("code", "郵便番号（任意）", CODE, optional=True), *LINES)

    @property
    def shown(self) -> str:
        return (self.data.line if self.data else "") or NOTHING
