"""Do two members see that both have one customer open, does one alone act, and does nothing typed get lost? (S7, S8)"""

import pytest
from browser import Browser
from bs4 import BeautifulSoup
from casework import Work
from staffing import at_work, hire
from talking import RIGHT, Talk, case_now, known, trail
from ways import log_in, tables

from domain.staff.in_hand import Standing
from views.staff import presence

WHY = {"reason": "端末を紛失したとのお電話"}


@pytest.fixture
def account_id(app):
    hire(app, shown="田中")
    hire(app, "suzuki", shown="鈴木")
    with app.app_context():
        return known(app)[0]


@pytest.fixture
def first(app, account_id):
    return Talk(app, account_id)


@pytest.fixture
def second(app, account_id, first):
    return Talk(app, account_id, name="suzuki")


def banner(talk):
    """What the page says of the others now."""
    asked = talk.desk.client.get(f"{talk.path}/presence")
    assert asked.status_code == 200 and asked.headers["Cache-Control"] == "no-store"
    return " ".join(BeautifulSoup(asked.text, "html.parser").get_text().split())


def take_over(talk, status=200):
    """Press the button on the page that is open."""
    form = talk.desk.page.select_one(".staff-take")
    sent = talk.desk.client.post(form["action"], data=talk.desk.standing(form), follow_redirects=True)
    talk.desk._arrive(sent, status)
    return talk


def test_alone_nothing_is_said(first):
    assert banner(first) == "" and not first.open().desk.page.select(".staff-take")


def test_before_it_is_opened_it_is_said_who_has_them_open(app, account_id, first):
    desk = at_work(app, "suzuki").open(f"/staff/customers/account/{account_id}/open")
    text = " ".join(desk.page.select_one(".note").get_text().split())
    assert "田中さんが、このお客さまを担当しています。" in text and "いまも画面を見ています。" in text


def test_both_are_told_of_each_other(first, second):
    assert "田中さんが、12:00からこのお客さまを担当しています。" in banner(second)
    assert "鈴木さんも、このお客さまを開いています。" in banner(first)
    assert "田中さんから引き継ぐ" in banner(second) and "引き継ぐ" not in banner(first)
    assert "引き継ぐまで進められません" in second.open().desk.page.select_one("main").get_text()


def test_who_went_away_from_the_page_is_told_to_have_gone_and_their_login_is_not_kept_by_it(app, first, second, clock):
    clock.forward(seconds=29)
    assert "いまも画面を見ています。" in banner(second)
    clock.forward(seconds=2)
    assert "最後に画面を見たのは12:00です。" in banner(second)
    banner(first)
    assert "いまも画面を見ています。" in banner(second)
    for _ in range(7):
        clock.forward(minutes=2)
        banner(first)
    clock.forward(minutes=1)
    answer = first.desk.client.get(f"{first.path}/presence")
    assert (answer.status_code, answer.location) == (303, f"/staff/login?next={first.path}/presence")


def test_to_look_is_free_to_both(first, second):
    assert "お客さま" in second.open().desk.page.select_one("h1").get_text()
    assert second.live().status_code == 200


def test_a_callers_answer_is_judged_for_who_has_the_customer_in_hand_alone(app, first, second):
    assert second.open().question is None
    first.open()
    take_over(second)
    first.say(RIGHT, 409)
    assert first.desk.page.select_one("#answer")["value"] in RIGHT.values()
    assert "判定していません" in first.desk.page.get_text()
    first.type_in("", 409, button="pass")
    assert "checked caller" not in [act for (act,) in trail(app)]
    second.say()
    assert "checked caller" in [act for (act,) in trail(app)]


def test_after_taking_over_the_other_acts_and_the_first_is_told(app, first, second, clock):
    first.open()
    clock.forward(minutes=1)
    take_over(second.open())
    assert second.desk.url == second.path and "田中さんから引き継ぎました。" in second.said
    assert "鈴木さんが、12:01からこのお客さまを担当しています。" in banner(first)
    second.say()
    first.say(RIGHT, 409)
    assert trail(app, "act", "about").count(("took over", "田中から")) == 1


