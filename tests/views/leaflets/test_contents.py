"""Does a leaflet show the screens of its sequence, all of them, in the order in which customers come to them?"""

import pytest

from rules.portals import HALVES
from views import pages
from views.leaflets import contents
from views.shared.leaflets import LEAFLETS, of_portal
from wizards.registry import WIZARDS


def numbers(portal, name):
    return [(each.kind, each.number) for each in contents.stops(portal, LEAFLETS[name])]


def test_registration_goes_through_both_halves_and_the_letter(portals):
    assert [number for _, number in numbers(portals["okyakusama"], "registration")] == [
        *(102, 112, 103, 104, 105),
        105,
        *(107, 108, 109, 110),
    ]
    (letter,) = [
        each for each in contents.stops(portals["okyakusama"], LEAFLETS["registration"]) if each.kind == "letter"
    ]
    assert (letter.shown, letter.title) == (106, "メール受信")


def test_screens_that_a_portal_lacks_are_left_out(portals):
    assert [number for _, number in numbers(portals["keiyakusha"], "change")] == [504, 602, 603, 604, 605, 606]
    assert [number for _, number in numbers(portals["okyakusama"], "change")] == [511, 602, 603, 604, 605, 606]


def test_a_letter_without_a_number_of_its_own_stands_between_the_halves(portals):
    found = numbers(portals["okyakusama"], "forgotten")
    assert found.index(("letter", 403)) == found.index(("complete", 403)) + 1 == found.index(("keyword", 404)) - 1
    assert contents.stops(portals["okyakusama"], LEAFLETS["forgotten"])[4].shown == 0


def test_steps_of_another_sequence_keep_their_kind(portals):
    assert ("input", 604) in numbers(portals["keiyakusha"], "verification")


@pytest.mark.parametrize("name", ["okyakusama", "keiyakusha"])
def test_each_sequence_that_a_portal_offers_has_a_leaflet_with_all_of_its_screens(portals, name):
    """But for what is no way of its own."""
    portal = portals[name]
    halves = set(HALVES.values())
    assert {each.name for each in of_portal(portal)} == set(portal.sequences) - halves
    listed = {number for _, screens in pages.sequences_of(portal) for number, _, _ in screens}
    for leaflet in of_portal(portal):
        shown = {number for _, number in numbers(portal, leaflet.name)}
        own = {leaflet.name, HALVES.get(leaflet.name, leaflet.name)}
        steps = {step.number for each in own for step in WIZARDS[each].steps}
        assert steps <= shown <= listed | steps
