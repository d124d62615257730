"""Which kinds of question are asked of a contract only? A day to come, a company's name, a phone number in three boxes,
an address that may be that of somebody else."""

from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value

from forms.kit.address import Address
from forms.kit.fields import TEXT, BirthDate, Date
from forms.kit.names import UNCUT
from forms.kit.question import Boxes, Part, Question
from rules import phones
from rules.japanese import names, normalize
from rules.masks import Mask
from rules.phone_verification import Mode
from rules.portals import Portal

TEL = {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "spellcheck": "false", "maxlength": "40"}
PHONE_GROUPS = 3
COPIED = "住所を写しました。内容をご確認ください。"


class Day(Date):
    """A day of today's calendar: nobody means one of an era that has ended."""

    mask = Mask.PERSONAL
    eras = (("ad", "西暦"), ("reiwa", "令和"))


class SomebodysBirthDate(BirthDate):
    """生年月日 of who is named in a contract, perhaps not of who types it."""

    mask = Mask.PERSONAL
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

    mask = Mask.PERSONAL
    parts: ClassVar[tuple[Part, ...]] = (
        Part("whole", "", {**TEXT, "autocomplete": "organization", "maxlength": UNCUT}),
    )
    reader = staticmethod(normalize.name)

    def read(self) -> WholeName:
        return WholeName(self.reader(self.typed["whole"]))


class CompanyKana(CompanyName):
    """Its カナ, in full-width katakana however it was typed."""

    mask = Mask.PERSONAL
    parts: ClassVar[tuple[Part, ...]] = (Part("whole", "", {**TEXT, "maxlength": UNCUT}),)
    reader = staticmethod(names.kana)


def _is_whole(number: str) -> bool:
    return phones.phone_kind(number) is not phones.PhoneKind.UNKNOWN and len(number) in (10, 11)


class CopyableAddress(Address):
    """An address that may be the same as another one, which was typed on an earlier screen: a button copies that."""

    mask = Mask.PERSONAL
    other: Boxes = MappingProxyType({})
    copies = ""

    def copy_from(self, name: str, button: str, elsewhere: Boxes) -> None:
        """Let the button copy the address of this name, as it was typed `elsewhere`."""
        typed = {box.removeprefix(name): each for box, each in elsewhere.items() if box.startswith(f"{name}-")}
        self.other = {f"{self.name}{box}": each for box, each in typed.items()}
        self.copies = button

    @property
    def copy_name(self) -> str:
        """What the button sends."""
        return f"{self.name}-copy"

    def copy_in(self) -> str:
        """Fill in the other address, and give what there is to tell."""
        self.process(MultiDict({box: list(each) for box, each in self.other.items()}))
        return COPIED

    @property
    def around(self) -> tuple[Any, ...] | None:
        around = super().around
        return (*around, self.copies) if around else None


class Marked(NamedTuple):
    """A line with a mark before it."""

    mark: str
    text: str


def verification_notes(portal: Portal) -> tuple[str | Marked, ...]:
    """What a telephone number is for that a customer is recognised by, and which kinds can and cannot be (000 section
    1); nothing where the portal recognises nobody so."""
    asked = portal.phone_verification
    if asked.mode == Mode.OFF:
        return ()
    of_each = {can: "、".join(name for name, so in phones.table(asked.kinds) if so == can) for can in (True, False)}
    return (
        "ログインのときに、「電話番号による本人認証」に使う番号です。",
        Marked("○", f"ご利用いただけます：{of_each[True]}"),
        Marked("×", f"ご利用いただけません：{of_each[False]}"),
    )


class PhoneInParts(Question):
    """A phone number in three boxes (604). A whole one that was pasted or filled into any of them fills all three."""

    mask = Mask.PERSONAL
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

    def read(self) -> str | None:
        typed = {name: normalize.phone(each) for name, each in self.typed.items()}
        whole = {name: each for name, each in typed.items() if _is_whole(each)}
        if len(set(whole.values())) > 1:
            self.wrong_parts = frozenset(whole)
            self.process_errors = [
                f"{self.label.text}の欄に、異なる電話番号が入力されています。登録する番号を1つだけ入力してください。"
            ]
            return None
        return next(iter(whole.values()), normalize.phone("".join(typed.values())))

    @property
    def shown(self) -> str:
        return normalize.show_phone(self.data) if self.data else super().shown
