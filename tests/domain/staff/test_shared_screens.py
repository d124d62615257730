"""Is what lies of a shared screen bound to its row, and is nothing made of what cannot be opened?"""

from types import SimpleNamespace

from domain.staff import shared_screens
from domain.staff.shared_screens import Kept

KEPT = Kept("123456", {"screen": 103})


def test_what_is_sealed_opens_in_its_own_row_alone(context):
    seal = shared_screens.sealed("a", KEPT)
    assert shared_screens.opened(SimpleNamespace(id="a", view=seal)) == KEPT
    assert b"123456" not in seal and b"103" not in seal
    for row in (SimpleNamespace(id="b", view=seal), SimpleNamespace(id="a", view=None)):
        assert shared_screens.opened(row) == Kept("", {})


def test_a_word_is_of_state_turn_and_field():
    assert shared_screens.word(SimpleNamespace(state="on", turn=3, pointed=None)) == "on 3 0"
    assert shared_screens.word(SimpleNamespace(state="on", turn=3, pointed=4)) == "on 3 4"
    assert shared_screens.word(None) == "ended"
