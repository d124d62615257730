"""Does what was looked over once hide nothing: is a page looked over that is like a good one but for its fault?"""

import pytest
from album import Camera
from browser import Browser
from looked import Looked
from staffing import Desk, hire

PAGE = "/okyakusama/login"


@pytest.fixture
def looked(tmp_path):
    kept = Looked()
    own = tmp_path / "own"
    own.mkdir()
    kept.keep_in(own)
    return kept


def test_what_was_looked_at_is_not_looked_at_again(looked):
    with looked.once("fits", 103) as new:
        assert new
    with looked.once("fits", 103) as new, looked.once("fits", 104) as another:
        assert (new, another) == (False, True)


def test_a_look_that_finds_something_is_none(looked):
    with pytest.raises(AssertionError), looked.once("fits", 103):
        raise AssertionError
    with looked.once("fits", 103) as new:
        assert new


def spoilt(browser, old, new, times=1):
    """Its page as if it had come again with this in place of that; looked over as if it were opened."""
    text = browser.response.text
    assert old in text
    browser.response.set_data(text.replace(old, new, times))
    # Both are read only once.
    browser.response.__dict__.pop("text")
    browser.__dict__.pop("page", None)
    return browser


TOKEN = 'name="csrf_token" value="'


def without_token(browser):
    begins = browser.response.text.split(TOKEN, 1)[1].split('"')[0]
    return spoilt(browser, f"{TOKEN}{begins}", TOKEN)


@pytest.mark.parametrize("kind", [Browser, Desk])
def test_a_fault_is_found_on_a_page_like_one_that_was_good(app, kind):
    hire(app)
    browser = kind(app.test_client()).open(PAGE if kind is Browser else "/staff/login")
    browser._distrust()
    with pytest.raises(AssertionError, match="without its token"):
        without_token(browser)._distrust()
    with pytest.raises(AssertionError, match="without its token"):
        browser._distrust()


@pytest.mark.parametrize(
    ("header", "value"),
    [("Cache-Control", "private"), ("Content-Security-Policy", "default-src *"), ("X-Content-Type-Options", "")],
)
def test_a_header_is_looked_at_too(app, header, value):
    browser = Browser(app.test_client()).open(PAGE)
    browser.response.headers[header] = value
    with pytest.raises(AssertionError):
        browser._distrust()


def test_who_is_not_wary_has_looked_at_nothing_for_others(app):
    trusting = Camera(app.test_client(), [], wary=False).open(PAGE)
    without_token(trusting)._distrust()
    wary = Camera(app.test_client(), []).open(PAGE)
    wary.response = trusting.response
    wary.__dict__.pop("page", None)
    with pytest.raises(AssertionError, match="without its token"):
        wary._distrust()


def test_each_kind_of_visitor_looks_for_their_own(app):
    page = Browser(app.test_client()).open(PAGE).response
    desk = Desk(app.test_client())
    desk.response = page
    with pytest.raises(AssertionError):
        desk._distrust()
