"""Is a customer asked for a call when their portal says so, and from which of their numbers?"""

from dataclasses import replace
from datetime import date

import factories
import pytest
from calling import PORTAL

from domain.calls import requirement
from infra.database import read
from rules.phone_verification import PhoneVerification

NUMBERS = ("03-0000-0100",)
DAY = date(2026, 11, 24)


def asks(app, mode, starts_on=None, numbers=NUMBERS, **more):
    return replace(
        app.extensions["portals"][PORTAL], phone_verification=PhoneVerification(mode, starts_on, numbers, **more)
    )


@pytest.mark.parametrize(
    ("mode", "starts_on", "everybody", "chosen"),
    [
        ("off", None, False, False),
        ("announced", date(2026, 11, 24), False, True),
        ("announced", date(2027, 4, 1), False, True),
        ("required", None, True, True),
        ("required", date(2026, 11, 24), True, True),
        ("required", date(2026, 11, 25), False, True),
    ],
)
def test_everybody_is_asked_from_the_day_on_and_some_before(app, customer, mode, starts_on, everybody, chosen):
    portal = asks(app, mode, starts_on)
    for required, asked in ((False, everybody), (True, chosen)):
        customer.call_required = required
        assert requirement.is_asked(portal, customer, DAY) == asked


def test_nobody_is_asked_where_there_is_nothing_to_be_called(app, customer):
    customer.call_required = True
    assert not requirement.is_asked(asks(app, "announced", DAY, numbers=()), customer, DAY)


def numbers(app, customer, *phones, **kinds):
    with app.app_context():
        factories.agency()
        for one, phone in enumerate(phones):
            kept = factories.contract(portal=PORTAL, number=f"C90000001{one}", holder_phone=phone)
            factories.hold(customer.id, kept.id)
        with read() as session:
            return requirement.numbers_of(session, customer.id, asks(app, "required", **kinds), DAY)


def test_it_is_any_number_of_theirs_that_can_verify(app, customer):
    """In the words of the network, each once."""
    written = ("090-0000-0001", "０９０（００００）０００１", "03-0000-0003", "050-0000-0001", "0120-000-111", "")
    assert sorted(numbers(app, customer, *written)) == ["+81300000003", "+819000000001"]


def test_a_portal_may_take_mobiles_alone(app, customer):
    assert numbers(app, customer, "03-0000-0003", "090-0000-0001", kinds=("mobile",)) == ["+819000000001"]


def test_where_no_number_will_do_there_is_none(app, customer):
    assert numbers(app, customer, "050-0000-0001", "") == []


def test_nobody_has_more_than_five_telephones(app, customer):
    found = numbers(app, customer, *(f"090-0000-000{one}" for one in range(8)))
    assert len(set(found)) == requirement.MOST_NUMBERS == 5
