"""Is it known where a customer is just now and what keeps them, and of nobody else?"""

from datetime import timedelta

import pytest
import talking
from factories import NOW, add

from domain.accounts import attempts, directory, issued_passwords, logins
from domain.calls.events import Outcome
from domain.staff import customers, whereabouts
from infra.database import read, write
from infra.encryption import Purpose
from models import Event, IncomingCall, RunRow, WaitingLogin
from rules.states import WaitingState

PHONE = "+819075318642"


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def account_id(app, context):
    return talking.known(app)[0]


def found(now=NOW, **ids):
    with read() as session:
        return whereabouts.of(session, customers.find(session, **ids), now)


def run(account_id, name="a run", **different):
    values = {"portal": "okyakusama", "wizard": "change", "visitor": "", "screen": 604, "answers": b"sealed"}
    times = {"created_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(days=7)}
    return add(RunRow(id=name, account_id=account_id, **{**values, **times, **different}))


def test_runs_under_way_the_one_seen_last_first_and_never_an_answer(account_id):
    run(account_id, "older", seen_at=NOW - timedelta(hours=1))
    run(account_id, "newer", mistake='[604, 1, "phone", "empty"]', mistaken_at=NOW)
    run(account_id, "done", committed_at=NOW)
    run(account_id, "over", expires_at=NOW)
    run(None, "another's")
    runs = found(account_id=account_id).runs
    assert [each.id for each in runs] == ["newer", "older"]
    assert runs[0].screen == 604 and runs[0].mistaken_at == NOW
    assert not hasattr(runs[0], "answers")


def test_receipts_of_the_last_day(account_id):
    for number, kind, hours in (("1", "change requested", 1), ("2", "photos sent", 25), (None, "logged in", 1)):
        values = {"kind": kind, "receipt_number": number, "at": NOW - timedelta(hours=hours)}
        add(Event(portal="okyakusama", account_id=account_id, **values))
    [one] = found(account_id=account_id).receipts
    assert (one.receipt_number, whereabouts.words_of(one)) == ("1", "契約内容の変更（異動）を申し込みました")
    with read() as session:
        assert [each.receipt_number for each in whereabouts.receipts(session, account_id)] == ["1", "2"]


def waiting(account_id, state, name="a login", minutes=0):
    at = NOW - timedelta(minutes=minutes)
    values = {"portal": "okyakusama", "browser": "b", "password": "p", "called": PHONE, "onward": "/"}
    row = WaitingLogin(id=name, account_id=account_id, state=state, created_at=at, expires_at=at + timedelta(minutes=5))
    for column, value in values.items():
        setattr(row, column, value)
    return add(row)


def test_logins_that_waited_for_a_call_and_calls_without_any_number(account_id):
    waiting(account_id, WaitingState.WAITING)
    waiting(account_id, WaitingState.WAITING, "older", minutes=5)
    values = {"source": "sip", "call_id": "c", "portal": "okyakusama", "caller": "mark", "called": PHONE}
    heard = NOW - timedelta(minutes=1)
    add(IncomingCall(outcome=Outcome.WITHHELD, account_id=account_id, received_at=heard, heard_at=heard, **values))
    told = found(account_id=account_id).calls
    assert [each.state for each in told] == [
        "お電話を待っています",
        "番号が通知されませんでした",
        "お電話がないまま、時間が過ぎました",
    ]
    assert PHONE not in str(told) and "mark" not in str(told)


def test_every_state_and_every_outcome_has_words():
    assert set(whereabouts.WAITS) == set(WaitingState) and set(whereabouts.CALLS) == set(Outcome)


def test_what_is_locked_is_named_after_the_fifth_wrong_try(app, account_id):
    keyring = app.extensions["keyring"]
    keys = {
        "ログイン": (Purpose.LOGIN, directory.tries_key("okyakusama", "himitsu@example.jp")),
        "ご契約の追加": (Purpose.ADDITION, f"okyakusama\0account {account_id}"),
        "簡単登録（証券番号の末尾4321）": (Purpose.EASY, issued_passwords.tries_key("okyakusama", "C987654321")),
        "ご契約の追加（証券番号の末尾4321）": (Purpose.ADDITION, "okyakusama\0number C987654321"),
    }
    for purpose, key in keys.values():
        for tries in (4, 1):
            assert found(account_id=account_id).locks == list(keys)[: list(keys.values()).index((purpose, key))]
            with write() as session:
                for _ in range(tries):
                    attempts.count_wrong(session, keyring, purpose, key, NOW)
    assert found(account_id=account_id).locks == list(keys)


def test_where_they_are_logged_in(app, account_id):
    device = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
    begun = logins.begin(account_id, device, NOW)
    [one] = found(account_id=account_id).devices
    assert (one.since, one.seen_at) == (NOW, NOW) and "iPhone" in one.name
    assert begun.token not in str(one)
    assert found(account_id=account_id, now=NOW + timedelta(minutes=30)).devices == []


def test_of_a_holder_without_an_account_nothing_of_an_account_is_asked(app, context):
    lone, _ = talking.known(app, with_account=False)
    run(None)
    got = found(contract_id=lone)
    assert (got.runs, got.receipts, got.calls, got.devices) == ([], [], [], [])
    assert (got.letters, got.links, got.locks) == ([], [], [])
