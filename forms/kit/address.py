"""How is an address asked for? Its 郵便番号, from which the rest can be filled in, and a box for each thing that
browsers know of one (604)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms.utils import unset_value
from wtforms.validators import StopValidation, ValidationError

from forms.kit.fields import TEXT
from forms.kit.question import LONGEST_TYPED, NOTHING, Option, Part, Question, typed_text
from rules.japanese import normalize
from rules.japanese.post import agreement, boxes, codes, municipalities
from rules.japanese.post.listed import Known
from rules.japanese.post.place import Place
from rules.masks import Mask

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
NO_CODE = "郵便番号を入力してから、「郵便番号から住所を入力」を押してください。"
NO_PREFECTURE = "都道府県は、「東京都」のように47都道府県の名称で入力してください。"
TWO_PREFECTURES = "「都道府県」と「市区町村・町名」に、異なる都道府県が入力されています。どちらか一方をご確認ください。"
TORN = "「市区町村・町名」と異なる住所「{torn}」が、ほかの欄に入力されています。どちらか一方をご確認ください。"
NO_LOT = "番地を数字や文字で入力してください。番地がない場合は「無番地」と入力してください。"
_WHERE = ("prefecture", "town", "street")


class Address(Question):
    """An address, of which all but the lot can be filled in from the 郵便番号. Where several places share that, they
    stand below it to choose from. What stays as it is `held` is not judged, and stays so in every letter. A building
    that was `filled` in goes with its place."""

    mask = Mask.PERSONAL
    kind = "address"
    parts: ClassVar[tuple[Part, ...]] = (Part("code", "郵便番号", CODE), *LINES)
    held: Sequence[Place] = ()

    def process(self, formdata: MultiDict[str, str] | None, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.listed, self.chosen, self.agreed, self.filled = (
            typed_text(formdata, name)[:LONGEST_TYPED]
            for name in (self.listed_name, self.choice_name, self.agreed_name, self.filled_name)
        )
        self.candidates: list[Known] = []
        self.settled = False
        super().process(formdata, data, extra_filters)
        self.filled = self.filled if self.filled == self.typed["building"] else ""
        self.listed = self.listed if self.data and self.listed == self.data.code else ""
        if self.listed:
            self._choose(codes.places(self.listed))

    def _choose(self, among: list[Known]) -> None:
        """Take the one that was chosen; there is nothing more to choose then."""
        chosen = next((each for each in among if each.line == self.chosen), None)
        if chosen:
            self._fill(chosen, chosen.street or self.data.street)
        self.settled = chosen is not None
        self._list([] if chosen else among, "" if chosen else self.listed)

    def _list(self, among: list[Known], code: str = "") -> None:
        """Let these stand below the code, or that there is none."""
        self.candidates, self.listed = among, code

    def _fill(self, known: Known, street: str) -> None:
        """Take over a place, unless what was typed is already in it: then with the lot `street`."""
        within = self._is_in(known)
        self.typed |= {part: getattr(self.data, part) for part in _WHERE}
        if not within:
            self.typed |= {"prefecture": known.prefecture, "town": f"{known.city}{known.town}"}
            self.typed["street"] = street
        self.typed["building"] = self._building_in(known, within)
        self.data = self.read()

    def _building_in(self, known: Known, within: bool) -> str:
        """The building once this place is filled in: its own, or what the customer typed for it."""
        typed: str = self.data.building
        there, own = normalize.word(typed), normalize.word(known.building)
        held = any(there == normalize.word(each.building) for each in self.held)
        stays = there and not self.filled and (not held or (within and not own))
        if stays or (there and own and there.startswith(own)):
            return typed
        self.filled = normalize.address_line(known.building)
        return self.filled

    def _is_in(self, known: Known) -> bool:
        return agreement.within(known, self.data.prefecture, f"{self.data.town}{self.data.street}")

    def hold(self, places: Sequence[Place]) -> None:
        """What stays as one of these is taken as it stands."""
        self.held = places
        self.data = self.data and self.read()

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

    @property
    def filled_name(self) -> str:
        """The name of the box that holds the building that was filled in."""
        return f"{self.name}-filled"

    @property
    def as_it_stands(self) -> Place:
        """What each box holds, and nothing read into it."""
        code, *rest = self.typed.values()
        prefecture, town, street, building = (normalize.address_line(each) for each in rest)
        return Place(normalize.postal_code(code), prefecture, town, street, building)

    def read(self) -> Place:
        there = self.as_it_stands
        here = [each for each in self.held if there.same(each, *_WHERE)]
        if here:
            as_held = any(there.same(each, "building") for each in here)
            return there if as_held else there._replace(building=boxes.without_none(there.building))
        return boxes.read(there.code, there.prefecture, there.town, there.street, there.building)

    def judge(self, form: Any) -> None:
        if self.stays("code", *_WHERE):
            return
        here = bool(self.data.line) and self.stays(*_WHERE)
        lacking = [part for part in self.parts if not (part.optional or getattr(self.data, part.name))]
        lacking = [part for part in lacking if not here or part.name == "code"]
        if lacking:
            choose = "候補から選択するか、" if self.candidates else ""
            self._stop(
                f"{self.label.text}の{choose}「{lacking[0].label}」を入力してください。", *(p.name for p in lacking)
            )
        if self._is_to_be_chosen():
            self._stop(f"{self.label.text}の候補から選択するか、「市区町村・町名」に町名まで入力してください。", "town")
        if not here:
            self._judge_lines()

    def _is_to_be_chosen(self) -> bool:
        """Whether the town is not said by which the places that stand to choose from differ."""
        if len(self.candidates) < 2:
            return False
        common = codes.in_common(self.candidates)
        return not agreement.beyond(common, self.data.prefecture, self.data.town)

    def _judge_lines(self) -> None:
        if not self.stays("street") and not any(map(str.isalnum, normalize.word(self.data.street))):
            self._stop(NO_LOT, "street")
        if self.data.torn:
            self._stop(TORN.format(torn=self.data.torn), "town", "street")
        if self.stays("prefecture", "town"):
            return
        if self.data.prefecture not in municipalities.PREFECTURES:
            self._stop(NO_PREFECTURE, "prefecture")
        if agreement.says_a_prefecture(self.data.town):
            self._stop(TWO_PREFECTURES, "prefecture", "town")

    def _stop(self, message: str, *parts: str) -> None:
        self.wrong_parts = frozenset(parts)
        raise StopValidation(message)

    def stays(self, *parts: str) -> bool:
        """Whether these parts are as they are held."""
        return any(self.data.same(each, *parts) for each in self.held)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """A code or a prefecture that is of elsewhere is questioned once, and then taken as the customer says."""
        if not self.errors:
            self._list([])
        if validation_stopped or self.errors or not self.data:
            return
        said = self._doubt()
        if not said:
            return
        asked, self.agreed = self.agreed, normalize.word(f"{self.data.code}{self.data.prefecture}{self.data.town}")
        if asked != self.agreed:
            raise ValidationError(f"{said}このままでよろしければ、もう一度「{form.button}」を押してください。")

    def _doubt(self) -> str:
        """What speaks against the code or the prefecture; empty where nothing does."""
        code, prefecture, town = self.data.code, self.data.prefecture, self.data.town
        where = None if self.stays("code", "prefecture", "town") else agreement.elsewhere(code, prefecture, town)
        if where is not None:
            self.wrong_parts = frozenset({"code"})
            said = f"は{where}の番号です。" if where else "は見つかりませんでした。"
            return f"郵便番号 {code[:3]}-{code[3:]} {said}郵便番号と住所をご確認ください。"
        of = [] if self.stays("prefecture", "town") else agreement.prefectures_of(prefecture, town)
        if of:
            self.wrong_parts = frozenset({"prefecture"})
            shown = "または".join(of) if len(of) < 4 else "ほかの都道府県"
            return f"{self.label.text}の市区町村は{shown}にあります。都道府県と市区町村をご確認ください。"
        return ""

    def fill_in(self) -> str:
        """Fill in what the code tells, unless what was typed is already in it, and give what there is to tell beside
        what stands below the code then. The lot of another place goes; before which no place stood, it stays."""
        self.agreed = ""
        if not normalize.postal_code(self.typed["code"]):
            self._list([])
            return NO_CODE
        found = codes.places(self.data.code) if self.data else []
        if not found:
            # What stands as it is held is no draft, and nothing is kept beside it.
            self._list([], self.data.code if self.data and not self.stays("code") else "")
            return "" if self.listed else NOT_FOUND
        if len(found) > 1 and not (self.settled or any(each.town and self._is_in(each) for each in found)):
            self._begin(codes.in_common(found))
            self._list(found, self.data.code)
            return ""
        if len(found) == 1:
            self._fill(found[0], self._lot_alone() or found[0].street)
        self.typed |= {part: getattr(self.data, part) for part in (*_WHERE, "building")}
        self._list([])
        return FOUND_WHOLE if self.data.street else FOUND

    def _begin(self, common: Known) -> None:
        """Take over what several places have in common, of which the address is none: also from within that, since it
        is another place's then."""
        if agreement.beyond(common, self.data.prefecture, self.data.town):
            self.typed |= {"prefecture": "", "town": "", "street": ""}
            self.data = self.read()
        self._fill(common, self._lot_alone() or common.street)

    def _lot_alone(self) -> str:
        """The lot that was typed before any place was; empty where it is of another one."""
        of_another = self.data.prefecture or self.data.town or self.stays("street")
        return "" if of_another else str(self.data.street)

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
        kept = {self.listed_name: self.listed, self.agreed_name: self.agreed, self.filled_name: self.filled}
        return [(name, value) for name, value in kept.items() if value]

    @property
    def around(self) -> tuple[Any, ...] | None:
        return None if self.hidden else super().around

    def to_keep(self) -> dict[str, list[str]]:
        return {**super().to_keep(), **{name: [value] for name, value in self.hidden}}


class Location(Address):
    """Where something is: a contract holds no 郵便番号 of it, so that only helps to fill the rest in."""

    mask = Mask.PERSONAL
    parts: ClassVar[tuple[Part, ...]] = (Part("code", "郵便番号（任意）", CODE, optional=True), *LINES)

    @property
    def shown(self) -> str:
        return (self.data.line if self.data else "") or NOTHING
