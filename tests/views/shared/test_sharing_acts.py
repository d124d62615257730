"""Does each button do what it says, and one that there is not, nothing?"""

import pytest
from browser import Browser
from staffing import at_work, hire
from standing import bar, begin, join, pressed, rows

LOGIN = "/okyakusama/login"


@pytest.fixture
def customer(app):
    return Browser(app.test_client())


def press(customer, what, **more):
    token = customer.page.select_one("[name=csrf_token]")["value"]
    return customer.client.post("/okyakusama/sharing", data={"csrf_token": token, "sharing": what, **more})


def test_to_begin_shows_the_digits(app, customer):
    answer = press(customer.open(LOGIN), "begin", next="/okyakusama/terms")
    assert (answer.status_code, answer.location) == (303, "/okyakusama/sharing?next=/okyakusama/terms")
    assert [row.state for row in rows(app)] == ["waiting"]


def test_to_ask_begins_nothing(app, customer):
    assert press(customer.open(LOGIN), "ask").location == f"/okyakusama/sharing?next={LOGIN}"
    assert rows(app) == []


@pytest.mark.parametrize("what", ["pause", "go_on", "nonsense", ""])
def test_what_does_not_suit_leads_back_and_changes_nothing(app, customer, what):
    begin(customer)
    assert press(customer.open(LOGIN), what).location == LOGIN
    assert [row.state for row in rows(app)] == ["waiting"]


def test_to_end_what_has_ended_says_that_it_has(app, customer):
    assert press(customer.open(LOGIN), "end").location == f"/okyakusama/sharing/ended?next={LOGIN}"


def test_pressed_in_a_window_of_before_it_does_what_it_says(app, customer):
    """The first window still says that it is shared."""
    hire(app)
    join(at_work(app), begin(customer))
    customer.open(LOGIN)
    before = Browser(customer.client).open(LOGIN)
    pressed(customer, "一時停止する")
    assert press(before, "pause").location == LOGIN and rows(app)[0].state == "paused"
    assert press(before, "end").location.startswith("/okyakusama/sharing/ended") and rows(app) == []
    assert bar(customer.open(LOGIN)) == ""
