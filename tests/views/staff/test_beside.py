"""Does an operator see which screen and which fields, never an answer, and can they point and nothing else?"""

import pytest
from browser import Browser
from factories import account
from staffing import at_work, hire
from ways import log_in, to_104

CODE = ".six"


@pytest.fixture
def customer(app):
    return Browser(app.test_client())


@pytest.fixture
def desk(app):
    hire(app)
    return at_work(app)


def begin(customer, at="/okyakusama/registration/"):
    """The customer begins at a page; gives the six digits that they read out."""
    customer.open(at)
    customer.open(f"/okyakusama/sharing?next={at}")
    customer.send(button="画面の共有をはじめる")
    return customer.page.select_one(CODE).get_text().replace(" ", "")


def join(desk, code):
    desk.open("/staff/beside")
    return desk.send({"code": code})


def test_the_operator_sees_the_screen_and_its_fields(customer, desk):
    code = begin(customer)
    customer.open("/okyakusama/registration/")
    join(desk, code)
    print(desk.text)
    assert desk.page.select_one(".mirror__no").get_text() == "103"
