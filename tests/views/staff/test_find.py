"""Can a member find a customer by one box, without anything personal in an address, a title or a log?"""

import logging
from datetime import timedelta

import factories
import pytest
from factories import BORN, NOW, add
from htmlcheck import complaints
from sqlalchemy import select
from staffing import Desk, answers, at_work, hire

from domain.staff import searches
from domain.staff.members import Role
from domain.staff.searches import Wanted
from infra.database import read
from models import AuditEntry, StaffCase, StaffSearch
from views.staff import find

HOME = "/staff/customers"


@pytest.fixture
def desk(app):
    with app.app_context():
        factories.agency()
    hire(app)
    return at_work(app)


def customer(app, **of_contract):
    """An account and the contract that it holds."""
    with app.app_context():
        account, contract = factories.account(app).id, factories.contract(**of_contract).id
        factories.hold(account, contract)
        return account, contract


def search(desk, words, born="", status=200):
    form = desk.open(HOME).page.select_one("form.staff-search")
    sent = {**desk.standing(form), "words": words, "born": born}
    return desk._arrive(desk.client.post(form["action"], data=sent, follow_redirects=True), status)


def rows(desk):
    return [" ".join(row.get_text(" ").split()) for row in desk.page.select(".staff-found tbody tr")]


def entries(app):
    with app.app_context(), read() as session:
        told = select(AuditEntry.act, AuditEntry.about).where(AuditEntry.act == "searched").order_by(AuditEntry.id)
        return [tuple(row) for row in session.execute(told)]


def test_who_comes_in_begins_here_with_the_box(desk):
    assert (desk.url, desk.heading) == (HOME, "お客さまを探す")
    assert desk.page.select_one("#words").has_attr("autofocus")


def test_what_is_found_leads_to_the_record_and_is_masked(app, desk):
    account, _ = customer(app)
    with app.app_context():
        alone = factories.contract(number="C900000002", holder_birth=None, holder_name="見本商事", company=True).id
    search(desk, "ﾀｶｻｷ")
    links = [link["href"] for link in desk.page.select(".staff-found tbody a")]
    assert links == [f"{HOME}/account/{account}/open", f"{HOME}/contract/{alone}/open"]
    whole = "髙＊ 𠮷＊ タ＊ ヨ＊ ****年**月**日 090-****-5678 y***@example.jp 東京都＊ 1件"
    assert rows(desk)[0] == f"{whole} 登録済み お客さまWebサービス フリガナ"
    assert rows(desk)[1].startswith("見＊ タ＊ ヨ＊ —")
    for told in ("髙﨑", "𠮷乃", "1960", "1234", "yoshino", "港区"):
        assert told not in desk.page.select_one(".staff-found").get_text()


def test_nothing_that_was_typed_is_in_an_address_a_title_or_a_log(app, desk, caplog):
    customer(app)
    with caplog.at_level(logging.DEBUG):
        search(desk, "タカサキ　ヨシノ", "昭和35年4月1日")
    assert desk.url.startswith(f"{HOME}/found/") and "?" not in desk.url
    assert desk.page.title.text == "お客さまを探す｜オペレーター画面"
    assert "タカサキ" not in caplog.text and "%E3" not in caplog.text
    assert entries(app) == [("searched", "フリガナ・生年月日　1件")]


def test_what_was_typed_stands_in_the_boxes_of_what_was_found(app, desk):
    search(desk, "たかさき", "S35.4.1")
    assert [desk.page.select_one(box)["value"] for box in ("#words", "#born")] == ["たかさき", "1960年4月1日"]


def test_the_way_back_leads_to_what_was_found_and_each_look_is_written_down(app, desk):
    customer(app)
    found = search(desk, "タカサキ").url
    desk.open(HOME)
    assert len(rows(desk.open(found))) == 1
    assert len(entries(app)) == 2


@pytest.mark.parametrize("later", [searches.KEPT_FOR, timedelta(0)])
def test_a_search_that_is_over_or_another_members_leads_to_an_empty_box(app, desk, later):
    with app.app_context():
        other = searches.keep(Wanted("タカサキ"), hire(app, "suzuki"), NOW - later)
    assert desk.open(f"{HOME}/found/{other}").url == HOME
    assert find.OVER in desk.page.get_text()
    assert entries(app) == []


