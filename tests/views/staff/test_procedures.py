"""Does a sequence of staff keep what customers' sequences keep: in order, once, in one case, by its member alone?"""

import re

import pytest
from browser import Browser
from casework import REASON, Work, trail
from factories import account
from sqlalchemy import update
from staffing import at_work, hire
from ways import at_once, log_in, tables

from domain.staff import cases
from infra.database import write
from models import StaffCase
from wizards.engine.runs import IDLE

WHY = {"reason": "端末を紛失したとのお電話"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def customer(app):
    with app.app_context():
        account_id = account(app).id
    log_in(Browser(app.test_client()))
    return account_id


@pytest.fixture
def work(app, customer):
    hire(app)
    return Work(app, "end_logins", customer).begin()


def ended(app):
    return [line for line in tables(app)["events"] if "logged out by command" in line]


def test_nothing_is_kept_before_the_first_answer(app, work):
    before = len(tables(app)["runs"])
    work.begin()
    assert len(tables(app)["runs"]) == before
    work.send(**WHY)
    assert len(tables(app)["runs"]) == before + 1


def test_its_answers_are_sealed(app, work):
    work.send(**WHY)
    assert WHY["reason"] not in str(tables(app)["runs"])


def test_too_far_ahead_leads_to_what_is_missing(app, work):
    work.send(**WHY)
    at = work.desk.url
    work.begin()
    assert work.desk.open(at.replace("/confirm", "/nothing")).url == at


def test_back_keeps_what_was_typed_and_no_step_is_lost(app, work):
    work.send(**WHY)
    work.desk.send(button="戻る")
    assert work.number == 1151
    assert work.desk.page.select_one("#reason")["value"] == WHY["reason"]


def test_the_browsers_back_and_another_press_is_told_what_was_done(app, work):
    work.send(**WHY)
    confirm = work.desk.url
    work.send()
    assert work.number == 1153
    assert work.desk.open(confirm).url.endswith("/complete")
    assert len(ended(app)) == 1


def test_of_twenty_presses_one_does_it_and_all_see_it(app, work):
    work.send(**WHY)
    data, path = work.desk.standing(work.desk.form), work.desk.url
    cookie = work.desk.client.get_cookie("madoguchi-staff").value

    def press():
        client = app.test_client()
        client.set_cookie("madoguchi-staff", cookie)
        return client.post(path, data=data)

    answers = at_once([press] * 20)
    assert {(answer.status_code, answer.location.rpartition("/")[2]) for answer in answers} == {(303, "complete")}
    assert len(ended(app)) == 1
    assert [act for (act,) in trail(app, "act")].count("ended logins") == 1


def test_another_windows_answer_is_shown_and_nothing_overwritten(app, work):
    work.send(**WHY)
    work.desk.send(button="戻る")
    data, path = work.desk.standing(work.desk.form), work.desk.url
    work.send(reason="先に送った理由です")
    answer = work.desk.client.post(path, data={**data, "reason": "あとから送った理由"})
    assert answer.status_code == 409
    assert "先に送った理由です" in answer.text and "あとから送った理由" in answer.text


def test_what_was_confirmed_is_what_is_done(app, work):
    work.send(**WHY)
    data = work.desk.standing(work.desk.form) | {"seal": "another"}
    answer = work.desk.client.post(work.desk.url, data=data)
    assert answer.status_code == 409 and ended(app) == []


def test_a_form_whose_token_was_lost_comes_back_with_what_was_typed(app, work):
    data = work.desk.standing(work.desk.form) | WHY | {"csrf_token": "lost"}
    answer = work.desk.client.post(work.path, data=data)
    assert answer.status_code == 400 and WHY["reason"] in answer.text


def test_a_confirm_screen_whose_token_was_lost_comes_back(app, work):
    work.send(**WHY)
    data = work.desk.standing(work.desk.form) | {"csrf_token": "lost"}
    answer = work.desk.client.post(work.desk.url, data=data)
    assert answer.status_code == 400 and WHY["reason"] in answer.text and ended(app) == []


def test_left_for_half_an_hour_it_is_gone_and_says_so(app, work, clock):
    work.send(**WHY)
    for _ in range(3):
        clock.forward(seconds=IDLE.total_seconds() / 3)
        work.desk.client.get("/staff/photos")
    assert work.desk.open(work.desk.url, 410).heading == "この手続きは終わりました"


def test_a_case_that_is_over_ends_it(app, work):
    work.send(**WHY)
    with app.app_context(), write() as session:
        session.execute(update(StaffCase).values(closed_at=StaffCase.opened_at))
    answer = work.desk.client.post(work.desk.url, data=work.desk.standing(work.desk.form))
    assert answer.status_code == 409 and "応対は終わりました" in answer.text
    assert ended(app) == []


def test_a_case_that_ends_during_the_commit_stops_it(app, work, monkeypatch):
    """Looked at once more in the transaction that does it."""
    work.send(**WHY)
    real = update(StaffCase).values(closed_at=StaffCase.opened_at)
    seen = []

    def close_after_the_first(session, *args):
        found = find(session, *args)
        if len(seen) == 1:
            with write() as other:
                other.execute(real)
        seen.append(found)
        return found

    find = cases.find
    monkeypatch.setattr("views.staff.staff_side.cases.find", close_after_the_first)
    answer = work.desk.client.post(work.desk.url, data=work.desk.standing(work.desk.form))
    assert answer.status_code == 409 and ended(app) == []


def test_anothers_case_is_not_open(app, work, customer):
    hire(app, "suzuki")
    other = at_work(app, "suzuki")
    assert other.open(work.path, 409).heading == "この手続きはできません"
    work.send(**WHY)
    assert other.open(work.desk.url, 409).heading == "この手続きはできません"


def test_a_case_is_for_the_login_that_opened_it(app, work, clock):
    clock.forward(minutes=2)
    again = at_work(app)
    assert again.open(work.path, 409).heading == "この手続きはできません"


def test_an_unknown_sequence_is_a_404(app, work):
    assert work.desk.open(work.path.replace("end_logins", "registration"), 404).heading == "見つかりません"


def test_no_sequence_of_customers_is_walked_here_nor_one_of_staff_there(app, work):
    assert work.desk.client.get("/okyakusama/end_logins/").status_code == 404


def test_a_reason_stands_in_the_trail_beside_that_of_the_case(app, work):
    work.send(**WHY).send()
    reasons = [reason for act, reason in trail(app, "act", "reason") if act in ("opened case", "ended logins")]
    assert reasons == [REASON, WHY["reason"]]
