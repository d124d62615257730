"""Is everybody led to a page that is theirs?"""

import pytest
from staffing import Desk, answers, hire

from domain.staff.members import Role
from views.staff import frame


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.OPERATOR, "/staff/customers"),
        (Role.SUPERVISOR, "/staff/customers"),
        (Role.ADMINISTRATOR, "/staff/audit"),
    ],
)
def test_who_comes_in_begins_at_the_first_page_of_theirs(app, role, first):
    hire(app, role=role)
    desk = Desk(app.test_client()).log_in(app)
    assert desk.url == desk.page.select_one(".staff-nav a")["href"] == first


def test_nobody_is_led_to_the_login(app):
    desk = Desk(app.test_client()).open("/staff/")
    assert desk.heading == "ログイン" and not desk.page.select(".staff-nav")
    hire(app)
    assert desk.send(answers(app)).url == "/staff/customers"


def test_whom_no_page_is_for_begins_at_their_own_account(app, monkeypatch):
    monkeypatch.setattr(frame, "PAGES", ())
    hire(app, role=Role.ADMINISTRATOR)
    assert Desk(app.test_client()).log_in(app).url == "/staff/account"
