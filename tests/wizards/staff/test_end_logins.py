"""Does a member log a customer out everywhere, once, with a reason?"""

import pytest
from browser import Browser
from casework import Work, trail
from factories import account
from staffing import hire
from ways import log_in, tables

from domain.staff.cases import Caller


@pytest.fixture
def customer(app):
    with app.app_context():
        return account(app).id


@pytest.fixture
def at_a_browser(app, customer):
    return log_in(Browser(app.test_client()))


@pytest.fixture
def work(app, customer, at_a_browser):
    hire(app)
    return Work(app, "end_logins", customer).begin()


def events(app):
    return [line for line in tables(app)["events"] if "by command" in line]


def test_they_are_named_confirmed_and_ended(app, work, at_a_browser):
    assert work.number == 1151 and "ログイン中の端末" in work.desk.text
    work.send(reason="端末を紛失したとのお電話")
    assert work.number == 1152 and "端末を紛失したとのお電話" in work.desk.text
    work.send()
    assert work.number == 1153 and "1台" in work.desk.text
    assert at_a_browser.client.get("/okyakusama/home").status_code == 303


def test_the_trail_has_the_reason_and_the_customer_an_event(app, work, customer):
    work.send(reason="端末を紛失したとのお電話").send()
    told = trail(app, "act", "account_id", "case_id", "screen", "reason", "about")
    assert told[-1] == ("ended logins", customer, work.case_id, 1153, "端末を紛失したとのお電話", "1台")
    [event] = events(app)
    assert f"'account_id': {customer}" in event and "'staff_id': 1" in event and "'device': None" in event


@pytest.mark.parametrize(("reason", "said"), [("", "理由を入力してください。"), ("紛失", "理由は、5文字以上")])
def test_without_a_reason_it_goes_no_further(app, work, reason, said):
    work.send(422, reason=reason)
    assert said in work.desk.text and events(app) == []


def test_whoever_calls_is_helped_before_they_were_asked_who_they_are(app, customer, at_a_browser):
    hire(app)
    assert Work(app, "end_logins", customer, caller=Caller.FAMILY, verified=False).begin().number == 1151


def test_nobody_who_is_logged_in_nowhere_is_logged_out(app, customer):
    hire(app)
    work = Work(app, "end_logins", customer).begin(409)
    assert "どの端末でもログインしていません" in work.desk.text


def test_a_login_that_began_meanwhile_is_shown_before_it_is_ended(app, work):
    work.send(reason="端末を紛失したとのお電話")
    log_in(Browser(app.test_client()))
    work.send(409)
    assert events(app) == []
    work.send()
    assert "2台" in work.desk.text
