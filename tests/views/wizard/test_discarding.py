"""Is what a customer throws away gone at once, with all that it stands for, and nothing else?"""

import factories
import picturing
import pytest
from sqlalchemy import select
from ways import log_in, tables, to_722

from domain.photos.storage import Kind
from infra.database import read
from models import DailyCount

HOME = "/okyakusama/home"


@pytest.fixture
def customer(app):
    with app.app_context():
        factories.agency()
        factories.contract()
        return factories.account(app).id


def pressed(browser, words):
    """What pressing 「入力内容を破棄する」 of the card with these words sends."""
    form = browser.open(HOME).page.select_one(f".case:-soup-contains('{words}') form")
    return form["action"], browser.standing(form)


def left(app):
    """What figures say of it."""
    with app.app_context(), read() as session:
        rows = session.scalars(select(DailyCount)).all()
        return [(each.what, each.wizard, each.screen, each.number) for each in rows]


def test_all_that_a_card_stands_for_is_erased_and_counted_once(app, browser, another_browser, customer):
    to_722(log_in(browser))
    to_722(log_in(another_browser))
    browser.open("/okyakusama/address_change/").send({"email": "a@example.jp", "email-again": "a@example.jp"})
    action, data = pressed(another_browser, "契約中の保険を追加する")
    for _ in range(2):
        answer = another_browser.client.post(action, data=data, follow_redirects=True)
        assert answer.status_code == 200 and "途中のお手続きを破棄しました。" in answer.text
    assert [name for name in ("addition", "address_change") if name in tables(app)["runs"][0]] == ["address_change"]
    assert len(tables(app)["runs"]) == 1
    assert left(app) == [("left", "addition", 722, 2)]
    assert "追加する" not in " ".join(each.text for each in browser.open(HOME).page.select(".cases"))


def test_nobody_elses_is_erased(app, browser, another_browser, customer):
    to_722(log_in(browser))
    with app.app_context():
        factories.account(app, user_id="other@example.jp")
    action, _ = pressed(browser, "契約中の保険を追加する")
    token = log_in(another_browser, "other@example.jp").page.select_one("[name=csrf_token]")["value"]
    assert another_browser.client.post(action, data={"csrf_token": token}).status_code == 303
    assert len(tables(app)["runs"]) == 1 and left(app) == []


def test_what_was_committed_meanwhile_is_told_so(app, browser, another_browser, customer):
    to_722(log_in(browser))
    action, data = pressed(log_in(another_browser), "契約中の保険を追加する")
    browser.send()
    answer = another_browser.client.post(action, data=data, follow_redirects=True)
    assert "に受け付けています（受付番号" in answer.text and len(tables(app)["runs"]) == 1


def test_its_pictures_go_with_it_and_those_that_were_sent_stay(app, browser):
    """The rows and the files, also of those that are not looked at yet."""
    _, accident_id = picturing.with_accident(app)
    picturing.to_804(browser, app, accident_id).send()
    [sent] = picturing.photos(app)
    picturing.choose(picturing.to_803(browser, accident_id), picturing.file("2.jpg", 2))
    assert len(picturing.names(app, Kind.INCOMING)) == 1
    action, data = pressed(browser, "事故の画像の送信")
    assert browser.client.post(action, data=data).status_code == 303
    assert [each.id for each in picturing.photos(app)] == [sent.id]
    assert picturing.names(app, Kind.INCOMING) == set() and picturing.names(app, Kind.COPY) == {sent.id}
