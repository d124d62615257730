"""Is a contract closed to the web for whoever calls, at once and everywhere, and opened again by two alone?"""

import factories
import pytest
from approving import asked, boss, decide, newest
from browser import Browser
from casework import Work, trail
from sqlalchemy import select
from staffing import hire
from ways import letters, log_in, tables, to_604

from domain.staff.cases import Caller
from infra.database import read, write
from models import Contract

CLOSE = {"what": "close", "reason": "不審な操作があったとのお電話"}
REOPEN = {"what": "reopen", "reason": "ご本人からの再開のお申し出"}
WORDS = "「お客さまWebサービス」でお手続きをすることができません。"


@pytest.fixture
def customer(app):
    """Of two contracts."""
    with app.app_context():
        account_id, _ = factories.held(app)
        factories.hold(account_id, factories.contract(number="C900000002").id)
    hire(app)
    return account_id


@pytest.fixture
def closed(app, customer):
    with app.app_context(), write() as session:
        for each in session.scalars(select(Contract)):
            each.closed_at = factories.NOW
    return customer


def closed_ones(app):
    with app.app_context(), read() as session:
        return session.scalars(select(Contract.number).where(Contract.closed_at.is_not(None)).order_by("number")).all()


@pytest.mark.parametrize(
    ("number", "left"), [("", ["C900000001", "C900000002"]), ("ｃ900-000002", ["C900000002"])], ids=["all", "one"]
)
def test_whoever_calls_is_helped_at_once(app, customer, number, left):
    work = Work(app, "web_access", customer, caller=Caller.FAMILY, verified=False).begin()
    work.send(**CLOSE, number=number)
    assert work.number == 1142 and "0002" in work.desk.text
    assert "C900000001" not in work.desk.text, "who was not asked who they are is told no number"
    work.send()
    assert work.number == 1143 and closed_ones(app) == left
    told = trail(app, "act", "account_id", "screen", "reason")
    assert told[-1] == ("closed web", customer, 1143, CLOSE["reason"])


def test_all_of_a_holder_who_has_no_account_are_closed(app, customer):
    with app.app_context():
        own = {"holder_kana": "ミホン　ハナコ", "holder_name": "見本　花子"}
        lone = factories.contract(number="C900000008", **own).id
        factories.contract(number="C900000009", **own)
    asked(app, "web_access", contract_id=lone, **CLOSE)
    assert closed_ones(app) == ["C900000008", "C900000009"]


def test_the_customer_is_told_and_never_why(app, customer):
    asked(app, "web_access", customer, **CLOSE)
    [letter] = letters(app)
    assert letter.kind == "web_access" and "停止" in letter.subject
    assert "****0001" in letter.text and "C900000001" not in letter.text and "不審" not in letter.text + letter.html
    owner = log_in(Browser(app.test_client()))
    assert "お手続きを停止しました" in owner.open("/okyakusama/history").text and "不審" not in owner.text


def test_its_page_says_the_words_of_608_with_the_telephone(app, customer):
    owner = log_in(Browser(app.test_client()))
    assert WORDS not in owner.open("/okyakusama/contracts/1").text
    asked(app, "web_access", customer, **CLOSE)
    owner.open("/okyakusama/contracts/1")
    assert WORDS in owner.text and "0120-000-000" in owner.text


def test_who_is_in_the_middle_of_it_is_turned_away_at_the_next_step_and_what_was_accepted_stays(app, customer):
    with app.app_context():
        factories.request(customer, 2)
    owner = to_604(log_in(Browser(app.test_client())), 1)
    asked(app, "web_access", customer, **CLOSE)
    owner.send({"phone-area": "090", "phone-exchange": "9876", "phone-line": "5432"}, 409)
    assert owner.number == 608 and WORDS in owner.text
    [request] = tables(app)["requests"]
    assert "'state': 'accepted'" in request


def test_nothing_is_opened_before_another_member_agrees(app, closed):
    work = asked(app, "web_access", closed, **REOPEN)
    assert work.number == 1143 and len(closed_ones(app)) == 2
    desk = boss(app)
    desk.open(f"/staff/approvals/{newest(app).id}")
    assert "C900000002" in desk.text and "停止中" in desk.text
    decide(app, desk)
    assert closed_ones(app) == []
    [letter] = letters(app)
    assert "再開のお知らせ" in letter.subject and "再開しました" in letter.text


def test_to_open_is_for_the_customer_alone_to_ask(app, closed):
    work = Work(app, "web_access", closed, verified=False).begin()
    work.send(422, **REOPEN)
    assert "ご本人であることを確認してから" in work.desk.text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({**REOPEN}, "停止しているご契約がありません"),
        ({**REOPEN, "number": "C900000001"}, "このご契約は、停止していません"),
        ({**CLOSE, "number": "C999999999"}, "証券番号と一致しません"),
        ({"reason": "理由はあります"}, "お手続きを選択してください"),
    ],
)
def test_what_cannot_be_is_said(app, customer, answers, said):
    work = Work(app, "web_access", customer).begin()
    work.send(422, **answers)
    assert said in work.desk.text and closed_ones(app) == []


def test_what_is_closed_is_not_closed_again(app, closed):
    work = Work(app, "web_access", closed).begin()
    work.send(422, **CLOSE)
    assert "すべて停止しています" in work.desk.text


def test_what_was_passed_on_meanwhile_is_not_opened(app, closed):
    asked(app, "web_access", closed, **REOPEN)
    with app.app_context(), write() as session:
        other = session.scalars(select(Contract).where(Contract.number == "C900000002")).one()
        other.strict_key = other.kana_key = other.given_key = "ベツジン"
    assert "失効" in decide(app, boss(app)).text
    assert len(closed_ones(app)) == 2


def test_a_contract_of_somebody_without_an_account_is_closed_too(app, customer):
    with app.app_context():
        lone = factories.contract(number="C700000001", holder_kana="ベツ　ジン").id
    asked(app, "web_access", contract_id=lone, **CLOSE)
    assert closed_ones(app) == ["C700000001"] and letters(app) == []


def test_and_opened_again(app, customer):
    with app.app_context():
        lone = factories.contract(number="C700000001", holder_kana="ベツ　ジン", closed_at=factories.NOW).id
    asked(app, "web_access", contract_id=lone, **REOPEN)
    decide(app, boss(app))
    assert closed_ones(app) == []
