"""Does nothing that a customer types, carries or is told ever reach the operator beside them, on any screen? (row S3)

They walk every sequence of both portals with an operator beside them. After every page all that the operator is sent
is looked through: what is the customer's is not in it, and what is in it are words of the program and numbers.
"""

import pytest
from factories import PROFILE
from walks import WALKS
from watching import WatchedWorld

from infra import rate_limits
from infra.rate_limits import Limit
from views.shared import sharing_shown
from views.sharing import BEGIN
from views.staff import beside_shown
from views.staff.beside_shown import Field, Shown

MANY = "1000000 per hour"


@pytest.fixture(autouse=True)
def unlimited(monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "sharing", Limit(MANY, MANY))


@pytest.fixture
def world(tmp_path, empty_sqlite):
    return WatchedWorld(tmp_path, empty_sqlite)


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.__name__)
def test_nothing_of_a_customer_reaches_the_operator(world, walk):
    walk(world)
    assert world.watcher.looks or walk.__name__ == "broken"


def registering(world):
    world.camera().open("/okyakusama/registration/").send({**PROFILE, "holder-given": ""}, 422)


def test_an_answer_in_the_view_is_not_shown_but_a_label_that_is_one_would_be_seen(world, monkeypatch):
    """What lies in the view and is no name of the program says nothing: the first half passes, the second is caught."""
    real = sharing_shown.view_of

    def leaking(screen, content):
        view = real(screen, content)
        form = content.get("form")
        asked = [[each.shown, each.shown, each.number, "filled", each.shown] for each in form.questions] if form else []
        return {**view, "asked": asked or view["asked"]}

    monkeypatch.setattr(sharing_shown, "view_of", leaking)
    registering(world)

    def told(view):
        return Shown(
            103, BEGIN.title, [Field(1, str(each[0]), "", True, "filled", "") for each in view.get("asked", ())]
        )

    monkeypatch.setattr(beside_shown, "of", told)
    with pytest.raises(AssertionError, match=r"is seen|no word of the program"):
        registering(world)


def test_a_value_in_an_attribute_is_found(world, monkeypatch):
    monkeypatch.setattr(sharing_shown.shared_screens, "word", lambda _: "on 1 髙﨑")
    with pytest.raises(AssertionError, match="髙﨑"):
        registering(world)
