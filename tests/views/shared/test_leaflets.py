"""Which leaflets are there, and which lie on the shelf?"""

import pytest

from views.shared import leaflets
from views.staff import scripts
from wizards.registry import WIZARDS


@pytest.fixture
def shelf(app, tmp_path):
    app.config["LEAFLETS_FOLDER"] = str(tmp_path)
    with app.app_context():
        yield lambda name, size=1: (tmp_path / name).write_bytes(b"%" * size)


def test_each_is_about_a_sequence_and_names_screens_that_are_there():
    assert set(leaflets.LEAFLETS) <= set(WIZARDS)
    for leaflet in leaflets.LEAFLETS.values():
        named = {*leaflet.before, *leaflet.between, *leaflet.after, *leaflet.press}
        assert {number for number in named if scripts.of(number) is None} == set()
    assert {number for number in leaflets.SHOWN if scripts.of(number) is None} == set()


def test_those_that_were_made_lie_on_the_shelf(app, shelf):
    portal = app.extensions["portals"]["okyakusama"]
    assert leaflets.on_shelf(portal) == []
    shelf("okyakusama-registration.pdf", 320 * 1024)
    shelf("okyakusama-forgotten.pdf")
    shelf("keiyakusha-change.pdf")
    shelf("okyakusama-verification.pdf")
    found = leaflets.on_shelf(portal)
    assert [(each.name, each.kilobytes) for each in found] == [("registration", 320), ("forgotten", 1)]
    assert leaflets.path_of(portal, "registration").name == "okyakusama-registration.pdf"


@pytest.mark.parametrize("name", ["change", "verification", "../registration", "nothing"])
def test_what_was_not_made_or_is_not_of_this_portal_is_not_there(app, shelf, name):
    shelf("okyakusama-registration.pdf")
    shelf("okyakusama-verification.pdf")
    assert leaflets.path_of(app.extensions["portals"]["okyakusama"], name) is None
