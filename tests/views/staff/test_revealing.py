"""Is a masked datum shown for a minute only, for a reason, and to who opened the case alone?"""

import pytest
import talking
from staffing import at_work, hire
from talking import MARKS, WRONG, Talk, trail

# Each masked datum, and what is seen of it in full.
ITEMS = {
    "birth": "1951年（昭和26年）2月3日",
    "email": "himitsu@example.jp",
    "phone-1": "090-7531-8642",
    "email-1": "himitsu@example.jp",
    "address-1": "〒963-8520 福島県秘密市見本9-8-7",
}
# What a verified record says by itself.
UNMASKED = ("秘姓", "秘名", "ヒセイ", "ヒメイ", "C987654321", "ひみつ", "98,760", "98760", "半年払", "2027年2月")


@pytest.fixture
def talk(app):
    hire(app)
    with app.app_context():
        account_id, _ = talking.known(app)
    return Talk(app, account_id).verify()


def told(text, *but):
    return [mark for mark in MARKS if mark in text and mark not in (*UNMASKED, *but)]


def test_a_verified_record_is_masked_but_for_the_name_and_the_contracts(talk):
    assert told(talk.desk.response.text) == [] and told(talk.live().text) == []
    links = {each["href"].rpartition("/")[2] for each in talk.desk.page.select(".staff-reveal")}
    assert links == set(ITEMS)


@pytest.mark.parametrize("item", ITEMS)
def test_one_is_shown_for_a_reason_and_no_other(app, talk, item):
    talk.reveal(item, why="asked", more="読み上げのご希望")
    shown = talk.desk.page.select("[data-masked]")
    assert [each.get_text() for each in shown] == [ITEMS[item]]
    assert shown[0].find_parent("div")["id"] == f"item-{item}"
    assert "12時01分00秒まで表示" in talk.desk.text
    [row] = [row for row in trail(app, "act", "reason", "about", "case_id") if row[0] == "revealed"]
    assert row[1] == "お客さまからのご依頼で内容を確認するため　読み上げのご希望"
    assert item in row[2] and "お客さまの情報" in row[2] and row[3] == talk.case_id
    assert not any(mark in f"{row}" for mark in MARKS)


def test_after_a_minute_the_server_masks_it(talk, clock):
    talk.reveal("birth")
    clock.forward(seconds=59)
    assert "1951" in talk.open().desk.response.text
    clock.forward(seconds=1)
    assert told(talk.open().desk.response.text) == [] and not talk.desk.page.select("[data-masked]")


def test_without_a_script_the_page_asks_itself_anew_when_the_minute_is_over(talk, clock):
    assert not talk.desk.page.select("noscript meta")
    talk.reveal("birth")
    clock.forward(seconds=20)
    assert talk.open().desk.page.select_one("head noscript meta")["content"] == f"40; url=/staff/cases/{talk.case_id}"
    assert talk.desk.page.select_one("[data-masked]")["data-masked"] == "****年**月**日"
    assert talk.desk.page.select_one("[data-milliseconds]")["data-milliseconds"] == "40000"


def test_without_a_reason_nothing_is_shown(app, talk):
    talk.reveal("birth", 422, why="")
    assert talk.desk.wrong == ["1. 表示する理由を選択してください。"]
    talk.reveal("birth", 422, why="other")
    assert talk.desk.wrong == ["2. 理由の補足を入力してください。"]
    talk.reveal("birth", 422, more="あ" * 201)
    assert "200文字以内" in talk.desk.wrong[0]
    assert ("revealed",) not in trail(app)
    assert told(talk.open().desk.response.text) == []


def test_another_reason_is_kept_as_it_was_given(app, talk):
    talk.reveal("birth", why="other", more="通帳と照合するため")
    assert [row for row in trail(app, "act", "reason") if row[0] == "revealed"] == [
        ("revealed", "そのほか　通帳と照合するため")
    ]


@pytest.mark.parametrize("item", ["phone", "phone-2", "phone-999999999", "birth-1", "password", "number-1", "x-１"])
def test_what_is_no_datum_of_theirs_is_not_there(app, talk, item):
    with app.app_context():
        talking.contract(number="C900000002", holder_name="見本　花子", holder_kana="ミホン　ハナコ")
    talk.open(f"/reveal/{item}", 404)


def test_a_lost_token_shows_nothing_and_loses_nothing(app, talk):
    talk.open("/reveal/birth")
    talk.desk.form.select_one("[name=csrf_token]")["value"] = "lost"
    talk.desk.send({"why": "letter", "more": "確認"}, 400)
    assert (talk.desk.values["why"], talk.desk.values["more"]) == ("letter", "確認")
    assert ("revealed",) not in trail(app)


def test_what_is_shown_in_one_case_is_masked_in_another(app, talk):
    talk.reveal("birth")
    other = Talk(app, 1, desk=talk.desk)
    other.say(WRONG)
    assert "1951" not in other.desk.response.text
    assert "1951" in talk.open().desk.response.text


def test_another_login_gets_nothing_of_what_is_shown(app, talk, clock):
    talk.reveal("birth")
    hire(app, "suzuki")
    clock.forward(seconds=30)
    for desk, status in ((at_work(app, "suzuki"), 404), (at_work(app), 410)):
        answer = desk.client.get(talk.path)
        assert answer.status_code == status and told(answer.text) == []
    assert "1951" in talk.open().desk.response.text
