"""Is a case shut to everybody but its member in the login that opened it?"""

import pytest
import talking
from factories import NOW
from staffing import Desk, at_work, hire
from talking import Talk, case_now

from domain.staff import customers
from domain.staff.members import Role

OVER = "この応対は終わりました"


@pytest.fixture
def talk(app):
    hire(app)
    with app.app_context():
        account_id, _ = talking.known(app)
    return Talk(app, account_id)


def pages(talk):
    """Every address of a case that is looked at."""
    return [talk.path, f"{talk.path}/live", f"{talk.path}/reveal/birth"]


def posts(talk):
    acts = ("check", "close", "reveal/birth", "notes", f"notes/{'n' * 22}/withdraw")
    return [f"{talk.path}/{each}" for each in acts]


def statuses(desk, talk):
    """What every address of the case answers, with a good token."""
    token = desk.page.select_one("[name=csrf_token]")["value"]
    got = [desk.client.get(path).status_code for path in pages(talk)]
    sent = {"csrf_token": token, "question": "birth", "answer": "1951-02-03", "why": "asked"}
    return {*got, *(desk.client.post(path, data=sent).status_code for path in posts(talk))}


def test_another_member_is_not_told_that_there_is_such_a_case(app, talk):
    hire(app, "suzuki")
    assert statuses(at_work(app, "suzuki"), talk) == {404}


def test_another_login_of_the_same_member_is_told_that_it_is_over(app, talk, clock):
    clock.forward(seconds=60)
    desk = at_work(app)
    assert statuses(desk, talk) == {410}
    assert OVER in desk.open(talk.path, 410).page.h1.get_text()


def test_after_an_hour_and_after_its_end_it_is_over(app, talk, clock):
    for _ in range(5):
        clock.forward(minutes=10)
        talk.open()
    clock.forward(minutes=10)
    assert statuses(talk.desk, talk) == {410}


def test_what_was_typed_until_the_end_may_come_a_moment_later_and_nothing_else_may(app, talk, clock):
    clock.forward(minutes=5)
    sent = {"csrf_token": talk.desk.page.select_one("[name=csrf_token]")["value"], "text": "書きかけ"}
    case_now(app, talk.case_id, ends_at=clock.now)
    assert talk.desk.client.post(f"{talk.path}/draft", data=sent).status_code == 200
    assert statuses(talk.desk, talk) == {410}
    clock.forward(minutes=1)
    assert talk.desk.client.post(f"{talk.path}/draft", data=sent).status_code == 410


def test_what_was_closed_is_over(app, talk):
    case_now(app, talk.case_id, closed_at=NOW)
    assert statuses(talk.desk, talk) == {410}


def test_what_was_never_opened_is_not_there(talk):
    talk.desk.open("/staff/cases/invented", 404)


def test_who_looks_at_no_customers_may_not(app, talk):
    hire(app, "sato", Role.ADMINISTRATOR)
    desk = at_work_anywhere(app, "sato")
    assert {desk.client.get(path).status_code for path in pages(talk)} == {403}


def at_work_anywhere(app, name):
    """Logged in, whatever page that leads to."""
    desk = Desk(app.test_client()).open("/staff/login")
    data = {**desk.standing(desk.form), **talking.staffing.answers(app, name)}
    desk.client.post("/staff/login", data=data)
    return desk


def test_where_the_customer_is_gone_it_is_over(app, talk, monkeypatch):
    """Before the case was found, and since."""
    with monkeypatch.context() as gone:
        gone.setattr(customers, "find", lambda *_, **__: None)
        assert {talk.desk.client.get(path).status_code for path in pages(talk)[:2]} == {410}
    case_now(app, talk.case_id, account_id=None)
    assert statuses(talk.desk, talk) == {410}
