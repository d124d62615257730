"""Is who sent a form without its token told what to do? Of time nothing is said."""

import factories
import pytest
from browser import Browser
from factories import PASSWORD
from ways import log_in, pressed

KNOWN = "yoshino.t@example.jp"


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.account(app).id


@pytest.fixture
def no_cookies(app):
    """A browser that keeps none."""
    return Browser(app.test_client(use_cookies=False))


def sent_from_login(browser):
    action, data = pressed(browser.open("/okyakusama/login"))
    answer = browser.client.post(action, data={**data, "user_id": KNOWN, "password": PASSWORD})
    browser._arrive(answer, 400)
    return browser


def test_who_brings_no_cookie_is_told_to_allow_them(customer, no_cookies):
    browser = sent_from_login(no_cookies)
    assert browser.number == 102
    assert "Cookieを有効にして" in browser.notices[0]
    assert browser.page.select_one("[role=status] a[href='/okyakusama/environment']").get_text() == "推奨環境"
    assert browser.values["user_id"] == KNOWN


def test_so_is_who_has_no_form_to_be_shown_again(app, no_cookies):
    browser = no_cookies
    browser._arrive(browser.client.post("/okyakusama/extend", data={}), 400)
    assert browser.number == 901
    assert "Cookieを有効にして" in browser.text
    assert browser.page.select_one("main a[href='/okyakusama/environment']")


def test_a_logout_elsewhere_is_not_called_time(app, customer):
    browser = Browser(app.test_client())
    action, data = pressed(browser.open("/okyakusama/login"))
    form = log_in(browser).page.select_one("form[action$='/logout']")
    browser.client.post(form["action"], data=browser.standing(form))
    browser._arrive(browser.client.post(action, data={**data, "user_id": KNOWN, "password": PASSWORD}), 400)
    assert browser.number == 102
    assert browser.notices[0].startswith("別の画面での操作などにより")
    assert "時間" not in browser.notices[0]
