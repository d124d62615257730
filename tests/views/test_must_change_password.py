"""Does who logs in with an issued password choose their own before anything else? (row A24, screens.md section 6)"""

import factories
import pytest
from browser import Browser
from factories import ACCESS
from ways import NEW, log_in, opened, tables, to_413

ISSUED = "Ymd8Kkn3"
PAGES = ("home", "my-page", "renewals", "devices", "", "address_change/", "password-again")


@pytest.fixture
def waiting(app):
    with app.app_context():
        return factories.issued(app, email="yoshino.t@example.jp").id


def come(browser, password=ISSUED, status=200, onward=""):
    return browser.open(f"/keiyakusha/login{onward}").send({"user_id": "HRK5394T", "password": password}, status)


def choose(browser, status=200, current=ISSUED, **different):
    return browser.send({"current": current, **NEW, **different}, status)


def test_every_way_leads_to_711_until_it_is_done(app, browser, waiting):
    assert come(browser).number == 711
    assert "お客さまがお決めになるパスワードへの変更" in browser.text
    assert not browser.page.select("nav.tabs") and not browser.page.select("main [name=back]")
    for page in PAGES:
        assert browser.open(f"/keiyakusha/{page}").number == 711
    assert come(Browser(app.test_client()), onward="?next=/keiyakusha/renewals").number == 711
    assert choose(browser).number == 712
    for page, number in (("home", 504), ("my-page", 700), ("renewals", 621), ("devices", 713)):
        assert browser.open(f"/keiyakusha/{page}").number == number


def test_nor_can_anything_be_sent_before(app, browser, waiting):
    come(browser)
    token = browser.values.get("csrf_token") or browser.page.select_one("[name=csrf_token]")["value"]
    before = tables(app)
    answer = browser.client.post("/keiyakusha/devices", data={"csrf_token": token})
    assert (answer.status_code, answer.location) == (303, "/keiyakusha/password_change/")
    assert tables(app) == before


def test_what_needs_no_login_can_be_read(app, browser, waiting):
    come(browser)
    for page, number in (("terms", 121), ("privacy", 122), ("environment", 123), ("screens", 124), ("guide", 501)):
        assert browser.open(f"/keiyakusha/{page}").number == number
    assert browser.open("/keiyakusha/login").number == 502


def test_afterwards_only_the_new_password_opens(app, browser, another_browser, waiting):
    choose(come(browser))
    come(another_browser, status=422)
    assert come(another_browser, NEW["password"]).number == 504


def test_it_cannot_be_chosen_again(app, browser, waiting):
    """A24."""
    same = {"password": ISSUED, "password-again": ISSUED}
    assert choose(come(browser), 422, **same).number == 711


def test_whoever_does_not_finish_may_come_back_with_it(app, browser, another_browser, waiting):
    """It stands on paper; it is void once a password was chosen."""
    come(browser)
    assert come(another_browser).number == 711


def test_setting_a_password_by_mail_voids_it(app, browser, another_browser, waiting):
    """A24: setting a password online voids every outstanding one."""
    to_413(browser, "keiyakusha", user_id="HRK5394T")
    assert opened(browser, app).send(NEW).number == 416
    come(another_browser, status=422)


def test_wrong_tries_count_for_it_too(app, browser, waiting):
    for _ in range(5):
        come(browser, "Ymd8Kkn4", 422)
    assert browser.number == 904
    assert come(browser, status=422).number == 904


def test_who_chose_their_password_is_led_nowhere(app, browser):
    with app.app_context():
        factories.account(app)
    assert log_in(browser, password=ACCESS["password"]).number == 511
