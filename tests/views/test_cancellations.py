"""Does 611 list the contracts that can be ended, and lead on from each?"""

from dataclasses import replace
from datetime import date

import factories
import pytest
from browser import Browser
from ways import log_in

PAGE = "/okyakusama/cancellations"


@pytest.fixture
def customer(app, browser):
    with app.app_context():
        factories.agency()
        found = factories.account(app).id
    log_in(browser)
    return found


def held(app, customer, number=1, **different):
    with app.app_context():
        made = factories.contract(number=f"C90000{number:04}", **different).id
        factories.hold(customer, made)
    return made


def listed(browser):
    return [tag.text for tag in browser.page.select("main tbody td[data-label=証券番号]")]


def test_contracts_in_force_are_listed_the_newest_first_and_no_others(app, browser, customer):
    """One that ends today is in force until it does."""
    held(app, customer, 1, ends_on=date(2026, 11, 24), starts_on=date(2025, 11, 24))
    held(app, customer, 2)
    held(app, customer, 3, ends_on=date(2026, 11, 23), starts_on=date(2025, 11, 23))
    browser.open(PAGE)
    assert (browser.number, listed(browser)) == (611, ["C900000002", "C900000001"])


def test_each_leads_to_its_own_sequence(app, browser, customer):
    held(app, customer, 1)
    second = held(app, customer, 2, starts_on=date(2025, 1, 1))
    browser.open(PAGE)
    links = [tag["href"] for tag in browser.page.select("main a[href*='/cancellation/of/']")]
    assert links[1] == f"/okyakusama/cancellation/of/{second}/"
    assert browser.open(links[1]).number == 612


def test_what_is_under_way_is_said(app, browser, customer):
    mine = held(app, customer)
    with app.app_context():
        factories.request(customer, mine, kind="cancellation", part="")
    assert "受付済" in browser.open(PAGE).text


def test_a_long_list_is_shown_page_by_page(app, browser, customer):
    for number in range(1, 23):
        held(app, customer, number)
    assert len(listed(browser.open(PAGE))) == 20
    assert listed(browser.open(f"{PAGE}?page=2")) == ["C900000021", "C900000022"]


def test_without_any_there_is_none_to_choose(browser, customer):
    assert browser.open(PAGE).number == 611 and listed(browser) == []


def test_a_portal_that_cancels_nothing_on_the_web_has_no_such_page(app, browser, customer, monkeypatch):
    portals = app.extensions["portals"]
    fewer = tuple(name for name in portals["okyakusama"].sequences if name != "cancellation")
    monkeypatch.setitem(portals, "okyakusama", replace(portals["okyakusama"], sequences=fewer))
    browser.open(PAGE, 404)


def test_after_the_login_it_is_come_back_to(app):
    with app.app_context():
        factories.account(app)
    stranger = Browser(app.test_client()).open(PAGE)
    assert stranger.number == 102
    stranger.send({"user_id": "yoshino.t@example.jp", "password": factories.PASSWORD})
    assert stranger.number == 611
