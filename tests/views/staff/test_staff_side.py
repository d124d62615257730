"""Whose is a run of the staff's side: of one member, in one login, in one case?"""

import factories
import pytest
from casework import REASON, Work, open_case
from staffing import at_work, hire

from views.staff import staff_side
from views.staff.staff_side import STAFF


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.held(app, "keiyakusha")[0]


@pytest.fixture
def work(app, customer):
    hire(app)
    return Work(app, "initial_password", customer).begin().send(reason=REASON)


def test_its_own_member_comes_back_to_it(work):
    assert work.desk.open(work.desk.url).page.select_one(".staff-where .num").get_text() == "1162"


def test_in_another_case_of_the_same_customer_there_is_none(app, work, customer):
    other = open_case(app, customer)
    work.desk.open(work.desk.url.replace(work.case_id, other), 410)


def test_another_login_and_another_member_find_no_such_case(app, work, clock):
    hire(app, "suzuki")
    clock.forward(minutes=1)
    for name in ("tanaka", "suzuki"):
        desk = at_work(app, name)
        desk.open(work.desk.url, 409)
        assert "この応対は終わりました" in desk.text


def test_what_is_done_counts_for_no_customer_and_leads_back_to_the_record(app, work):
    assert STAFF.limit(None) == "staff act" and STAFF.until(None, "confirm") == {}
    assert work.desk.page.select_one(".staff-where a")["href"] == staff_side.record_url(work.case_id)
