"""Does a customer see where they are logged in, and can they end it? Screen 713 (rows A16, A31)."""

import factories
import pytest
from browser import Browser
from ways import log_in, pressed, tables

PAGE = "/okyakusama/devices"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604"


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.account(app).id


@pytest.fixture
def phone(app):
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = IPHONE
    return Browser(client)


def rows(browser, caption):
    [table] = [each for each in browser.page.select("table") if caption in each.caption.text]
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in table.select("tbody tr")]


def devices(browser):
    return rows(browser.open(PAGE), "ログインしている端末")


def test_each_login_is_listed_this_one_first(app, browser, phone, customer, clock):
    log_in(browser)
    clock.forward(minutes=3)
    log_in(phone)
    clock.forward(minutes=2)
    here, there = devices(browser)
    assert here[0] == "端末の種類は不明です" and here[3] == "この端末です"
    assert there[0] == "iPhone（Safari）"
    assert there[1:3] == ["2026年11月24日 12:03", "2026年11月24日 12:03"]
    assert there[3].startswith("ログアウトさせる")


def test_another_device_is_logged_out_at_once(app, browser, phone, customer):
    log_in(browser)
    log_in(phone)
    browser.open(PAGE).send(button="ログアウトさせる")
    assert "ログアウトしました" in browser.notices[0]
    assert phone.open("/okyakusama/home").number == 102
    assert browser.open("/okyakusama/home").number == 511
    assert len(devices(browser)) == 1


def test_all_others_at_once(app, browser, phone, another_browser, customer):
    for each in (browser, phone, another_browser):
        log_in(each)
    browser.open(PAGE)
    form = browser.page.select("main form")[-1]
    assert "すべて" in form.text
    browser.client.post(form["action"], data=browser.standing(form))
    for each in (phone, another_browser):
        assert each.open("/okyakusama/home").number == 102
    assert browser.open("/okyakusama/home").number == 511


def test_nobody_elses_login_can_be_ended(app, browser, another_browser, customer):
    """ASVS 8.2.2."""
    with app.app_context():
        factories.account(app, user_id="other@example.jp")
    log_in(another_browser, "other@example.jp")
    log_in(browser)
    log_in(Browser(app.test_client()))
    action, data = pressed(browser.open(PAGE))
    [theirs] = [row for row in tables(app)["logins"] if "'account_id': 2" in row]
    theirs = theirs.split("'id': '")[1].split("'")[0]
    browser.client.post(action, data={**data, "login": theirs})
    assert another_browser.open("/okyakusama/home").number == 511


def test_ended_and_lapsed_logins_are_not_listed(app, browser, phone, customer, clock):
    log_in(phone)
    clock.forward(minutes=30)
    log_in(browser)
    assert len(devices(browser)) == 1


def test_what_happened_is_told_in_their_words(app, browser, phone, customer, clock):
    for _ in range(2):
        log_in(phone, password="wrong1pass", status=422)
    clock.forward(minutes=1)
    log_in(browser)
    told = rows(browser.open(PAGE), "記録")
    assert [row[0] for row in told] == ["ログインしました"] + ["ログインできませんでした"] * 2
    assert told[0][1] == "2026年11月24日 12:01"
    assert told[1][2] == "iPhone（Safari）"


def test_it_is_for_customers(app, browser):
    assert browser.open(PAGE).number == 102
    token = browser.page.select_one("[name=csrf_token]")["value"]
    assert browser.client.post(PAGE, data={"csrf_token": token}).status_code == 303
