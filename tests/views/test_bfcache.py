"""Does a page that the browser kept learn whose the browser is, and whether it shows what is now? Nothing else."""

import factories
import pytest
from browser import Browser
from factories import PASSWORD, PROFILE
from ways import effects, log_in, pressed, run_id_of, tables, to_104, to_605

from infra.database import read
from models import Login

STATE = "/okyakusama/kept"


@pytest.fixture
def customer(app, browser):
    """Somebody who is logged in, with a contract."""
    with app.app_context():
        _, browser.contract = factories.held(app)
    return log_in(browser)


def asked(browser, of=None):
    """What the script of a page would be told, of this page or of another."""
    answer = browser.client.get((of or browser).page.html["data-state-url"])
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return answer.json


def shown(browser):
    page = browser.page.html
    return {"whose": page["data-whose"], "version": int(page.get("data-version", 0))}


@pytest.mark.parametrize("address", ["login", "registration/", "terms"])
def test_a_page_that_has_just_been_asked_for_is_as_it_is(browser, address):
    browser.open(f"/okyakusama/{address}")
    assert asked(browser) == shown(browser)


def test_it_learns_that_its_run_was_written_to(browser):
    """Decision 4: then it is asked for where its answers are."""
    first = Browser(browser.client).open("/okyakusama/registration/")
    browser.page, browser.url = first.page, first.url
    browser.send(PROFILE)
    assert asked(first)["whose"] == shown(first)["whose"]
    assert asked(first)["version"] == shown(browser)["version"] > shown(first)["version"] == 0
    again = Browser(browser.client).open(first.page.html["data-now-at"])
    assert (again.number, again.values["keyword"]) == (103, PROFILE["keyword"])
    assert asked(again) == shown(again)


def test_a_later_screen_is_found_at_its_own_address(browser):
    to_104(browser).change("キーワード")
    assert browser.page.html["data-now-at"] == browser.url
    browser.send({"keyword": "あ"}, 422)
    assert browser.page.html["data-now-at"].endswith("/profile?change=keyword")


def test_a_first_screen_with_mistakes_is_the_first_screen(browser):
    browser.open("/okyakusama/registration/").send({}, 422)
    assert asked(browser) == shown(browser)


def test_it_learns_that_its_run_is_over(browser, clock):
    to_104(browser)
    clock.forward(minutes=31)
    assert asked(browser) == {**shown(browser), "version": 0}


def test_it_learns_that_the_login_is_over(customer, clock):
    to_605(customer, customer.contract)
    clock.forward(minutes=31)
    told = asked(customer)
    assert told["version"] == 0
    assert told["whose"] != shown(customer)["whose"]


def test_of_anothers_run_it_learns_nothing(customer, another_browser):
    to_605(customer, customer.contract)
    assert asked(another_browser, of=customer) == {"version": 0, "whose": ""}


@pytest.mark.parametrize(
    "query", ["", "?run=x", "?wizard=x&run=x", "?wizard=registration", "?wizard=registration&run=%00"]
)
def test_what_cannot_be_a_run_is_none(browser, query):
    answer = browser.client.get(f"{STATE}{query}")
    assert (answer.status_code, answer.json) == (200, {"version": 0, "whose": ""})
    assert "Set-Cookie" not in answer.headers


def test_asking_is_no_sign_of_life(app, customer, clock):
    """Row W19: nothing that asks by itself keeps a login alive."""
    with app.app_context(), read() as session:
        seen = session.query(Login).one().seen_at
    for _ in range(30):
        clock.forward(minutes=1)
        asked(customer)
    with app.app_context(), read() as session:
        assert session.query(Login).one().seen_at == seen
    assert customer.open("/okyakusama/home", 403).number == 901


def test_nor_does_it_keep_a_run(app, browser, clock):
    to_104(browser)
    before = tables(app)
    clock.forward(minutes=20)
    asked(browser)
    assert tables(app) == before
    assert run_id_of(browser) not in str(effects(app)["events"])


def test_who_has_to_choose_a_password_first_is_told_too(app, browser):
    with app.app_context():
        factories.issued(app, user_id="HRK5394T", password="Ymd8Kkn3")
    browser.open("/keiyakusha/login").send({"user_id": "HRK5394T", "password": "Ymd8Kkn3"})
    assert browser.number == 711
    assert asked(browser) == shown(browser)
    assert len(browser.open("/keiyakusha/home").notices) == 1


def test_what_was_sent_by_another_page_is_seen_by_a_confirm_screen(browser):
    confirm = Browser(browser.client)
    action, data = pressed(to_104(browser))
    confirm.page, confirm.url = browser.page, browser.url
    browser.change("キーワード").send({"keyword": "Ajisai22"})
    assert asked(confirm)["version"] > shown(confirm)["version"]
    assert browser.client.post(action, data=data).status_code == 409


def test_a_customer_who_is_no_more_known_by_their_password_is_told_nothing_else(customer, another_browser):
    another_browser.open("/okyakusama/login").send({"user_id": "yoshino.t@example.jp", "password": PASSWORD})
    assert set(asked(customer)) == {"version", "whose"}
