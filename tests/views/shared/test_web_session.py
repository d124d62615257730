"""Does the browser carry opaque keys and nothing more, apart for each portal? (decision 8)"""

import pytest
from browser import Browser
from ways import apply_for, carried, newest_link, twin

from views.shared import web_session


def test_each_browser_has_a_secret_of_its_own(app):
    held = [carried(app, Browser(app.test_client()).open("/okyakusama/registration/")) for _ in range(2)]
    assert held[0] != held[1]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/okyakusama/login", "okyakusama"),
        ("/keiyakusha/", "keiyakusha"),
        ("/staff/login", "staff"),
        ("/staff", "staff"),
        ("/", "none"),
        ("/_dev/mail", "none"),
        ("/a;b=c/x", "none"),
        ("/%0d%0aSet-Cookie:x/", "none"),
        ("/おきゃくさま/", "none"),
    ],
)
def test_the_name_of_the_cookie_is_safe_whatever_the_address(app, path, name):
    with app.test_request_context(path) as context:
        assert web_session.portal_of(context.request) == name


def test_halves_differ_by_run_and_by_browser_and_last(app):
    with app.test_request_context("/okyakusama/"):
        half = web_session.halves()
        one, two = half("run one"), half("run two")
        mark = web_session.mark()
        web_session.renew()
        assert half("run one") == one != two
        assert web_session.halves()("run one") != one
        assert web_session.mark() != mark


def test_a_new_session_keeps_where_one_came_from_and_nothing_else(app):
    with app.test_request_context("/okyakusama/"):
        web_session.remember_agency("A1000")
        web_session.remember_link("link")
        web_session.renew()
        assert (web_session.agency_code(), web_session.opened_link(), web_session.login_token()) == (
            "A1000",
            None,
            None,
        )


def test_a_login_of_staff_begins_and_ends_with_nothing_beside_it(app):
    with app.test_request_context("/staff/login"):
        web_session.secret()
        assert web_session.staff_token() is None
        web_session.log_staff_in("token")
        assert (web_session.staff_token(), web_session.known_secret()) == ("token", None)
        web_session.log_staff_out()
        assert web_session.staff_token() is None


def test_a_cookie_that_was_tampered_with_is_nobodys(app, browser):
    apply_for(browser)
    other = twin(browser, app)
    value = browser.client.get_cookie("madoguchi-okyakusama").value
    other.client.set_cookie("madoguchi-okyakusama", value[:-2] + ("AA" if value[-2:] != "AA" else "BB"))
    assert other.open(browser.url, 410).number == 901


def test_a_cookie_of_one_portal_is_worth_nothing_in_another(app, browser):
    browser.open(newest_link(apply_and_give(app)))
    value = browser.client.get_cookie("madoguchi-okyakusama").value
    client = app.test_client()
    client.set_cookie("madoguchi-keiyakusha", value)
    assert client.get("/keiyakusha/keyword").status_code == 404


def apply_and_give(app):
    apply_for(Browser(app.test_client()))
    return app
