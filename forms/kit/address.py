"""How is an address asked for? Its 郵便番号, from which the rest can be filled in, and a box for each thing that
browsers know of one (604)."""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value
from wtforms.validators import StopValidation, ValidationError

from forms.kit.fields import TEXT
from forms.kit.question import LONGEST_TYPED, NOTHING, Option, Part, Question, typed_text
from rules.japanese import normalize
from rules.japanese.post import agreement, codes, lines, municipalities
from rules.japanese.post.listed import Known

CODE = {"type": "text", "inputmode": "numeric", "autocomplete": "postal-code", "maxlength": "10"}
LINES = (
    Part("prefecture", "都道府県", {**TEXT, "autocomplete": "address-level1", "maxlength": "120"}),
    Part("town", "市区町村・町名", {**TEXT, "autocomplete": "address-level2", "maxlength": "120"}),
    Part("street", "番地", {**TEXT, "autocomplete": "address-line1", "maxlength": "120"}),
    Part(
        "building",
        "建物名・部屋番号（任意）",
        {**TEXT, "autocomplete": "address-line2", "maxlength": "120"},
        optional=True,
    ),
)
FOUND = "郵便番号から住所を入力しました。番地を入力してください。"
FOUND_WHOLE = "郵便番号から住所を入力しました。内容をご確認ください。"
NOT_FOUND = "この郵便番号の住所が見つかりませんでした。郵便番号をご確認いただくか、住所を入力してください。"
Parts = tuple[str, str, str, str]
NO_PREFECTURE = "都道府県は、「東京都」のように47都道府県の名称で入力してください。"
TWO_PREFECTURES = "「都道府県」と「市区町村・町名」に、異なる都道府県が入力されています。どちらか一方をご確認ください。"


class Place(NamedTuple):
    """An address in the parts in which it is asked; `code` are the digits of its 郵便番号, perhaps none. The prefecture
    was `told` by the code or the municipality where nobody typed it."""

    code: str
    prefecture: str
    town: str
    street: str
    building: str
    told: bool = False

    @property
    def line(self) -> str:
        """As a contract holds it."""
        return " ".join(part for part in (f"{self.prefecture}{self.town}{self.street}", self.building) if part)

    @property
    def as_typed(self) -> "Place":
        """Without what nobody typed."""
        return self._replace(prefecture="", told=False) if self.told else self

    def same(self, other: "Place", *parts: str) -> bool:
        """Whether these parts were typed as they are in the other, if perhaps in other characters."""
        typed, there = self.as_typed, other.as_typed
        return all(normalize.word(getattr(typed, each)) == normalize.word(getattr(there, each)) for each in parts)

    def __str__(self) -> str:
        return f"〒{self.code[:3]}-{self.code[3:]} {self.line}" if self.code else self.line


def placed(code: str, line: str) -> Place:
    """An address as a contract holds it, in its parts."""
    return Place(normalize.postal_code(code), *lines.cut(line))


def _read(code: str, prefecture: str, town: str, street: str, building: str) -> Place:
    """What was typed, each part in its box."""
    if not (town and street):
        prefecture, town, street, building = _from_one_box(prefecture, town, street, building)
    whole = municipalities.prefecture_before(prefecture)
    if whole:
        prefecture, town = whole, prefecture[len(whole) :].strip() + town
    prefecture = whole or municipalities.prefecture_of(prefecture) or prefecture
    inside = municipalities.prefecture_before(town)
    if inside and prefecture in ("", inside):
        prefecture, town = inside, town[len(inside) :].strip()
    town = town.replace(" ", "")
    told = "" if prefecture or not town else agreement.prefecture_told(code, town)
    return Place(code, prefecture or told, town, street, building, bool(told))


def _from_one_box(prefecture: str, town: str, street: str, building: str) -> Parts:
    """An address of which one box holds both the town and the lot: so browsers fill one in whose municipality they do
    not know, and so some people type it."""
    line = f"{prefecture}{town}{street}"
    cut = lines.cut(line)
    if not cut.street or cut.street.endswith("丁目") or not municipalities.find(line).municipalities:
        return prefecture, town, street, building
    return cut.prefecture, cut.town, cut.street, f"{cut.building} {building}".strip()


