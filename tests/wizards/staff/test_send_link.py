"""Does a member have a mail sent again, to where it went, without seeing what is in it?"""

import factories
import pytest
from browser import Browser
from casework import Work, trail
from sqlalchemy import update
from staffing import hire
from ways import apply_for, keyword_on, letters, link_in, newest_link, tables, to_403, to_413

from domain.staff.cases import Caller
from infra.database import write
from models import Letter, Link

REASON = "メールが見当たらないとのお電話"


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.owner(app).id


@pytest.fixture
def keyword(app, customer):
    """What the customer was shown who asked for 再設定."""
    return keyword_on(to_403(Browser(app.test_client())))


def at(app, customer=None, **case):
    hire(app)
    return Work(app, "send_link", customer, **case)


def became(app, **values):
    with app.app_context(), write() as session:
        session.execute(update(Letter).values(**values))


def test_the_mail_is_named_confirmed_and_sent_where_it_went(app, customer, keyword, clock):
    clock.forward(minutes=5)
    work = at(app, customer).begin()
    assert work.number == 1111
    for said in (
        "ユーザーID・パスワードの再設定",
        "y***@example.jp",
        "送信待ち",
        "あと5回入力できます",
        "2026年11月26日",
    ):
        assert said in work.desk.text
    work.send(reason=REASON)
    assert work.number == 1112
    work.send()
    assert work.number == 1113 and "はじめからお手続き" in work.desk.text
    first, second = letters(app)
    assert (second.kind, second.address) == (first.kind, first.address) == ("way_in", "yoshino.t@example.jp")
    browser = Browser(app.test_client())
    assert browser.open(link_in(first), 410).number == 903
    assert browser.open(link_in(second)).send({"keyword": keyword}).number == 405


def test_nothing_secret_is_on_any_page(app, customer, keyword, clock):
    clock.forward(minutes=5)
    work = at(app, customer).begin()
    pages = [work.desk.response.text, work.send(reason=REASON).desk.response.text, work.send().desk.response.text]
    ids = [row["id"] for row in rows(app)]
    tokens = [link_in(letter).rpartition("/")[2] for letter in letters(app)]
    for page in pages:
        for secret in (keyword, "yoshino.t@", *ids, *tokens):
            assert secret not in page


def rows(app):
    with app.app_context(), write() as session:
        return [{"id": link.id, "tries": link.tries} for link in session.query(Link)]


def test_whoever_calls_may_ask_and_the_trail_and_the_history_tell_of_it(app, customer, keyword, clock):
    clock.forward(minutes=5)
    work = at(app, customer, caller=Caller.FAMILY, verified=False).begin().send(reason=REASON).send()
    told = trail(app, "act", "account_id", "case_id", "screen", "reason", "about")
    assert told[-1] == ("sent link", customer, work.case_id, 1113, REASON, "ユーザーID・パスワードの再設定")
    [event] = [line for line in tables(app)["events"] if "staff sent link" in line]
    assert f"'account_id': {customer}" in event and "'staff_id': 1" in event


def test_wrong_keywords_stay_counted(app, customer, keyword, clock):
    browser = Browser(app.test_client()).open(newest_link(app))
    browser.send({"keyword": "wrong"}, 422)
    clock.forward(minutes=5)
    work = at(app, customer).begin()
    assert "あと4回" in work.desk.text
    work.send(reason=REASON).send()
    assert [row["tries"] for row in rows(app)] == [1, 1]


def test_a_mail_that_was_refused_says_why_without_the_address(app, customer, keyword, clock):
    became(app, state="failed", last_answer="RCPT 550 5.1.1", contents=None)
    clock.forward(minutes=5)
    work = at(app, customer).begin()
    assert "送信できませんでした（宛先のメールアドレスがありません）" in work.desk.text


def test_one_that_is_tried_again_says_so(app, customer, keyword, clock):
    became(app, attempts=2, last_answer="CONNECT OSError")
    assert "送信待ち（メールサーバーにつながりませんでした）" in at(app, customer).begin().desk.text


def test_of_several_one_is_chosen(app, customer, keyword, clock):
    clock.forward(minutes=1)
    to_413(Browser(app.test_client()))
    clock.forward(minutes=5)
    work = at(app, customer).begin().send(422, reason=REASON)
    assert "再送するメールを選択してください。" in work.desk.text
    options = [tag["value"] for tag in work.desk.page.select("[name=link]")]
    assert [option.partition("_")[0] for option in options] == ["unlock", "reset"]
    work.send(link=options[0]).send()
    assert "ロック解除" in work.desk.text
    assert letters(app)[-1].subject.endswith("ロック解除に関するご案内")


def test_not_within_two_minutes(app, customer, keyword):
    work = at(app, customer).begin().send(reason=REASON).send(409)
    assert "もう一度お送りできます" in work.desk.text and len(letters(app)) == 1


def test_not_more_often_than_the_customer_may(app, customer, keyword, clock):
    hire(app)
    for _ in range(4):
        clock.forward(minutes=3)
        Work(app, "send_link", customer).begin().send(reason=REASON).send()
    clock.forward(minutes=3)
    work = Work(app, "send_link", customer).begin().send(reason=REASON).send(409)
    assert "1時間ほどたってから" in work.desk.text and len(letters(app)) == 5


def test_a_link_that_was_opened_meanwhile_is_not_sent(app, customer, keyword, clock):
    clock.forward(minutes=5)
    work = at(app, customer).begin().send(reason=REASON)
    Browser(app.test_client()).open(newest_link(app)).send({"keyword": keyword})
    assert "もう一度お送りできるメールはありません" in work.send(409).desk.text
    assert len(letters(app)) == 1


def test_a_day_after_its_end_it_is_too_late(app, customer, keyword, clock):
    clock.forward(hours=71, minutes=59)
    hire(app)
    assert Work(app, "send_link", customer).begin().number == 1111
    clock.forward(minutes=1)
    Work(app, "send_link", customer).begin(409)


def test_what_a_stranger_asked_for_in_vain_is_none_of_theirs(app, customer):
    to_403(Browser(app.test_client()), **{"birth-day": "2"})
    at(app, customer).begin(409)


def test_a_holder_without_an_account_gets_their_registration_again(app, clock):
    with app.app_context():
        factories.agency()
        contract = factories.contract().id
    apply_for(Browser(app.test_client()))
    clock.forward(minutes=5)
    work = at(app, contract_id=contract).begin()
    assert "新規利用登録" in work.desk.text
    work.send(reason=REASON).send()
    assert [letter.kind for letter in letters(app)] == ["registration", "registration"]
    browser = Browser(app.test_client()).open(newest_link(app))
    assert browser.send({"keyword": "Himawari7"}).number == 108


def test_twenty_presses_send_one(app, customer, keyword, clock):
    clock.forward(minutes=5)
    work = at(app, customer).begin().send(reason=REASON)
    assert work.press_at_once() == {(303, "complete")}
    assert len(letters(app)) == 2
