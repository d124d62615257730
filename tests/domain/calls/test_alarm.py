"""Does whoever watches learn that calls let nobody in, once in a while, and nobody's number?"""

import re

import pytest
from calling import OWN, PORTAL, after, begin, call, customers, row
from ways import at_once

from domain.calls import alarm

MINUTES = 60


@pytest.fixture
def rung(caplog):
    """The lines that were written since this was last asked."""

    def lines():
        found = [each.getMessage() for each in caplog.records if each.getMessage().startswith("alarm")]
        caplog.clear()
        return found

    return lines


def calls_in_vain(app, number, second, called="+81300000100", caller="+819000000009"):
    for _ in range(number):
        call(app, caller, called, after(second))


def waited_in_vain(app, customer, number, second):
    """So many logins that nobody called for, over at this second: each of a number of its own."""
    for one in range(number):
        begin(app, customer, f"+8190000001{one:02}", at=after(second - 300))


CALLS, NOBODYS, LOGINS = (
    f"alarm: {what}, 30 or more in 10 minutes"
    for what in (
        f"calls to {PORTAL} let nobody in",
        "calls to no portal let nobody in",
        f"logins of {PORTAL} waited in vain",
    )
)


def test_thirty_calls_that_let_nobody_in_ring_once(app, rung):
    calls_in_vain(app, 29, 0)
    assert rung() == []
    calls_in_vain(app, 1, 1)
    assert rung() == [CALLS]
    calls_in_vain(app, 40, 2)
    calls_in_vain(app, 1, 10 * MINUTES)
    assert rung() == []
    calls_in_vain(app, 1, 10 * MINUTES + 1)
    assert rung() == [CALLS]


def test_what_is_ten_minutes_ago_rings_no_more(app, rung):
    calls_in_vain(app, 29, 0)
    calls_in_vain(app, 29, 10 * MINUTES)
    assert rung() == []
    calls_in_vain(app, 1, 11 * MINUTES, caller=None)
    assert rung() == [CALLS]


def test_calls_for_nothing_of_ours_ring_apart(app, rung):
    calls_in_vain(app, 29, 0)
    calls_in_vain(app, 29, 1, called="+81300000999")
    assert rung() == []
    calls_in_vain(app, 1, 2, called="anything")
    assert rung() == [NOBODYS]
    calls_in_vain(app, 1, 3)
    assert rung() == [CALLS]


def test_calls_that_let_their_customers_in_do_not_ring(app, rung):
    [customer] = customers(app, 1)
    for one in range(40):
        login = begin(app, customer, at=after(one))
        assert call(app, OWN, row(app, login).called, after(one + 0.5)) == "confirmed"
    assert rung() == []


def test_thirty_logins_that_nobody_called_for_ring_once(app, rung):
    """When the next begins. Those that still wait, or are long over, are none of them."""
    [customer] = customers(app, 1)
    waited_in_vain(app, customer, 30, 300)
    begin(app, customer, at=after(299))
    assert rung() == []
    begin(app, customer, at=after(900))
    assert rung() == []
    begin(app, customer, at=after(899))
    assert rung() == [LOGINS]
    begin(app, customer, at=after(898))
    assert rung() == []


def test_twenty_nine_logins_do_not_ring(app, rung):
    [customer] = customers(app, 1)
    waited_in_vain(app, customer, 29, 300)
    begin(app, customer, at=after(301))
    assert rung() == []


def test_each_application_rings_for_itself(make_app, sqlite_url, rung):
    one, another = make_app(sqlite_url), make_app(sqlite_url)
    calls_in_vain(one, 31, 0)
    calls_in_vain(another, 1, 1)
    assert rung() == [CALLS] * 2


def test_many_at_once_ring_once(app, rung):
    at_once([lambda: call(app, None, "+81300000100", after())] * 40)
    assert rung() == [CALLS]
    assert not re.search(r"\d{5}", CALLS) and alarm.MANY == 30
