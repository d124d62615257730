"""Is whoever is refused at the login of staff told one thing, and whoever is let in led to where they wanted?"""

import re

import pytest
import staffing
from bs4 import BeautifulSoup
from staffing import NAME, RECEIPT, Desk, answers, at_work, code, hire
from ways import tables

from views.staff import login

WRONG = [f"2. {login.WRONG}"]


@pytest.fixture
def member(app):
    return hire(app)


@pytest.fixture
def desk(app):
    return Desk(app.test_client()).open("/staff/login")


def test_a_member_comes_in_and_is_named_and_goes_out(app, member, desk):
    desk.log_in(app)
    assert desk.url == "/staff/customers"
    assert "田中 見本（オペレーター）" in " ".join(desk.page.select_one("header").get_text().split())
    desk.log_out()
    assert desk.url == "/staff/login" and "ログアウトしました。" in desk.text
    assert not desk.page.select("header form")
    assert desk.client.get("/staff/customers").status_code == 303


def test_a_logout_lets_the_browser_forget_our_pages(app, member):
    desk = at_work(app)
    form = desk.page.select_one("header form")
    answer = desk.client.post("/staff/logout", data=desk.standing(form))
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def told(desk):
    """The page without what differs from one answer to the next."""
    page = BeautifulSoup(desk.response.text, "html.parser")
    for box in page.select("input[type=hidden]"):
        box.decompose()
    return re.sub(r'value="[^"]*"', "", str(page))


def test_whatever_was_wrong_the_answer_is_the_same(app, member):
    """Also with a lock, and after it with everything right."""
    hire(app, "closed")
    app.test_cli_runner().invoke(args=["staff", "close", "closed"])
    right, seen = answers(app), []
    for different in ({"name": "nobody"}, {"name": "closed"}, {"password": "wrong1pass"}, {"code": "000000"}):
        desk = Desk(app.test_client()).open("/staff/login").send({**right, **different}, 422)
        seen.append(told(desk))
    for number in range(4):
        desk = Desk(app.test_client()).open("/staff/login").send(right if number == 3 else {**right, "code": "1"}, 422)
        seen.append(told(desk))
    assert desk.wrong == WRONG
    assert len(set(seen)) == 1


def test_name_alone_stands_in_the_form_again(app, member, desk):
    typed = answers(app, password="wrong1pass")
    desk.send(typed, 422)
    assert desk.values == {"name": NAME, "password": "", "code": ""}
    assert "wrong1pass" not in desk.response.text and typed["code"] not in desk.response.text


def test_what_is_missing_is_said_and_counts_as_no_try(app, member, desk):
    for _ in range(6):
        desk.send({"name": NAME}, 422)
    assert desk.wrong == [
        "2. パスワードを入力してください。",
        "3. 確認コードを入力してください。",
    ]
    assert tables(app)["attempts"] == []
    assert desk.log_in(app).url == "/staff/customers"


@pytest.mark.parametrize(("asked", "onward"), [("/staff/photos/1", "/staff/photos/1"), ("/okyakusama/home", "/staff/")])
def test_one_is_led_on_within_staff_alone(app, member, desk, asked, onward):
    token = desk.standing(desk.form)["csrf_token"]
    answer = desk.client.post(f"/staff/login?next={asked}", data={**answers(app), "csrf_token": token})
    assert (answer.status_code, answer.location) == (303, onward)


def test_from_a_letter_through_the_login_to_the_pictures(app, desk):
    staffing.sent(app)
    hire(app)
    desk.open(f"/staff/photos/{RECEIPT}")
    assert desk.url == f"/staff/login?next=/staff/photos/{RECEIPT}"
    assert desk.send(answers(app)).url == f"/staff/photos/{RECEIPT}"


def test_a_form_whose_token_is_lost_is_shown_again_with_the_name(app, member, desk):
    typed = answers(app, csrf_token="gone")
    answer = desk.client.post("/staff/login", data=typed)
    assert answer.status_code == 400
    assert "もう一度ボタンを押してください。" in answer.text and "Cookie" not in answer.text
    assert f'value="{NAME}"' in answer.text
    assert typed["code"] not in answer.text and typed["password"] not in answer.text
    assert tables(app)["staff_logins"] == []


def test_a_browser_without_cookies_is_told_of_them(app, member):
    answer = app.test_client(use_cookies=False).post("/staff/login", data=answers(app))
    assert answer.status_code == 400 and "Cookie" in answer.text


def test_a_second_tab_is_led_on_where_the_first_logged_in(app, member, desk):
    stale = {**desk.standing(desk.form), "name": "x", "password": "x", "code": "1"}
    desk.log_in(app)
    answer = desk.client.post(f"/staff/login?next=/staff/photos/{RECEIPT}", data=stale)
    assert (answer.status_code, answer.location) == (303, f"/staff/photos/{RECEIPT}")
    assert tables(app)["attempts"] == []


def test_a_logout_of_a_page_of_before_puts_nobody_out(app, member):
    desk = at_work(app)
    answer = desk.client.post("/staff/logout", data={"csrf_token": "gone"})
    assert answer.status_code == 400 and "｜オペレーター画面" in answer.text
    assert desk.client.get("/staff/customers").status_code == 200


def test_a_second_tabs_logout_leads_to_the_login(app, member):
    desk = at_work(app)
    stale = desk.standing(desk.page.select_one("header form"))
    desk.log_out()
    answer = desk.client.post("/staff/logout", data=stale)
    assert (answer.status_code, answer.location) == (303, "/staff/login")


def test_a_refusal_is_told_to_who_watches_the_log_without_a_name(app, member, desk, caplog):
    desk.send({**answers(app), "name": "nobodyatall"}, 422)
    [line] = [each.getMessage() for each in caplog.records if "refused staff login" in each.getMessage()]
    assert "POST staff.log_in" in line
    assert "nobodyatall" not in caplog.text and code(app) not in caplog.text


@pytest.mark.parametrize(("steps", "why"), [([15], "15分間操作がなかったため"), ([14] * 35, "8時間が過ぎたため")])
def test_who_was_out_too_long_is_told_why_and_comes_back_to_the_page(app, member, clock, steps, why):
    desk = at_work(app)
    for minutes in steps:
        clock.forward(minutes=minutes)
        desk.open("/staff/photos?page=1")
    assert desk.url == "/staff/login?next=/staff/photos" and why in desk.text
    desk.send(answers(app))
    assert desk.url == "/staff/photos" and why not in desk.text


def test_who_went_out_or_never_was_in_is_told_nothing(app, member, clock):
    desk = at_work(app)
    desk.log_out()
    clock.forward(minutes=15)
    for each in (desk, Desk(app.test_client())):
        assert "ログアウトしました。もう一度" not in each.open("/staff/login").text


def test_logins_and_logouts_stand_in_the_trail(app, member, clock):
    at_work(app).log_out()
    clock.forward(minutes=1)
    again = at_work(app)
    clock.forward(minutes=1)
    again.log_in(app)
    acts = [re.search(r"'act': '([^']+)'", each)[1] for each in tables(app)["audit_entries"]]
    assert sorted(acts) == ["logged in"] * 3 + ["logged out"] * 2
