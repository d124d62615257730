"""Can a customer take back what they asked, once, and only their own? 609."""

import factories
import pytest
from browser import Browser
from sqlalchemy import select
from ways import at_once, letters, log_in, pressed, tables, to_604, to_606, twin

from infra.database import read
from models import ContractRequest, Event, Export
from rules.japanese import formatting


@pytest.fixture
def asked(app, browser):
    """The contract of a customer who has just asked for a change of it."""
    with app.app_context():
        _, contract_id = factories.held(app)
    to_606(log_in(browser), contract_id)
    return contract_id


def requests(app):
    with app.app_context(), read() as session:
        return session.scalars(select(ContractRequest).order_by(ContractRequest.id)).all()


def test_from_the_contract_to_nothing_asked(app, browser, asked):
    browser.open(f"/okyakusama/contracts/{asked}").follow("この申し込みを取り下げる")
    assert browser.number == 609
    assert "まだ取り下げは完了していません" in browser.text and "080-8765-4321" in browser.text
    browser.send()
    assert browser.number == 603
    assert browser.notices == ["お申し込みを取り下げました。"]
    assert "受付済" not in browser.text
    [request] = requests(app)
    assert request.state == "withdrawn"
    assert [each.kind for each in letters(app)] == ["change_accepted", "request_withdrawn"]
    assert request.receipt_number in letters(app)[-1].text.replace(" ", "")
    with app.app_context(), read() as session:
        event = session.scalars(select(Event).where(Event.kind == "request withdrawn")).one()
    assert (event.request_id, event.screen, event.account_id) == (request.id, 609, request.account_id)


def test_looking_at_it_takes_nothing_back(app, browser, asked):
    before = tables(app)["requests"]
    browser.open("/okyakusama/requests/1/withdraw").follow("戻る")
    assert browser.number == 603
    assert tables(app)["requests"] == before


def test_afterwards_the_same_part_can_be_asked_for_anew(app, browser, asked):
    browser.open("/okyakusama/requests/1/withdraw").send()
    to_604(browser, asked)
    assert browser.values["phone-area"] == "090"
    to_606(browser, asked)
    assert [each.state for each in requests(app)] == ["withdrawn", "accepted"]


def test_ten_presses_at_once_are_one(make_app, database_url):
    app = make_app(database_url)
    with app.app_context():
        _, contract_id = factories.held(app)
    browser = to_606(log_in(Browser(app.test_client())), contract_id)
    action, data = pressed(browser.open("/okyakusama/requests/1/withdraw"))
    twins = [twin(browser, app) for _ in range(10)]
    answers = at_once([lambda each=each: each.client.post(action, data=data) for each in twins])
    assert {answer.status_code for answer in answers} == {303}
    with app.app_context(), read() as session:
        assert len(session.scalars(select(Event).where(Event.kind == "request withdrawn")).all()) == 1
    assert [each.kind for each in letters(app)] == ["change_accepted", "request_withdrawn"]


def test_anothers_is_not_there(app, browser, asked):
    with app.app_context():
        factories.account(app, user_id="taro@example.jp")
    stranger = log_in(Browser(app.test_client()), "taro@example.jp")
    stranger.open("/okyakusama/requests/1/withdraw", 404)
    token = stranger.standing(stranger.page.select_one("form"))["csrf_token"]
    answer = stranger.client.post("/okyakusama/requests/1/withdraw", data={"csrf_token": token})
    assert answer.status_code == 404
    assert requests(app)[0].state == "accepted"
    assert Browser(app.test_client()).open("/okyakusama/requests/1/withdraw").number == 102


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("withdrawn", "すでに取り下げられています"),
        ("replaced", "置き換わっています"),
        ("applied", "お手続きが済んでいます"),
    ],
)
def test_too_late_says_why(app, browser, asked, state, words):
    action, data = pressed(browser.open("/okyakusama/requests/1/withdraw"))
    with app.app_context():
        factories.request_now(1, state=state)
    browser.open("/okyakusama/requests/1/withdraw", 409)
    assert browser.number == 608 and words in browser.text
    assert formatting.receipt(requests(app)[0].receipt_number) in browser.text
    answer = browser.client.post(action, data=data)
    assert answer.status_code == (303 if state == "withdrawn" else 409)
    assert requests(app)[0].state == state


def test_what_was_handed_over_while_it_was_looked_at_is_not_taken_back(app, browser, asked):
    action, data = pressed(browser.open("/okyakusama/requests/1/withdraw"))
    with app.app_context():
        export = factories.add(Export(file="/x", encoding="utf-8", begun_at=factories.NOW))
        factories.request_now(1, export_id=export.id)
    answer = browser.client.post(action, data=data)
    assert answer.status_code == 409
    assert "すでにお手続きに入っている" in answer.text
    assert formatting.receipt(requests(app)[0].receipt_number) in answer.text
    assert requests(app)[0].state == "accepted"
    assert [each.kind for each in letters(app)] == ["change_accepted"]


def test_a_login_that_ran_out_comes_back_to_it(app, browser, asked, clock):
    action, data = pressed(browser.open("/okyakusama/requests/1/withdraw"))
    clock.forward(minutes=31)
    assert "（画面番号901）" in browser.client.post(action, data=data).text
    assert requests(app)[0].state == "accepted"
