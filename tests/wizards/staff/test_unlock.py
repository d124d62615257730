"""Does a member open what wrong tries locked, that and nothing else, of a customer who showed who they are?"""

import factories
import pytest
from browser import Browser
from casework import Work, trail
from factories import NOW
from staffing import hire
from ways import letters, log_in, tables, to_722

from domain.accounts import attempts, locks
from infra.database import read, write

REASON = "パスワードを思い出したとのお電話"


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.held(app)[0]


def wrong(app, *tried, times=attempts.LIMIT):
    with app.app_context(), write() as session:
        for purpose, key in tried:
            for _ in range(times):
                attempts.count_wrong(session, app.extensions["keyring"], purpose, key, NOW)


def of_login(portal="okyakusama"):
    return locks.of_login(portal, "yoshino.t@example.jp")


def counted(app, lock):
    with app.app_context(), read() as session:
        return attempts.so_far(session, app.extensions["keyring"], *lock)


def at(app, customer, **case):
    hire(app)
    return Work(app, "unlock", customer, **case)


def test_a_locked_login_is_shown_confirmed_and_opened(app, customer):
    wrong(app, of_login())
    work = at(app, customer).begin()
    assert work.number == 1101 and "ログイン（ユーザーID y***@example.jp）" in work.desk.text
    assert "5回" in work.desk.text and "2026年11月24日" in work.desk.text
    work.send(reason=REASON)
    assert work.number == 1102 and REASON in work.desk.text
    work.send()
    assert work.number == 1103 and "いつものログイン画面から" in work.desk.text
    assert log_in(Browser(app.test_client())).number == 511


def test_the_trail_the_history_and_a_letter_tell_of_it(app, customer):
    wrong(app, of_login())
    work = at(app, customer).begin().send(reason=REASON).send()
    told = trail(app, "act", "account_id", "case_id", "screen", "reason", "about")
    assert told[-1] == ("unlocked", customer, work.case_id, 1103, REASON, "ログイン")
    [event] = [line for line in tables(app)["events"] if "staff unlocked" in line]
    assert f"'account_id': {customer}" in event and "'staff_id': 1" in event
    [letter] = letters(app)
    assert (letter.kind, letter.address) == ("unlocked_by_telephone", "yoshino.t@example.jp")
    assert "解除した内容：ログイン" in letter.text and REASON not in letter.text


def test_what_was_not_chosen_stays_locked(app, customer):
    of_number = locks.of_contract("okyakusama", "C900000001")
    wrong(app, of_login(), of_number)
    work = at(app, customer).begin()
    assert "ご契約の追加（証券番号 C900000001）" in work.desk.text
    held = [name for name in work.desk.values if name.startswith("locks-contract")]
    assert len(held) == 1
    work.send(**{held[0]: ""}, reason=REASON).send()
    assert counted(app, of_login()) == 0 and counted(app, of_number) == 5


def test_with_none_chosen_it_goes_no_further(app, customer):
    wrong(app, of_login())
    work = at(app, customer).begin().send(422, **{"locks-login": ""}, reason=REASON)
    assert "解除するロックを選択してください。" in work.desk.text
    assert counted(app, of_login()) == 5


def test_the_account_and_a_contract_that_is_on_no_list_yet_go_on(app, customer):
    with app.app_context():
        factories.contract(number="C900000002")
        factories.contract(number="C900000003", holder_kana="ベツノ　ヒト", holder_name="別野　人")
    wrong(app, locks.of_additions("okyakusama", customer), locks.of_contract("okyakusama", "C900000002"))
    wrong(app, locks.of_contract("okyakusama", "C900000003"))
    work = at(app, customer).begin()
    assert "C900000002" in work.desk.text and "C900000003" not in work.desk.text
    work.send(reason=REASON).send()
    assert to_722(log_in(Browser(app.test_client())), number="C900000002").send().number == 723


def test_of_a_holder_without_an_account_what_they_tried_opens(app):
    with app.app_context():
        factories.agency()
        contract = factories.contract().id
    wrong(app, locks.of_easy("okyakusama", "C900000001"))
    hire(app)
    work = Work(app, "unlock", contract_id=contract).begin()
    assert "簡単登録（証券番号 C900000001）" in work.desk.text
    work.send(reason=REASON).send()
    assert "初回パスワード" in work.desk.text
    assert counted(app, locks.of_easy("okyakusama", "C900000001")) == 0
    assert [letter.address for letter in letters(app)] == ["yoshino.t@EXAMPLE.jp".lower()]


def test_only_a_caller_who_showed_who_they_are(app, customer):
    wrong(app, of_login())
    work = at(app, customer, verified=False).begin(409)
    assert "ご本人であることを確認" in work.desk.text


@pytest.mark.parametrize("times", [0, 4])
def test_nothing_is_locked_before_the_fifth_wrong_try(app, customer, times):
    wrong(app, of_login(), times=times)
    assert "ロックされているものはありません" in at(app, customer).begin(409).desk.text


def test_what_was_locked_meanwhile_is_shown_first(app, customer):
    wrong(app, of_login())
    work = at(app, customer).begin().send(reason=REASON)
    wrong(app, locks.of_additions("okyakusama", customer))
    work.send(409)
    assert counted(app, of_login()) == 5
    work.send()
    assert counted(app, of_login()) == 0


def test_who_goes_on_guessing_hinders_nobody(app, customer):
    wrong(app, of_login())
    work = at(app, customer).begin().send(reason=REASON)
    wrong(app, of_login(), times=1)
    assert work.send().number == 1103


def test_twenty_presses_lift_it_once(app, customer):
    wrong(app, of_login())
    work = at(app, customer).begin().send(reason=REASON)
    assert work.press_at_once() == {(303, "complete")}
    assert [act for (act,) in trail(app, "act")].count("unlocked") == 1 and len(letters(app)) == 1
