"""Does 621 show a customer's contracts in force, and nobody else's? (screens.md section 9)"""

from datetime import date

import factories
import pytest
from ways import log_in

TODAY = date(2026, 11, 24)


@pytest.fixture
def customer(app):
    with app.app_context():
        factories.agency()
        return factories.account(app).id


def held(app, customer, **different):
    with app.app_context():
        factories.hold(customer, factories.contract(**different).id)


def listed(browser):
    return log_in(browser, onward="?next=/okyakusama/renewals").text


def test_what_is_held_is_listed_and_nothing_else(app, browser, customer):
    held(app, customer)
    with app.app_context():
        other = factories.account(app, user_id="taro@example.jp").id
        factories.contract(number="C900000002")
    held(app, other, number="C900000003")
    text = listed(browser)
    assert browser.number == 621
    assert "C900000001" in text and "駅前ほけん" in text
    assert "C900000002" not in text and "C900000003" not in text


def test_a_contract_is_listed_until_its_last_day(app, browser, customer):
    held(app, customer, ends_on=TODAY)
    held(app, customer, number="C900000002", ends_on=date(2026, 11, 23))
    text = listed(browser)
    assert "C900000001" in text
    assert "C900000002" not in text


def test_the_soonest_end_comes_first(app, browser, customer):
    held(app, customer, ends_on=date(2027, 6, 1))
    held(app, customer, number="C900000002", ends_on=date(2026, 12, 1))
    text = listed(browser)
    assert text.index("C900000002") < text.index("C900000001")


def test_the_day_is_that_of_japan(app, browser, customer, clock):
    held(app, customer, ends_on=TODAY)
    clock.forward(hours=11, minutes=59)
    assert "C900000001" in listed(browser)
    clock.forward(minutes=1)
    assert "C900000001" not in browser.open("/okyakusama/renewals").text


def test_without_contracts_it_says_what_to_do(app, browser, customer):
    assert "契約中の保険を追加する" in listed(browser)
    assert browser.follow("契約中の保険を追加する").number == 721
