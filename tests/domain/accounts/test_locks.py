"""Is what is locked found under the keys that wrong tries are counted by, and opened?"""

import factories
import pytest
from browser import Browser
from ways import log_in, to_722

from domain.accounts import attempts, locks
from infra.database import read, write

PORTAL = "okyakusama"


@pytest.fixture
def customer(app):
    with app.app_context():
        factories.agency()
        factories.contract()
        return factories.account(app).id


def every(customer):
    of_number = [of("okyakusama", "C900000001") for of in (locks.of_easy, locks.of_contract)]
    return [locks.of_login(PORTAL, "Yoshino.T@example.jp"), locks.of_additions(PORTAL, customer), *of_number]


def standing(app, wanted):
    with app.app_context(), read() as session:
        return set(locks.standing(session, app.extensions["keyring"], wanted))


def lift(app, *lifted):
    with app.app_context(), write() as session:
        locks.lift(session, app.extensions["keyring"], lifted)


def test_what_customers_lock_is_found_and_opened(app, customer):
    """By their own pages: the keys here are those that are counted under."""
    login, additions, easy, contract = every(customer)
    browser = log_in(Browser(app.test_client()))
    for _ in range(attempts.LIMIT):
        assert standing(app, every(customer)) == set()
        Browser(app.test_client()).open("/okyakusama/login").send(
            {"user_id": "yoshino.t@example.jp", "password": "wrong1"}, 422
        )
        to_722(browser, phone_end="0000").send(status=409)
        Browser(app.test_client()).open("/okyakusama/easy/").send({"number": "C900000001", "initial": "wrong123"}, 422)
    assert standing(app, every(customer)) == {login, additions, easy, contract}
    lift(app, login, easy)
    assert standing(app, every(customer)) == {additions, contract}
    lift(app, additions, contract)
    assert to_722(browser).send().number == 723


def test_another_portals_is_another_lock(app, customer):
    assert locks.of_login("keiyakusha", "a") != locks.of_login(PORTAL, "a")
    assert len({locks.of_easy("keiyakusha", "1"), locks.of_easy(PORTAL, "1"), locks.of_contract(PORTAL, "1")}) == 3
