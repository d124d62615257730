"""How is somebody's name asked? In two boxes, of which one is enough for who has one name alone."""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from wtforms.validators import StopValidation

from forms.kit.fields import TEXT
from forms.kit.question import Part, Question
from rules.japanese import names, normalize, romaji
from rules.masks import Mask

IN_ONE_BOX = "お名前が1つだけの方は、氏名とカナのどちらも、1つの欄だけに入力してください。"
# Far beyond what is taken: a browser cuts in silence, while a name that is too long is told (E-03).
UNCUT = "300"


class FullName(NamedTuple):
    """A name in its two parts, of which one may be empty."""

    family: str
    given: str

    def __str__(self) -> str:
        return " ".join(self.written)

    @property
    def written(self) -> list[str]:
        """The parts that there are."""
        return [part for part in self if part]


class Name(Question):
    """姓 and 名; the characters are kept as they were typed (screens.md section 13). Who has one name alone, as a card
    of residence may say, fills in one box here and one of the カナ; it is kept as a family name."""

    mask = Mask.PERSONAL
    kind = "pair"
    parts: ClassVar[tuple[Part, ...]] = (
        Part("family", "姓", {**TEXT, "autocomplete": "family-name", "maxlength": UNCUT}),
        Part("given", "名", {**TEXT, "autocomplete": "given-name", "maxlength": UNCUT}),
    )
    reader = staticmethod(normalize.name)

    def __init__(self, label: str, *args: Any, notes: Sequence[str] = (), **kwargs: Any) -> None:
        one_name = f"お名前が1つだけの方は、「{self.parts[0].label}」だけを入力してください。"
        super().__init__(label, *args, notes=(*notes, one_name), **kwargs)

    def read(self) -> FullName:
        return FullName(*(self.reader(self.typed[part.name]) for part in self.parts))

    def judge(self, form: Any) -> None:
        others = [each for each in form if isinstance(each, Name) and each.data]
        lacking = [part for part in self.parts if not getattr(self.data, part.name)]
        if lacking and any(all(other.data) for other in others):
            self.wrong_parts = frozenset(part.name for part in lacking)
            raise StopValidation(f"{self.label.text}の「{lacking[0].label}」を入力してください。{IN_ONE_BOX}")

    @property
    def answer(self) -> Any:
        if not self.data or self.data.family:
            return self.data
        return FullName(self.data.given, "")

    @property
    def shown(self) -> str:
        if not self.data or all(self.data):
            return super().shown
        return f"{self.data}（{'・'.join(part.label for part in self.parts)}の区別なし）"


class Kana(Name):
    """セイ and メイ, in full-width katakana however they were typed (row F8)."""

    mask = Mask.PERSONAL
    parts: ClassVar[tuple[Part, ...]] = (
        Part("family", "セイ", {**TEXT, "maxlength": UNCUT}),
        Part("given", "メイ", {**TEXT, "maxlength": UNCUT}),
    )
    reader = staticmethod(names.kana)

    def judge(self, form: Any) -> None:
        """A box has as many hyphens as the same box of the 氏名: then these are no long vowels."""
        super().judge(form)
        written = next((each for each in form if isinstance(each, Name) and not isinstance(each, Kana)), None)
        if written and written.data:
            typed = ((self.typed[part.name], written.typed[part.name]) for part in self.parts)
            self.data = FullName(
                *(names.kana(kana, hyphenated=0 < names.hyphens(kana) == names.hyphens(name)) for kana, name in typed)
            )

    @property
    def pieces(self) -> list[str]:
        return [spelling for part in self.data or () for spelling in sorted(romaji.spellings(part))]
