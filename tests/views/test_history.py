"""Does 714 say what a customer did, from what to what, when, by which screen, and what became of it?"""

import factories
import pytest
from browser import Browser
from ways import log_in, newest_link, to_606

from infra.database import write
from models import Event

PAGE = "/okyakusama/history"


@pytest.fixture
def contract_id(app, browser):
    with app.app_context():
        _, found = factories.held(app)
    log_in(browser)
    return found


def told(browser):
    return [" ".join(item.get_text(" ").split()) for item in browser.open(PAGE).page.select("main .news > li")]


def test_a_change_and_what_became_of_it(app, browser, contract_id):
    to_606(browser, contract_id)
    [first] = told(browser)
    assert browser.number == 714
    assert "2026年11月24日 12:00 契約内容の変更（異動）を申し込みました 受付済" in first
    assert "証券番号 C900000001（被保険者）" in first and "画面番号 606" in first
    assert "電話番号 090-1234-5678 080-8765-4321" in first
    browser.open("/okyakusama/requests/1/withdraw").send()
    newest, before = told(browser)
    assert "お申し込みを取り下げました 取り下げ済" in newest and "画面番号 609" in newest
    assert "取り下げ済" in before


def test_what_is_no_procedure_is_not_in_it(browser, contract_id):
    assert told(browser) == []
    assert "お手続きの履歴はまだありません" in browser.text


def test_an_address_that_changed_says_from_what_to_what(app, browser, contract_id):
    browser.open("/okyakusama/address_change/").send(
        {"email": "new@example.jp", "email-again": "new@example.jp"}
    ).send()
    browser.open(newest_link(app)).send()
    [changed] = [line for line in told(browser) if "メールアドレスを変更しました" in line]
    assert "メールアドレス yoshino.t@example.jp new@example.jp" in changed and "画面番号 704" in changed


def test_a_long_history_is_shown_page_by_page(app, browser, contract_id):
    with app.app_context(), write() as session:
        for number in range(25):
            values = {"kind": "password changed", "screen": 712, "receipt_number": f"{number:012}"}
            session.add(Event(portal="okyakusama", account_id=1, at=factories.NOW, **values))
    assert len(told(browser)) == 20
    assert len(browser.follow("次のページ").page.select("main .news > li")) == 5


def test_nobody_sees_anothers(app, browser, contract_id):
    to_606(browser, contract_id)
    with app.app_context():
        factories.account(app, user_id="taro@example.jp")
    assert told(log_in(Browser(app.test_client()), "taro@example.jp")) == []
