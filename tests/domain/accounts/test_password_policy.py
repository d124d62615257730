"""Is a password refused that whoever knows of the customer would try first? (E-19, rows A23, A24)"""

import factories
import pytest

from domain.accounts import password_policy
from infra.database import read
from rules import passwords


@pytest.fixture
def customer(app, context):
    factories.agency()
    made = factories.account(app, "keiyakusha", "KMA7482X", "Sakura7mado", email="tulip.garden@example.jp")
    contract = factories.contract(portal="keiyakusha", number="H900000001")
    factories.hold(made.id, contract.id)
    return made.id


def unfit(app, account_id, password):
    with read() as session:
        return password_policy.unfit(session, app.extensions["keyring"], account_id, password)


KNOWN_BY = {
    "family name": "Takasaki77",
    "given name": "xYOSHINO7x",
    "year of birth": "Mado1960x",
    "day of birth": "Mado0401x",
    "address": "Tulip77x",
    "end of the address": "7garden7X",
    "telephone": "09012345678Ab",
    "end of the telephone": "Mado5678x",
}


@pytest.mark.parametrize("password", KNOWN_BY.values(), ids=KNOWN_BY)
def test_what_a_person_is_known_by(app, customer, password):
    assert unfit(app, customer, password) == passwords.PERSONAL


@pytest.mark.parametrize("password", ["kma7482x", "xKMA7482X7", "h900000001", "H900000001x", "Ab900000001"])
def test_their_numbers(app, customer, password):
    assert unfit(app, customer, password) == password_policy.NUMBERS


def test_what_was_issued_to_them(app, customer):
    waiting = factories.issued(app).id
    assert unfit(app, waiting, "Ymd8Kkn3") == password_policy.ISSUED
    assert unfit(app, customer, "Ymd8Kkn3") is None


@pytest.mark.parametrize("password", ["Kaede55mado", "Ajisai22pass", "Kma7481X", "H900000002"])
def test_anything_else_will_do(app, customer, password):
    assert unfit(app, customer, password) is None


def test_an_account_that_was_erased_meanwhile_is_not_asked_about(app, customer):
    """Of two who wait for one contract each press may drop the other."""
    assert unfit(app, customer + 1, KNOWN_BY["telephone"]) is None
