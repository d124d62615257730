"""Is an ID opened, opened again, told and noted as its letter says, and as nothing else?"""

from datetime import timedelta

import factories
import printed
import pytest
from factories import BORN
from ways import NEW, letters, log_in, tables

from tests.exchange.issuing.arriving import chosen, come

TOMORROW = timedelta(days=1)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url, BASE_URL="https://www.example.jp")


def test_a_later_contract_is_added_to_the_id_there_is(app, contract, issue):
    contract()
    issue()
    contract("H900000002")
    assert issue() == [] and issue.figures == (0, 0, 0, 1, 0)
    assert len(tables(app)["accounts"]) == 1 and len(tables(app)["holdings"]) == 2


def test_the_password_is_on_the_paper_alone(app, contract, issue):
    contract()
    (words,) = issue()
    user_id, password = printed.access(words)
    kept = str(tables(app))
    assert user_id in kept and password not in kept
    assert password not in issue.said and user_id not in issue.said


def test_again_is_for_who_forgot_everything(app, contract, issue, browser, another_browser):
    """They had chosen a password: it is void, who is logged in with it is out, and they are told by mail."""
    contract()
    (words,) = issue()
    first = printed.access(words)
    chosen(browser, first)
    (words,) = issue("--contract", "H900000001", "--again")
    assert browser.open("/keiyakusha/home").number == 502
    come(another_browser, (first[0], NEW["password"]), 422)
    assert chosen(another_browser, printed.access(words)).number == 712
    assert "初期パスワード再発行のお知らせ" in [letter.subject for letter in letters(app)][1]
    assert "初期パスワードの書面を作成しました" in another_browser.open("/keiyakusha/devices").text


def test_again_opens_what_was_locked(contract, issue, browser):
    contract()
    (words,) = issue()
    user_id, _ = printed.access(words)
    for _ in range(5):
        come(browser, (user_id, "Wrong1word"), 422)
    (words,) = issue("--contract", "H900000001", "--again")
    assert come(browser, printed.access(words)).number == 711


def test_of_the_next_end_it_is_told_again(app, contract, issue, clock):
    contract(ends_on=factories.NOW.date())
    issue("--paper", "expiry")
    with app.app_context():
        factories.contract_now("H900000001", ends_on=factories.NOW.date() + timedelta(days=30))
    (words,) = issue("--paper", "expiry")
    assert "2026年12月24日" in words


def test_the_address_of_the_contract_is_where_mail_goes(app, contract, issue, browser):
    contract(holder_email="", starts_on=factories.NOW.date())
    contract("H900000002", holder_email="yoshino.t@example.jp")
    (words,) = issue()
    chosen(browser, printed.access(words))
    assert [letter.address for letter in letters(app)] == ["yoshino.t@example.jp"]


def test_who_registered_otherwise_is_not_touched(app, contract, issue, browser):
    """In the other portal customers have their own IDs, of the same people."""
    contract()
    with app.app_context():
        factories.account(app, birth_date=BORN)
    issue()
    assert log_in(browser).number == 511


def test_an_address_of_old_is_not_written_to(app, contract, issue, browser):
    contract(holder_email="")
    contract("H900000002", holder_email="old@example.jp", ends_on=factories.NOW.date() - TOMORROW)
    (words,) = issue()
    chosen(browser, printed.access(words))
    assert letters(app) == []
