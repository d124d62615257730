"""Is a letter with a new password made for who asked by telephone, and does the old one end when it was to?"""

from datetime import date, timedelta

import factories
import pytest
from browser import Browser
from casework import Work, trail
from factories import PASSWORD
from sqlalchemy import select
from staffing import hire
from ways import at_once, letters, tables

from domain.accounts import paper_requests
from infra.database import read, write
from models import Account, PaperRequest

REASON = "書面を紛失したとのお電話"
USER_ID = "KMA7482X"


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.held(app, "keiyakusha")[0]


def at(app, customer=None, **case):
    hire(app)
    return Work(app, "initial_password", customer, **case)


def come(app, password, status=200):
    browser = Browser(app.test_client()).open("/keiyakusha/login")
    return browser.send({"user_id": USER_ID, "password": password}, status)


def waiting(app):
    with app.app_context(), read() as session:
        return session.scalars(select(PaperRequest.contract_id)).all()


def test_a_letter_is_asked_for_and_the_password_stays_until_it_is_made(app, customer):
    work = at(app, customer).begin()
    assert work.number == 1161
    for said in ("ご契約のご住所（東京都＊）", "お客さまがお決めになったもの", "作成待ちの書面なし"):
        assert said in work.desk.text.replace(" ", "")
    assert "港区" not in work.desk.text
    work.send(reason=REASON)
    assert work.number == 1162 and "書面を作成するまで使える" in work.desk.text
    work.send()
    assert work.number == 1163 and "郵送します" in work.desk.text
    assert len(waiting(app)) == 1 and come(app, PASSWORD).number == 504


def test_a_stolen_password_ends_at_once_with_every_login(app, customer):
    browser = come(app, PASSWORD)
    work = at(app, customer).begin().send(current="end", reason=REASON)
    assert browser.open("/keiyakusha/devices").number == 713
    work.send()
    assert "使えなくなりました" in work.desk.text
    assert browser.open("/keiyakusha/devices").number == 502
    come(app, PASSWORD, 422)


def test_an_issued_password_ends_at_once_too_and_the_account_stays(app):
    with app.app_context():
        factories.agency()
        customer = factories.issued(app, user_id=USER_ID, password="Ymd8Kkn3", email="yoshino.t@example.jp").id
        factories.hold(customer, factories.contract(portal="keiyakusha").id)
    work = at(app, customer).begin()
    assert "書面の初期パスワード" in work.desk.text
    work.send(current="end", reason=REASON).send()
    come(app, "Ymd8Kkn3", 422)
    with app.app_context(), read() as session:
        kept = session.get_one(Account, customer)
        assert (kept.password, kept.issued_password, kept.issued_until) == ("", None, None)


def test_the_trail_the_history_and_a_letter_tell_of_it(app, customer):
    work = at(app, customer).begin().send(current="end", reason=REASON).send()
    told = trail(app, "act", "account_id", "case_id", "screen", "reason", "about")
    assert told[-1] == ("asked paper", customer, work.case_id, 1163, REASON, "いまのパスワードを使えなくした")
    [event] = [line for line in tables(app)["events"] if "staff ended password" in line]
    assert f"'account_id': {customer}" in event and "'staff_id': 1" in event
    [letter] = letters(app)
    assert letter.kind == "paper_by_telephone" and "これまでのパスワードは、ご利用いただけません" in letter.text
    assert REASON not in letter.text


def test_what_was_kept_is_told_otherwise(app, customer):
    at(app, customer).begin().send(reason=REASON).send()
    assert [line for line in tables(app)["events"] if "staff asked paper" in line]
    [letter] = letters(app)
    assert "書面を作成すると、これまでのパスワードはご利用いただけなくなります" in letter.text


def test_who_has_no_account_yet_gets_their_first_letter(app):
    with app.app_context():
        factories.agency()
        contract = factories.contract(portal="keiyakusha").id
    work = at(app, contract_id=contract).begin()
    assert "current" not in work.desk.values
    work.send(reason=REASON).send()
    assert waiting(app) == [contract]


def test_the_newest_contract_says_where_it_goes(app, customer):
    with app.app_context():
        moved = factories.contract(
            portal="keiyakusha", number="C900000002", starts_on=date(2026, 6, 1), holder_address="北海道札幌市見本1"
        ).id
        factories.hold(customer, moved)
    work = at(app, customer).begin()
    assert "北海道＊" in work.desk.text
    work.send(reason=REASON).send()
    assert waiting(app) == [moved]


def test_a_second_letter_is_not_asked_for_but_the_password_can_be_ended(app, customer, clock):
    at(app, customer).begin().send(reason=REASON).send()
    clock.forward(minutes=1)
    work = Work(app, "initial_password", customer).begin()
    assert "2026年11月24日 12:00に受け付け" in work.desk.text
    work.send(422, reason=REASON)
    assert "もう一度申し込む必要はありません" in work.desk.text
    work.send(current="end", reason=REASON).send()
    assert len(waiting(app)) == 1
    come(app, PASSWORD, 422)
    clock.forward(minutes=1)
    Work(app, "initial_password", customer).begin(409)


def test_a_letter_that_was_made_meanwhile_is_shown_first(app, customer):
    with app.app_context(), read() as session:
        contract = session.scalar(select(factories.models.Holding.contract_id))
    with app.app_context(), write() as session:
        paper_requests.ask(session, contract, factories.NOW)
    work = at(app, customer).begin().send(current="end", reason=REASON)
    with app.app_context(), write() as session:
        paper_requests.settle(session, [contract])
    work.send(409)
    assert waiting(app) == [] and come(app, PASSWORD).number == 504


@pytest.mark.parametrize(
    ("portal", "contract", "said"),
    [
        ("okyakusama", {}, "書面をお送りしていません"),
        ("keiyakusha", {"group_contract": True}, "団体契約のほかにご契約がない"),
    ],
)
def test_who_gets_none_is_told_why(app, portal, contract, said):
    with app.app_context():
        customer, _ = factories.held(app, portal, **contract)
    assert said in at(app, customer).begin(409).desk.text


def test_nobody_without_a_contract_in_force_gets_a_first_letter(app):
    with app.app_context():
        factories.agency()
        ended = factories.NOW.date() - timedelta(days=1)
        contract = factories.contract(portal="keiyakusha", ends_on=ended).id
    assert "保険期間中のご契約がない" in at(app, contract_id=contract).begin(409).desk.text


def test_only_a_caller_who_showed_who_they_are(app, customer):
    assert "ご本人であることを確認" in at(app, customer, verified=False).begin(409).desk.text


def test_twenty_presses_ask_once(app, customer):
    work = at(app, customer).begin().send(current="end", reason=REASON)
    assert work.press_at_once() == {(303, "complete")}
    assert len(waiting(app)) == 1 and len(letters(app)) == 1


def test_of_two_members_at_once_one_asks(app, customer):
    hire(app, "suzuki")
    works = [at(app, customer), Work(app, "initial_password", customer, name="suzuki")]
    for work in works:
        work.begin().send(reason=REASON)
    at_once([lambda work=work: work.press_at_once(1) for work in works])
    assert len(waiting(app)) == 1 and len(letters(app)) == 1
