"""Is nothing done, and everything written down, when a member asks for another?"""

import threading

import factories
import pytest
from approving import asked, newest
from casework import Work, trail
from staffing import hire
from ways import at_once, tables, until_one_waits

from domain.accounts import lifecycle

ANSWERS = {"what": "reopen", "reason": "ご本人からの再開のお申し出"}


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def customer(app):
    with app.app_context():
        account_id, contract_id = factories.held(app)
        with factories.write() as session:
            session.get_one(factories.models.Contract, contract_id).closed_at = factories.NOW
    hire(app)
    return account_id


def test_what_is_asked_says_who_for_whom_why_and_until_when(app, customer):
    work = asked(app, "web_access", customer, **ANSWERS)
    kept = newest(app)
    assert (kept.kind, kept.asked_by, kept.account_id, kept.case_id) == ("reopening", 1, customer, work.case_id)
    assert (kept.reason, kept.state) == (ANSWERS["reason"], "waiting")
    assert "2026年11月27日 12:00" in work.desk.text and "別の担当者が内容を確認し" in work.desk.text


def test_the_trail_and_the_customer_are_told(app, customer):
    asked(app, "web_access", customer, **ANSWERS)
    told = trail(app, "act", "member_id", "account_id", "screen", "reason", "about")
    assert told[-1] == ("asked approval", 1, customer, 1143, ANSWERS["reason"], "ウェブでのお手続きの再開")
    [event] = [line for line in tables(app)["events"] if "reopening asked" in line]
    assert f"'account_id': {customer}" in event and "'staff_id': 1" in event


def test_of_twenty_presses_one_asks(app, customer):
    work = Work(app, "web_access", customer).begin().send(**ANSWERS)
    data, path = work.desk.standing(work.desk.form), work.desk.url
    cookie = work.desk.client.get_cookie("madoguchi-staff").value

    def press():
        client = app.test_client()
        client.set_cookie("madoguchi-staff", cookie)
        return client.post(path, data=data).status_code

    assert set(at_once([press] * 20)) == {303} and len(tables(app)["staff_approvals"]) == 1


def test_of_two_members_who_ask_for_the_same_one_does(app, customer):
    hire(app, "suzuki")
    works = [Work(app, "web_access", customer, name=name).begin().send(**ANSWERS) for name in ("tanaka", "suzuki")]
    presses = [
        lambda work=work: work.desk.client.post(work.desk.url, data=work.desk.standing(work.desk.form))
        for work in works
    ]
    assert sorted(answer.status_code for answer in at_once(presses)) == [303, 409]
    assert len(tables(app)["staff_approvals"]) == 1


@pytest.mark.postgresql
def test_who_asks_waits_for_who_changes_the_same_customer_and_sees_what_they_did(make_app, postgresql_url):
    app = make_app(postgresql_url)
    with app.app_context():
        account_id, contract_id = factories.held(app)
        with factories.write() as session:
            session.get_one(factories.models.Contract, contract_id).closed_at = factories.NOW
    hire(app)
    work = Work(app, "web_access", account_id).begin().send(**ANSWERS)
    data, path, answers = work.desk.standing(work.desk.form), work.desk.url, []
    press = threading.Thread(target=lambda: answers.append(work.desk.client.post(path, data=data)))
    with app.app_context(), factories.write() as session:
        lifecycle.lock(session, account_id)
        press.start()
        until_one_waits()
        session.get_one(factories.models.Contract, contract_id).closed_at = None
    press.join()
    assert not answers[0].location.endswith("/complete") and tables(app)["staff_approvals"] == []