def test_a_second_press_of_an_old_page_takes_nobody_over(app, account_id, first, second):
    hire(app, "sato", shown="佐藤")
    third = Talk(app, account_id, name="sato")
    second.open(), third.open()
    take_over(second)
    take_over(third)
    assert "いまは鈴木さんが対応しています。引き継ぐときは、もう一度ボタンを押してください。" in third.said
    assert "鈴木さんから引き継ぐ" in banner(third)


def test_a_button_whose_token_was_lost_takes_nobody_over(app, first, second):
    form = second.open().desk.page.select_one(".staff-take")
    data = {**second.desk.standing(form), "csrf_token": "lost"}
    assert second.desk.client.post(form["action"], data=data).status_code == 400
    assert "took over" not in [act for (act,) in trail(app)]


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "/okyakusama/", "/staff/cases/x/"])
def test_it_leads_to_pages_of_this_case_alone(first, second, elsewhere):
    form = second.open().desk.page.select_one(".staff-take")
    data = {**second.desk.standing(form), "onward": elsewhere}
    assert second.desk.client.post(form["action"], data=data).location == second.path


def test_nobody_is_taken_over_by_another_members_case(app, first, second):
    desk, path = second.desk, f"{first.path}/take-over"
    token = second.open().desk.page.select_one(".staff-take input[name=csrf_token]")["value"]
    assert desk.client.post(path, data={"csrf_token": token, "holder": first.case_id}).status_code == 404


def test_once_the_case_is_over_the_next_look_takes_the_customer(app, first, second):
    first.desk.open(first.path)
    form = first.desk.page.select_one(f"form[action='{first.path}/close']")
    first.desk.client.post(form["action"], data=first.desk.standing(form))
    assert "田中" not in banner(second)
    second.open().say()
    assert ("checked caller",) in trail(app)


def working(app, talk, name):
    """The member of a talk in a sequence, in their case."""
    case_now(app, talk.case_id, verified_at=app.config["CLOCK"]())
    work = Work.__new__(Work)
    work.app, work.act, work.desk, work.case_id = app, name, talk.desk, talk.case_id
    work.path = f"{talk.path}/do/{name}/"
    return work


@pytest.fixture
def logged_in(app, account_id):
    """Somebody whose logins can be ended."""
    log_in(Browser(app.test_client()), "himitsu@example.jp")


def test_a_sequence_goes_on_in_one_hand_alone_and_nothing_typed_is_lost(app, logged_in, first, second):
    work = working(app, first, "end_logins").begin()
    take_over(second.open())
    work.send(409, **WHY)
    assert "鈴木さんが対応中です" in work.desk.page.h1.get_text()
    assert "logged out by command" not in str(tables(app)["events"])
    take_over(first)
    assert work.number == 1151 and work.desk.page.select_one("#reason")["value"] == WHY["reason"]
    work.send().send()
    assert work.number == 1153


def test_a_screen_further_on_keeps_its_answers_and_is_there_again(app, logged_in, first, second):
    work = working(app, first, "end_logins").begin().send(**WHY)
    confirm = work.desk.url
    take_over(second.open())
    work.send(409)
    assert "logged out by command" not in str(tables(app)["events"])
    take_over(first)
    assert work.desk.url == confirm and WHY["reason"] in work.desk.page.get_text()
    work.send()
    assert work.number == 1153


def test_a_screen_under_way_says_that_it_was_taken_over_and_is_not_left_for_it(app, logged_in, first, second):
    work = working(app, first, "end_logins").begin()
    assert work.desk.page.select_one("[data-presence]")["data-presence"] == f"{first.path}/presence?acting=1"
    take_over(second.open())
    asked = first.desk.client.get(f"{first.path}/presence?acting=1").text
    assert "鈴木さんが、12:00からこのお客さまを担当しています。" in asked and "<form" not in asked


def test_who_is_taken_over_between_the_page_and_the_press_has_done_nothing(app, logged_in, first, second, monkeypatch):
    """It is found out in the very transaction that would do it."""
    work = working(app, first, "end_logins").begin().send(**WHY)
    take_over(second.open())
    with monkeypatch.context() as unseen:
        unseen.setattr(presence, "standing", lambda case: Standing([]))
        work.send(409)
    assert "鈴木さんが対応中です" in work.desk.page.h1.get_text()
    assert "logged out by command" not in str(tables(app)["events"])
    take_over(first)
    work.send()
    assert work.number == 1153
