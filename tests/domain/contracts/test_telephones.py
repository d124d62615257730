"""By which of their telephone numbers is a customer recognised, and is one of another's among them?"""

from dataclasses import replace
from datetime import date, timedelta

import factories
import pytest

from domain.contracts import telephones
from infra.database import read
from rules.phone_verification import PhoneVerification

TODAY = factories.NOW.date()


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def portal(app):
    return app.extensions["portals"]["okyakusama"]


@pytest.fixture
def customer(app, context):
    factories.agency()
    return factories.account(app).id


def held(customer, *phones, **different):
    for number, phone in enumerate(phones):
        made = factories.contract(number=f"C90000001{number}", holder_phone=phone, **different).id
        factories.hold(customer, made)
    return made


def of(customer, portal):
    with read() as session:
        return telephones.of_account(session, customer, portal, TODAY)


def is_asked_for(customer, portal):
    with read() as session:
        return telephones.is_asked_for(session, customer, portal)


@pytest.mark.parametrize(
    ("phones", "usable", "others"),
    [
        (["090-1234-5678"], ("09012345678",), ()),
        (["03-1234-5678"], ("0312345678",), ()),
        (["050-1234-5678", "０９０-１２３４-５６７８"], ("09012345678",), ("05012345678",)),
        (["050-1234-5678", "0120-000-111", ""], (), ("05012345678", "0120000111")),
        (["0181-23-4567"], (), ("0181234567",)),
        ([""], (), ()),
    ],
)
def test_by_which_numbers_a_customer_can_be_recognised(customer, portal, phones, usable, others):
    """screens.md section 6: by those of their contracts."""
    held(customer, *phones)
    factories.contract(number="C900000099", holder_phone="080-0000-1234")
    found = of(customer, portal)
    assert (set(found.usable), set(found.others)) == (set(usable), set(others))


def test_a_number_of_several_contracts_is_one(customer, portal):
    """However each of them writes it."""
    held(customer, "090-1234-5678", "09012345678", "050-1234-5678", "05012345678")
    assert of(customer, portal) == (("09012345678",), ("05012345678",))


def test_a_number_of_a_contract_that_ended_counts_where_none_is_in_force(customer, portal):
    """Who gave another number since may have left the former one to somebody else."""
    past = factories.contract(number="C900000090", holder_phone="080-1111-2222", ends_on=TODAY - timedelta(days=1))
    factories.hold(customer, past.id)
    assert of(customer, portal) == (("08011112222",), ())
    held(customer, "050-1234-5678", ends_on=TODAY)
    assert of(customer, portal) == ((), ("05012345678",))


def test_who_holds_no_contract_has_no_number(customer, portal):
    assert of(customer, portal) == ((), ())


def test_a_number_of_a_contract_that_passed_on_recognises_nobody(customer, portal):
    """The contract is somebody else's now, and so is its telephone."""
    held(customer, "090-1234-5678", holder_kana="スズキ　イチロウ", holder_birth=date(1970, 1, 1))
    assert of(customer, portal) == ((), ())


def test_a_portal_may_allow_mobile_numbers_alone(customer, portal):
    held(customer, "03-1234-5678", "090-1234-5678")
    mobile = replace(portal, phone_verification=PhoneVerification(kinds=("mobile",)))
    assert of(customer, mobile) == (("09012345678",), ("0312345678",))


@pytest.mark.parametrize(
    ("wanted", "asked"), [("090-8765-4321", True), ("03-1234-5678", True), ("050-1234-5678", False), ("", False)]
)
def test_only_a_number_that_can_verify_is_waited_for(customer, portal, wanted, asked):
    contract = held(customer, "")
    assert not is_asked_for(customer, portal)
    factories.request(customer, contract, {"holder_phone": ("", wanted)})
    assert is_asked_for(customer, portal) == asked


def test_a_change_of_something_else_brings_no_number(customer, portal):
    factories.request(customer, held(customer, ""), {"insured_phone": ("", "090-8765-4321")})
    assert not is_asked_for(customer, portal)


@pytest.mark.parametrize(
    ("wanted", "given_up"), [("090-8765-4321", False), ("050-1234-5678", True), ("0212-21-2345", True), ("", True)]
)
def test_a_number_is_given_up_for_one_that_cannot_verify(app, customer, portal, wanted, given_up):
    contract = held(customer, "090-1234-5678")
    factories.request(customer, contract, {"insured_phone": ("", "050-1234-5678")}, part="holder")
    with read() as session:
        assert not telephones.is_given_up(session, customer, portal)
    factories.request(customer, contract, {"holder_phone": ("090-1234-5678", wanted)}, receipt_number="2")
    with read() as session:
        assert telephones.is_given_up(session, customer, portal) == given_up


def test_what_was_applied_or_is_of_another_is_not_waited_for(app, customer, portal):
    contract = held(customer, "")
    other = factories.account(app, user_id="taro@example.jp").id
    factories.request(other, contract)
    factories.request(customer, contract, state="applied", receipt_number="2", part="holder")
    factories.request(customer, contract, portal="keiyakusha", receipt_number="3", part="premises")
    assert not is_asked_for(customer, portal)
