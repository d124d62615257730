"""Does 714 say what a customer did, from what to what, when, by which screen, and what became of it?"""

import factories
import pytest
from browser import Browser
from staffing import hire
from ways import log_in, newest_link, to_606

from domain.accounts import audit_log
from domain.staff.members import Role
from infra.database import write
from models import Event, StaffMember

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


@pytest.mark.parametrize(("role", "words"), [(Role.OPERATOR, "オペレーター"), (Role.SUPERVISOR, "スーパーバイザー")])
def test_of_what_staff_did_it_says_when_which_role_and_why_and_not_who(app, browser, contract_id, role, words):
    member_id = hire(app, role=role)
    with app.app_context(), write() as session:
        why = {"account_id": 1, "staff_id": member_id, "changes": [("理由", "", "お電話でのお問い合わせ")]}
        audit_log.record(session, "okyakusama", audit_log.Kind.STAFF_SAW_PHOTOS, factories.NOW, **why)
        name = session.get_one(StaffMember, member_id).shown_name
    [line] = told(browser)
    assert line.startswith("2026年11月24日 12:00")
    assert f"対応した者：当社の{words} 理由：お電話でのお問い合わせ" in line
    assert name not in browser.text and "変更前" not in line


def test_of_what_staff_changed_it_says_from_what_to_what_too(app, browser, contract_id):
    member_id = hire(app)
    with app.app_context(), write() as session:
        told_of = {"account_id": 1, "staff_id": member_id, "changes": [("電話番号", "03-0000-1111", "03-0000-2222")]}
        audit_log.record(session, "okyakusama", audit_log.Kind.ACCESS_SET_ANEW, factories.NOW, **told_of)
    [line] = told(browser)
    assert "対応した者：当社のオペレーター" in line and "電話番号 03-0000-1111 03-0000-2222" in line


def test_a_request_that_staff_made_says_so(app, browser, contract_id):
    to_606(browser, contract_id)
    member_id = hire(app)
    with app.app_context(), write() as session:
        session.query(Event).filter(Event.request_id.is_not(None)).update({"staff_id": member_id})
    assert "証券番号 C900000001（被保険者） 対応した者：当社のオペレーター" in told(browser)[0]
