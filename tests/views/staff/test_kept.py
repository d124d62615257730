"""Does a page of staff that the browser kept learn whose the browser is, and does asking keep nobody logged in?"""

import pytest
from staffing import Desk, at_work, hire
from ways import tables


@pytest.fixture
def desk(app):
    hire(app)
    return at_work(app)


def asked(desk):
    return desk.client.get("/staff/kept").json


def test_it_is_the_one_that_the_page_bears_while_its_member_is_in(desk):
    assert desk.page.html["data-state-url"] == "/staff/kept"
    assert asked(desk) == {"whose": desk.page.html["data-whose"]}


def test_it_is_nobodys_once_they_are_out_or_were_away_too_long(desk, clock):
    clock.forward(minutes=15)
    assert asked(desk) == {"whose": ""}
    assert asked(Desk(desk.client.application.test_client())) == {"whose": ""}


def test_it_is_anothers_once_somebody_else_logged_in(app, desk):
    before = desk.page.html["data-whose"]
    hire(app, "suzuki")
    assert desk.log_in(app, "suzuki").page.html["data-whose"] != before == before
    assert asked(desk) != {"whose": before}


def test_to_ask_is_no_sign_of_life(app, desk, clock):
    before = tables(app)["staff_logins"]
    clock.forward(minutes=14)
    asked(desk)
    assert tables(app)["staff_logins"] == before


def test_a_page_for_nobody_asks_nothing(app):
    assert not Desk(app.test_client()).open("/staff/login").page.html.has_attr("data-state-url")
