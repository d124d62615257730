"""Does a member have to say who calls and why before they see anything, and is that kept?"""

import pytest
import talking
from browser import Browser
from factories import PASSWORD
from staffing import RECEIPT, at_work, hire
from talking import MARKS, Talk, trail
from ways import at_once, log_in

from domain.staff.cases import Caller
from infra.database import read
from models import StaffCase


@pytest.fixture
def subjects(app):
    """An account, and a contract that nobody's account holds."""
    hire(app)
    with app.app_context():
        account_id, _ = talking.known(app)
        lone = talking.contract(number="C900000009", holder_kana="ミホン　ハナコ", holder_name="見本　花子").id
    return {"account": account_id, "contract": lone, "held": 1}


@pytest.fixture
def desk(app, subjects):
    return at_work(app)


def rows(app):
    with app.app_context(), read() as session:
        return session.query(StaffCase).all()


def test_before_it_is_said_why_nothing_is_shown_but_a_masked_name(desk, subjects):
    text = desk.open(f"/staff/customers/account/{subjects['account']}/open").response.text
    assert "秘＊ 秘＊ 様" in desk.text
    assert [mark for mark in MARKS if mark in text] == []


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"reason": "1234"}, ["お電話の方を選択してください", "5文字以上で入力してください（現在4文字）"]),
        ({"caller": "self"}, ["お問い合わせの内容を入力してください"]),
        ({"caller": "self", "reason": "あ" * 501}, ["500文字以内で入力してください（現在501文字）"]),
        ({"caller": "self", "reason": "12345", "ticket": "1" * 41}, ["40文字以内で入力してください（現在41文字）"]),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_opened(app, desk, subjects, typed, wrong):
    desk.open(f"/staff/customers/account/{subjects['account']}/open").send(typed, 422)
    for line, words in zip(desk.wrong, wrong, strict=True):
        assert words in line
    assert {name: desk.values.get(name) for name in typed} == typed
    assert rows(app) == [] and ("opened case",) not in trail(app)


def test_of_twenty_presses_one_opens_a_case_and_all_lead_to_it(app, desk, subjects):
    path = f"/staff/customers/account/{subjects['account']}/open"
    data = {**desk.open(path).standing(desk.form), "caller": "self", "reason": "12345"}
    cookie = desk.client.get_cookie("madoguchi-staff").value

    def press():
        client = app.test_client()
        client.set_cookie("madoguchi-staff", cookie)
        return client.post(path, data=data).location

    [led] = set(at_once([press] * 20))
    [row] = rows(app)
    assert led == f"/staff/cases/{row.id}" and trail(app).count(("opened case",)) == 1


def test_a_case_of_another_member_is_not_led_to(app, desk, subjects):
    hire(app, "suzuki")
    path, other = f"/staff/customers/account/{subjects['account']}/open", at_work(app, "suzuki")
    desk.open(path).send({"caller": "self", "reason": "12345"})
    [row] = rows(app)
    data = {**other.open(path).standing(other.form), "caller": "self", "reason": "12345", "case": row.id}
    assert other.client.post(path, data=data).status_code == 404 and len(rows(app)) == 1


def test_what_is_no_id_is_none(app, desk, subjects):
    path = f"/staff/customers/account/{subjects['account']}/open"
    data = {**desk.open(path).standing(desk.form), "caller": "self", "reason": "12345", "case": "1"}
    assert desk.client.post(path, data=data).status_code == 303
    [row] = rows(app)
    assert len(row.id) == 22


def test_an_invented_caller_is_none(app, desk, subjects):
    path = f"/staff/customers/account/{subjects['account']}/open"
    data = {**desk.open(path).values, "csrf_token": desk.form.select_one("[name=csrf_token]")["value"]}
    assert desk.client.post(path, data={**data, "caller": "boss", "reason": "12345"}).status_code == 422
    assert rows(app) == []


def test_a_case_is_opened_and_led_to(app, subjects):
    talk = Talk(app, subjects["account"])
    assert talk.path == f"/staff/cases/{talk.case_id}" and len(talk.case_id) >= 22
    assert talk.shown["お電話の方"] == "ご本人" and talk.shown["お問い合わせ"] == talking.WHY
    opened = [row for row in trail(app, "act", "account_id", "reason", "about") if row[0] == "opened case"]
    assert opened == [("opened case", subjects["account"], talking.WHY, "ご本人")]


def test_a_holder_without_an_account_is_opened_by_a_contract(app, subjects):
    talk = Talk(app, subjects["contract"], about="contract")
    assert "ご利用登録なし" in talk.shown["サイト"]
    assert "お手続き履歴" not in talk.desk.open(f"/staff/customers/contract/{subjects['contract']}/open").text


def test_who_has_an_account_is_opened_by_it_and_not_past_it(app, desk, subjects):
    """Else they would not see it in 714."""
    by_account = f"/staff/customers/account/{subjects['account']}/open"
    assert desk.client.get("/staff/customers/contract/1/open").location == by_account
    token = desk.open(by_account).form.select_one("[name=csrf_token]")["value"]
    data = {"csrf_token": token, "caller": "self", "reason": "12345"}
    assert desk.client.post("/staff/customers/contract/1/open", data=data).location == by_account
    assert rows(app) == []


@pytest.mark.parametrize("path", ["account/99", "contract/99"])
def test_nobody_is_no_customer(desk, path):
    desk.open(f"/staff/customers/{path}/open", 404)


def test_a_lost_token_loses_nothing_typed(app, desk, subjects):
    desk.open(f"/staff/customers/account/{subjects['account']}/open")
    desk.form.select_one("[name=csrf_token]")["value"] = "lost"
    desk.send({"caller": "family", "reason": "ご家族からのお電話", "ticket": "A1"}, 400)
    assert (desk.values["reason"], desk.values["ticket"], desk.values["caller"]) == (
        "ご家族からのお電話",
        "A1",
        "family",
    )
    assert rows(app) == []
    desk.send()
    assert len(rows(app)) == 1


def test_a_case_is_closed_by_a_button(app, subjects):
    talk = Talk(app, subjects["account"])
    talk.desk.send(button="応対を終了する")
    assert "応対を終了しました。" in talk.said
    talk.open(status=410)
    assert trail(app)[-1] == ("closed case",)


def test_a_button_whose_token_was_lost_closes_nothing(app, subjects):
    talk = Talk(app, subjects["account"])
    assert talk.desk.client.post(f"{talk.path}/close", data={"csrf_token": "lost"}).status_code == 400
    talk.open()


def test_the_customer_sees_in_714_that_it_was_opened_and_not_what_was_typed(app, subjects):
    Talk(app, subjects["account"], caller=Caller.FAMILY)
    browser = log_in(Browser(app.test_client()), "himitsu@example.jp", PASSWORD).open("/okyakusama/history")
    [line] = [" ".join(each.get_text(" ").split()) for each in browser.page.select("main .news > li")]
    assert "オペレーターがお客さまの情報を開きました" in line
    assert "当社のオペレーター" in line and "お電話でのお問い合わせ（ご家族・代理の方）" in line
    assert talking.WHY not in line and "田中" not in line and RECEIPT not in line
