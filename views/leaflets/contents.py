"""Which screens and letters does a leaflet show, and in which order? That in which a customer comes to them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rules.portals import HALVES, Portal
from views import pages
from views.shared.leaflets import Leaflet
from wizards.engine.definition import Complete, Step, Wizard, always
from wizards.registry import WIZARDS

LETTER, KEYWORD, VIEW = "letter", "keyword", "view"
CONFIRM, COMPLETE, WAIT = "confirm", "complete", "wait"


class Stop(NamedTuple):
    """A screen, or the letter that comes when one was at the screen `number`; 0 as `shown` where it has no number of
    its own. `press` has the words of what is pressed, none where the button that leads on is. `sometimes` where the
    answers decide whether it is come to."""

    kind: str
    number: int
    shown: int
    title: str
    press: Sequence[str] = ()
    sometimes: bool = False


def stops(portal: Portal, leaflet: Leaflet) -> list[Stop]:
    """All that a leaflet shows at this portal. Screens that it does not have are left out."""
    own = [WIZARDS[each] for each in dict.fromkeys((leaflet.name, HALVES.get(leaflet.name, leaflet.name)))]
    found = [*_views(portal, leaflet, leaflet.before), *_of(own[0])]
    if leaflet.letter:
        found.append(_letter(own[0]))
    found += _views(portal, leaflet, leaflet.between)
    for wizard in own[1:]:
        found += _of(wizard)
    return [*found, *_views(portal, leaflet, leaflet.after)]


def _views(portal: Portal, leaflet: Leaflet, numbers: Sequence[int]) -> Iterator[Stop]:
    """Of those of a sequence, too: as the declaration of the screens calls them."""
    listed = {number: title for _, screens in pages.sequences_of(portal) for number, title, _ in screens}
    kinds = {screen.number: screen.kind for wizard in WIZARDS.values() for screen in wizard.screens}
    for number in numbers:
        if number in listed:
            yield Stop(kinds.get(number, VIEW), number, number, listed[number], leaflet.press.get(number, ()))


def _of(wizard: Wizard) -> Iterator[Stop]:
    for screen in wizard.also:
        if screen.kind == KEYWORD:
            yield Stop(KEYWORD, screen.number, screen.number, screen.title)
    for step in wizard.steps:
        yield Stop(step.kind, step.number, step.number, step.title, sometimes=_sometimes(step))
    if isinstance(wizard.complete, Complete):
        done = wizard.complete
        yield Stop(done.kind, done.number, done.number, done.title)


def _sometimes(step: Step) -> bool:
    return step.when is not always


def _letter(wizard: Wizard) -> Stop:
    """The letter that leaves with the last screen of a sequence."""
    own = next((screen for screen in wizard.also if screen.kind == LETTER), None)
    return Stop(LETTER, wizard.last_number, own.number if own else 0, own.title if own else "メール受信")
