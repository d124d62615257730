"""Is a customer sent to change their telephone number where 604 takes one, and nowhere else?"""

from dataclasses import replace
from datetime import date

import factories
import pytest

from domain.contracts import ownership
from infra import clock
from infra.database import read
from rules.states import RequestKind
from views.shared import telephone_change

PAST = {"starts_on": date(2019, 1, 1), "ends_on": date(2020, 1, 1)}


@pytest.fixture
def portal(app, context):
    factories.agency()
    return app.extensions["portals"]["keiyakusha"]


@pytest.fixture
def customer(app, portal):
    return factories.account(app, "keiyakusha", "KMA7482X").id


@pytest.fixture
def hold(customer):
    """Gives a customer one more contract, which is as told."""

    def held(number="H900000000", **different):
        made = factories.contract(portal="keiyakusha", number=number, **different).id
        factories.hold(customer, made)
        return made

    return held


def is_open(portal, customer, contract):
    with read() as session:
        held = ownership.find(session, customer, "keiyakusha", contract)
        return telephone_change.is_open(portal, held, clock.today())


def subject_for(portal, customer):
    with read() as session:
        return telephone_change.subject_for(session, customer, portal, clock.today())


@pytest.mark.parametrize(
    ("different", "taken"),
    [
        ({}, True),
        ({"insured_is_holder": False}, True),
        ({"online": False}, False),
        ({"group_contract": True}, False),
        (PAST, False),
    ],
)
def test_a_number_is_taken_of_what_is_in_force_and_open_to_the_web(portal, customer, hold, different, taken):
    contract = hold(**different)
    part = "holder" if different.get("insured_is_holder") is False else "insured"
    assert is_open(portal, customer, contract) is taken
    assert subject_for(portal, customer) == (f"{contract}-{part}" if taken else None)


def test_none_is_taken_of_a_contract_that_is_being_cancelled(portal, customer, hold):
    contract = hold()
    factories.request(customer, contract, {}, portal="keiyakusha", part="", kind=RequestKind.CANCELLATION)
    assert not is_open(portal, customer, contract)


@pytest.mark.parametrize("less", [{"changes": ("address",)}, {"sequences": ("cancellation",)}])
def test_none_is_taken_where_the_portal_takes_none(portal, customer, hold, less):
    poorer = replace(portal, **less)
    assert telephone_change.is_offered(portal) and not telephone_change.is_offered(poorer)
    assert not is_open(poorer, customer, hold()) and subject_for(poorer, customer) is None


def test_one_contract_that_takes_it_is_enough(portal, customer, hold):
    assert not subject_for(portal, customer)
    hold("H900000001", **PAST)
    hold("H900000002", online=False)
    assert not subject_for(portal, customer)
    hold("H900000003", starts_on=date(2025, 1, 1))
    assert subject_for(portal, customer)


@pytest.mark.parametrize(("same", "part"), [(True, "insured"), (False, "holder")])
def test_in_which_part_the_policyholders_number_stands(portal, customer, hold, same, part):
    contract = hold(insured_is_holder=same)
    with read() as session:
        held = ownership.find(session, customer, "keiyakusha", contract)
    assert telephone_change.part_with_number(held) == part
