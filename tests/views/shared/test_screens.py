"""Does a screen number stand once?"""

import pytest

from views.shared import screens
from views.shared.screens import Screen


@pytest.fixture(autouse=True)
def nothing_declared(monkeypatch):
    monkeypatch.setattr(screens, "VIEWS", {})


def test_a_screen_is_found_by_its_number():
    declared = screens.screen(42, "お知らせ", only="email")
    assert screens.VIEWS == {42: declared} == {42: Screen(42, "お知らせ", "email")}


def test_a_number_that_is_taken_is_given_to_no_other():
    first = screens.screen(42, "お知らせ")
    with pytest.raises(ValueError, match="42 is there already: お知らせ"):
        screens.screen(42, "ほかのお知らせ")
    assert list(screens.VIEWS.values()) == [first]
