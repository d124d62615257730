"""Does a member of staff see what is in the way in their own look, and does nobody else?"""

import re

import pytest
from staffing import Desk, at_work, hire

from infra import rate_limits
from views.shared import error_page
from views.shared.security_headers import EVERYWHERE


@pytest.fixture
def desk(app):
    hire(app)
    return at_work(app)


def raising(monkeypatch, app, wrong):
    def view(**_):
        raise wrong

    monkeypatch.setitem(app.view_functions, "staff_photos.home", view)


def test_an_address_that_leads_nowhere(desk):
    assert desk.open("/staff/nowhere", 404).heading == "ページが見つかりません"
    assert "田中" in desk.page.select_one("header").text
    assert desk.follow("オペレーター画面のトップへ").url == "/staff/customers"
    assert Desk(desk.client.application.test_client()).open("/staff/nowhere", 404).heading == "ページが見つかりません"


def test_too_often(app, desk, monkeypatch):
    raising(monkeypatch, app, rate_limits.RateLimited(90))
    assert "2分ほど待って" in desk.open("/staff/photos", 429).text
    assert desk.response.headers["Retry-After"] == "90"


def test_our_fault_has_its_number_and_asks_nobody(app, desk, monkeypatch, caplog):
    raising(monkeypatch, app, ValueError("secret"))
    text = desk.open("/staff/photos", 500).text
    number = re.search(r"お問い合わせ番号 ([0-9A-F]{8})", text)[1]
    assert f"request {number}: ValueError" in caplog.text
    assert "田中" not in desk.response.text


def test_a_lost_token_of_what_has_no_form(desk):
    answer = desk.client.post("/staff/account/logins", data={"csrf_token": "gone"})
    assert answer.status_code == 400
    assert "<h1>送信できませんでした</h1>" in answer.text and "｜オペレーター画面" in answer.text


def test_too_much(desk):
    answer = desk.client.post("/staff/login", data={"name": "x" * 300_000})
    assert answer.status_code == 413 and "｜オペレーター画面" in answer.text


def test_where_no_page_can_be_drawn_it_is_a_bare_one_of_theirs(app, desk, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(error_page, "draw", broken)
    raising(monkeypatch, app, ValueError())
    answer = desk.client.get("/staff/photos")
    assert answer.status_code == 500
    assert "｜オペレーター画面</title>" in answer.text and "画面番号" not in answer.text
    for name, value in EVERYWHERE:
        assert answer.headers.getlist(name) == [value]


@pytest.mark.parametrize("path", ["/nowhere", "/okyakusama/no/where", "/staffx", "/staffroom/"])
def test_nobody_else_sees_that_look(app, path):
    answer = app.test_client().get(path)
    assert answer.status_code == 404 and "（画面番号907）" in answer.text
