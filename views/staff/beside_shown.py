"""What does an operator see of a customer's screen? Put together from the numbers and names in its view and the
program's own words for them; what the program has no words for is told by its number alone (row S3)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from domain.contracts import products
from forms.kit.declarations import Declared, declared_by
from forms.kit.declared import ASKED
from rules.masks import SHOWN, Mask
from views.shared.screens import VIEWS
from views.shared.sharing_shown import EMPTY, FILLED, WRONG
from wizards.engine.mistakes import WORDS, Kind
from wizards.registry import WIZARDS

STATES: Mapping[str, str] = {EMPTY: "空欄", WRONG: "エラー"}
UNKNOWN = Declared("（項目名のない欄）", "", required=False, mask=Mask.SECRET)


class Field(NamedTuple):
    """A question of the customer's screen: its number there, what the program calls it, and how it is filled, as a
    word and as what stands for the answer or says what its mistake is about."""

    number: int
    label: str
    hint: str
    required: bool
    state: str
    shown: str


class Shown(NamedTuple):
    """A customer's screen as an operator sees it; without a number where nothing is to be seen."""

    number: int | None = None
    title: str = ""
    fields: Sequence[Field] = ()
    refused: bool = False


def of(view: Mapping[str, Any]) -> Shown:
    """A view (views/shared/sharing_shown.py) in words."""
    number = view.get("screen")
    if number is None:
        return Shown()
    return Shown(number, title_of(number), [_field(*each) for each in view["asked"]], view["refused"])


def title_of(number: int) -> str:
    """What the screen of a number is called; "" where there is none."""
    if number in VIEWS:
        return VIEWS[number].title
    screens = (screen for wizard in WIZARDS.values() for screen in wizard.screens)
    return next((screen.title for screen in screens if screen.number == number), "")


def _field(form_name: str, name: str, number: int, state: str, mistake: str) -> Field:
    told = declared_by(form_name).get(name) or _of_a_product(name)
    shown = SHOWN[told.mask] if state == FILLED else STATES[state]
    if mistake in set(Kind):
        shown = f"{shown}：{WORDS[Kind(mistake)]}"
    return Field(number, told.label, told.hint, told.required, state, shown)


def _of_a_product(name: str) -> Declared:
    """What products.toml asks, where that has one name for it."""
    label = products.label_asked(name.removeprefix(ASKED)) if name.startswith(ASKED) else ""
    return Declared(label, "", required=True, mask=Mask.CHOSEN) if label else UNKNOWN