@pytest.mark.parametrize("born", ["1960年4月1日", "昭和35年4月1日", "S35.4.1", "19600401", "1960/4/1"])
def test_a_birth_date_narrows_in_whatever_calendar(app, desk, born):
    customer(app)
    assert len(rows(search(desk, "タカサキ", born))) == 1
    assert rows(search(desk, "タカサキ", "1970-01-01")) == []


@pytest.mark.parametrize(
    ("words", "born", "wrong"),
    [
        ("", "", [find.NO_WORDS]),
        ("　", "", [find.NO_WORDS]),
        ("高崎 義乃", "", [find.IN_KANJI]),
        ("？", "", [find.UNKNOWN_SHAPE]),
        ("タカサキ", "きのう", [find.UNREAD_DATE]),
        ("タカサキ", "35年4月1日", [find.UNREAD_DATE]),
        ("タカサキ", "1960年2月30日", [find.UNREAD_DATE]),
        ("", "きのう", [find.NO_WORDS, find.UNREAD_DATE]),
    ],
)
def test_what_cannot_be_read_is_shown_again_with_what_to_do(app, desk, words, born, wrong):
    search(desk, words, born, 422)
    assert desk.wrong == wrong
    assert [desk.page.select_one(box).get("value", "") for box in ("#words", "#born")] == [words.strip("　"), born]
    assert entries(app) == []


def test_what_to_do_where_nobody_was_found(desk):
    assert "2〜3文字だけにして検索する" in search(desk, "タカサキ").page.get_text()
    assert "生年月日の欄を空にして" in search(desk, "タカサキ", "1960-04-01").page.get_text()
    assert "番号やつづりを" in search(desk, "090-1234-5678").page.get_text()


def test_and_where_there_are_too_many(app, desk):
    with app.app_context():
        for number in range(51):
            name = {"holder_name": f"見本{number}", "number": f"C9{number:08}"}
            factories.contract(**name)
    assert len(rows(search(desk, "タカサキ"))) == 50
    assert "検索結果：50件以上" in desk.page.get_text() and "絞り込んでください" in desk.page.get_text()


def test_a_lost_token_loses_nothing_that_was_typed(app, desk):
    answer = desk.client.post(HOME, data={"words": "タカサキ", "born": "S35.4.1", "csrf_token": "x"})
    desk._arrive(answer, 400)
    assert [desk.page.select_one(box)["value"] for box in ("#words", "#born")] == ["タカサキ", "S35.4.1"]
    stranger = Desk(app.test_client())
    assert stranger.client.post(HOME, data={"words": "タカサキ"}).location == "/staff/login"


def test_who_reads_the_trail_alone_finds_nobody(app, desk):
    hire(app, "kanri", Role.ADMINISTRATOR)
    client = Desk(app.test_client()).open("/staff/login").client
    token = desk.standing(Desk(client).open("/staff/login").form)
    client.post("/staff/login", data={**token, **answers(app, "kanri")})
    assert client.get(HOME).status_code == client.get(f"{HOME}/found/x").status_code == 403
    with app.app_context(), read() as session:
        assert session.scalars(select(StaffSearch)).all() == []


def test_with_whom_one_has_spoken_today_stands_under_the_box(app, desk):
    account, _ = customer(app)
    with app.app_context():
        told = {"login_id": "x", "caller": "本人", "reason": "x", "ticket": "", "seen_at": NOW, "ends_at": NOW}
        add(StaffCase(id="case1", member_id=1, account_id=account, opened_at=NOW, **told))
    [row] = desk.open(HOME).page.select(".staff-cases li")
    assert " ".join(row.get_text().split()) == "12:00 髙＊ 𠮷＊ 様"
    assert row.a["href"] == "/staff/cases/case1"


def test_every_page_is_valid_html(app, desk, tmp_path):
    customer(app)
    pages = [
        ("box", desk.open(HOME).response.text),
        ("wrong", search(desk, "", "x", 422).response.text),
        ("found", search(desk, "タカサキ").response.text),
        ("nobody", search(desk, "サトウ", f"{BORN:%Y-%m-%d}").response.text),
    ]
    assert complaints(pages, tmp_path) == []
