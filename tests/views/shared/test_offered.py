"""Is a page that only some portals have no page of the others, whoever asks for it?"""

import pytest
from werkzeug.exceptions import NotFound

from views.shared.offered import only_where


@only_where(lambda portal: portal == "one")
def view(portal, number=0):
    """Of one portal."""
    return f"{portal} {number}"


def test_it_is_there_where_it_is_offered():
    assert view(portal="one", number=7) == "one 7"
    assert (view.__name__, view.__doc__) == ("view", "Of one portal.")


def test_it_is_not_there_elsewhere():
    with pytest.raises(NotFound):
        view(portal="another")


@pytest.mark.parametrize(
    ("address", "elsewhere"),
    [("changes", "keiyakusha"), ("first-time", "keiyakusha"), ("initial", "keiyakusha"), ("guide", "okyakusama")],
)
def test_who_is_not_logged_in_is_not_told_to_be_for_what_is_not_there(browser, address, elsewhere):
    assert browser.open(f"/{elsewhere}/{address}", 404).number == 907


def test_a_page_that_the_portal_has_asks_for_the_login_all_the_same(app, browser):
    assert browser.open("/okyakusama/changes").number == 102
