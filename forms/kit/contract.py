"""Which kinds of question are asked of a contract only? A day to come, a company's name, a phone number in three
boxes."""

from typing import Any, ClassVar, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value

from forms.kit.fields import TEXT, BirthDate, Date
from forms.kit.names import UNCUT
from forms.kit.question import Part, Question
from rules import phones
from rules.japanese import names, normalize

TEL = {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "spellcheck": "false", "maxlength": "40"}
PHONE_GROUPS = 3


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

    @property
    def written(self) -> list[str]:
        """The parts that there are."""
        return [self.whole]


class CompanyName(Question):
    """The name of a company, its characters as they were typed."""

    parts: ClassVar[tuple[Part, ...]] = (
        Part("whole", "", {**TEXT, "autocomplete": "organization", "maxlength": UNCUT}),
    )
    reader = staticmethod(normalize.name)

    def read(self) -> WholeName:
        return WholeName(self.reader(self.typed["whole"]))


class CompanyKana(CompanyName):
    """Its カナ, in full-width katakana however it was typed."""

    parts: ClassVar[tuple[Part, ...]] = (Part("whole", "", {**TEXT, "maxlength": UNCUT}),)
    reader = staticmethod(names.kana)


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