class Address(Question):
    """An address, of which all but the lot can be filled in from the 郵便番号. Where several places share that, they
    stand below it to choose from. What stays as it is `held` is not judged."""

    kind = "address"
    parts: ClassVar[tuple[Part, ...]] = (Part("code", "郵便番号", CODE), *LINES)
    held: Sequence[Place] = ()

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.listed, self.chosen, self.agreed = (
            typed_text(formdata, name)[:LONGEST_TYPED]
            for name in (self.listed_name, self.choice_name, self.agreed_name)
        )
        self.candidates: list[Known] = []
        self.settled = False
        super().process(formdata, data, extra_filters)
        self.listed = self.listed if self.data and self.listed == self.data.code else ""
        if self.listed:
            self._choose(codes.places(self.listed))

    def _choose(self, among: list[Known]) -> None:
        """Take the one that was chosen; there is nothing more to choose then."""
        chosen = next((each for each in among if each.line == self.chosen), None)
        if chosen:
            self._fill(chosen, self.data.street)
        self.settled = chosen is not None
        self._list([] if chosen else among, "" if chosen else self.listed)

    def _list(self, among: list[Known], code: str = "") -> None:
        """Let these stand below the code, or that there is none."""
        self.candidates, self.listed = among, code

    def _fill(self, known: Known, street: str) -> None:
        """Take over a place, unless what was typed is already in it."""
        building = self.data.building
        if self._is_in(known):
            self.typed["building"] = building or known.building
        else:
            self.typed |= {"prefecture": known.prefecture, "town": f"{known.city}{known.town}"}
            self.typed |= {"street": known.street or street, "building": known.building or building}
        self.data = self.read()

    def _is_in(self, known: Known) -> bool:
        typed, there = (
            municipalities.folded(normalize.word(line))
            for line in (self.data.line, f"{known.prefecture}{known.city}{known.town}")
        )
        return bool(there) and typed.startswith(there)

    @property
    def listed_name(self) -> str:
        """The name of the box that holds for which code the places are listed."""
        return f"{self.name}-listed"

    @property
    def choice_name(self) -> str:
        """The name of the choice among them."""
        return f"{self.name}-choice"

    @property
    def agreed_name(self) -> str:
        """The name of the box that holds what was questioned, so that it is taken when it comes again."""
        return f"{self.name}-agreed"

    def read(self) -> Place:
        code, *rest = self.typed.values()
        return _read(normalize.postal_code(code), *(normalize.address_line(each) for each in rest))

    def judge(self, form: Any) -> None:
        if self.stays("code", "prefecture", "town", "street"):
            return
        lacking = [part for part in self.parts if not (part.optional or getattr(self.data, part.name))]
        if lacking:
            self.wrong_parts = frozenset(part.name for part in lacking)
            choose = "候補から選択するか、" if self.candidates else ""
            raise StopValidation(f"{self.label.text}の{choose}「{lacking[0].label}」を入力してください。")
        self._judge_prefecture()

    def _judge_prefecture(self) -> None:
        if self.stays("prefecture", "town"):
            return
        if self.data.prefecture not in municipalities.PREFECTURES:
            self.wrong_parts = frozenset({"prefecture"})
            raise StopValidation(NO_PREFECTURE)
        if municipalities.prefecture_before(self.data.town):
            self.wrong_parts = frozenset({"prefecture", "town"})
            raise StopValidation(TWO_PREFECTURES)

    def stays(self, *parts: str) -> bool:
        """Whether these parts are as they are held."""
        return any(self.data.same(each, *parts) for each in self.held)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """A code that is of elsewhere is questioned once, and then taken as the customer says."""
        if not self.errors:
            self._list([])
        if validation_stopped or self.errors or not self.data or self.stays("code", "prefecture", "town"):
            return
        where = agreement.elsewhere(self.data.code, self.data.prefecture, self.data.town)
        if where is None:
            return
        asked, self.agreed = self.agreed, normalize.word(f"{self.data.code}{self.data.prefecture}{self.data.town}")
        if asked != self.agreed:
            self.wrong_parts = frozenset({"code"})
            number = f"郵便番号 {self.data.code[:3]}-{self.data.code[3:]} は"
            said = f"{number}{where}の番号です。" if where else f"{number}見つかりませんでした。"
            raise ValidationError(
                f"{said}郵便番号と住所をご確認ください。このままでよろしければ、もう一度「{form.button}」を押してください。"
            )

    def fill_in(self) -> str:
        """Fill in what the code tells, unless what was typed is already in it, and give what there is to tell beside
        what stands below the code then. The lot of another place goes."""
        self.agreed = ""
        found = codes.places(self.data.code) if self.data else []
        if not found:
            # What stands as it is held is no draft, and nothing is kept beside it.
            self._list([], self.data.code if self.data and not self.stays("code") else "")
            return "" if self.listed else NOT_FOUND
        if len(found) > 1 and not (self.settled or any(each.town and self._is_in(each) for each in found)):
            self._fill(codes.in_common(found), "")
            self._list(found, self.data.code)
            return ""
        if len(found) == 1:
            self._fill(found[0], "")
        self.typed |= {part: getattr(self.data, part) for part in ("prefecture", "town", "street")}
        self._list([])
        return FOUND_WHOLE if self.data.street else FOUND

    @property
    def options(self) -> list[Option]:
        return [
            Option(f"{self.choice_name}-{number}", each.line, each.line, False)
            for number, each in enumerate(self.candidates, 1)
        ]

    @property
    def told(self) -> str:
        """What was found by the code, where that is not one place."""
        if self.candidates:
            return f"この郵便番号の住所が{len(self.candidates)}件あります。選択してください。"
        return NOT_FOUND if self.listed else ""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the page sends back beside the boxes, by name."""
        kept = {self.listed_name: self.listed, self.agreed_name: self.agreed}
        return [(name, value) for name, value in kept.items() if value]

    @property
    def around(self) -> tuple[Any, ...] | None:
        return None if self.hidden else super().around

    def to_keep(self) -> dict[str, list[str]]:
        return {**super().to_keep(), **{name: [value] for name, value in self.hidden}}


class Location(Address):
    """Where something is: a contract holds no 郵便番号 of it, so that only helps to fill the rest in."""

    parts: ClassVar[tuple[Part, ...]] = (Part("code", "郵便番号（任意）", CODE, optional=True), *LINES)

    @property
    def shown(self) -> str:
        return (self.data.line if self.data else "") or NOTHING
