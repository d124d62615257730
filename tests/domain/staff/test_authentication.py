"""Is a wrong name, password or code, and a lock, the same to whoever tries?"""

from datetime import timedelta

import pytest
from factories import NOW
from staffing import NAME, PASSWORD, answers, code, hire
from ways import at_once, tables

from domain.accounts import attempts, password_hashing
from domain.staff import authentication, logins, members
from infra import rate_limits
from infra.database import read, write
from infra.encryption import Keyring, Purpose
from models import Attempt

WRONG = {"password": "wrong1pass"}
LOCKED_FOR = timedelta(minutes=15)


@pytest.fixture
def member(app, context):
    return hire(app)


def log_in(app, now=NOW, **different):
    typed = different if {"name", "password", "code"} <= set(different) else {**answers(app), **different}
    with app.test_request_context("/staff/login"):
        return authentication.log_in(typed["name"], typed["password"], typed["code"], "device", now)


def lock(app, name=NAME):
    for _ in range(attempts.LIMIT):
        assert log_in(app, name=name, **WRONG) is None


def test_who_gives_all_three_is_let_in(app, member):
    found = log_in(app)
    assert found.member.id == member
    assert logins.find(found.token, NOW)


@pytest.mark.parametrize("different", [{"name": "suzuki"}, WRONG, {"code": "000000"}, {"password": ""}, {"code": ""}])
def test_who_gives_two_of_three_is_not(app, member, different):
    assert code(app) != "000000"
    assert log_in(app, **different) is None


def test_who_was_closed_is_let_in_no_more(app, member):
    typed = answers(app)
    assert app.test_cli_runner().invoke(args=["staff", "close", NAME]).exit_code == 0
    assert log_in(app, **typed) is None


def test_a_code_is_good_once(app, member):
    typed = answers(app)
    assert log_in(app, **typed)
    assert log_in(app, **typed) is None


def test_after_five_wrong_ones_in_a_row_nothing_opens_for_a_quarter_of_an_hour(app, member, clock):
    lock(app)
    clock.now = NOW + LOCKED_FOR - timedelta(seconds=1)
    assert log_in(app, clock.now) is None
    clock.now = NOW + LOCKED_FOR
    assert log_in(app, clock.now)


def test_who_goes_on_trying_does_not_make_the_lock_longer(app, member, clock):
    lock(app)
    for _ in range(14):
        clock.forward(minutes=1)
        assert log_in(app, clock.now) is None
    clock.forward(minutes=1)
    assert log_in(app, clock.now)


def test_a_lock_is_lifted_for_one_name_however_it_is_spelt(app, member):
    for name in (NAME, "suzuki"):
        lock(app, name)
    with write() as session:
        authentication.unlock(session, f" {NAME.upper()}")
    assert log_in(app)
    with read() as session:
        assert session.query(Attempt).one().count == attempts.LIMIT


def test_the_fifth_may_be_the_right_one_and_begins_the_row_anew(app, member, clock):
    for _ in range(2):
        for _ in range(attempts.LIMIT - 1):
            assert log_in(app, clock.now, **WRONG) is None
        assert log_in(app, clock.now)
        clock.forward(minutes=1)


def test_twenty_at_once_count_as_twenty_and_none_of_them_helps(app, member):
    def attempt():
        with app.test_request_context("/staff/login"):
            return authentication.log_in(NAME, PASSWORD, "000000", "device", NOW)

    assert at_once([attempt] * 20) == [None] * 20
    assert log_in(app) is None
    with read() as session:
        assert session.query(Attempt).one().count == 21


def test_names_that_are_nobodys_are_counted_alike_and_cannot_be_read(app, member):
    for name in (NAME, "suzuki"):
        for spelling in (name, name.upper(), f" {name}"):
            log_in(app, name=spelling, **WRONG)
    with read() as session:
        assert [(each.count, each.ends_at) for each in session.query(Attempt)] == [(3, NOW + LOCKED_FOR)] * 2
    assert "suzuki" not in str(tables(app)["attempts"])


@pytest.fixture
def work(app, monkeypatch):
    """What was hashed, and with which codes compared: the names of the calls."""
    calls, hasher = [], app.extensions["hasher"]
    check, step_of = hasher.check, members.step_of
    monkeypatch.setattr(hasher, "check", lambda *given: calls.append("argon2") or check(*given))
    monkeypatch.setattr(members, "step_of", lambda *given: calls.append("code") or step_of(*given))
    return calls


def test_every_name_costs_the_same_work(app, member, work):
    """Right, wrong, invented, closed, locked."""
    typed = answers(app)
    hire(app, "closed")
    lock(app, "locked")
    app.test_cli_runner().invoke(args=["staff", "close", "closed"])
    work.clear()
    for different in ({}, WRONG, {"name": "suzuki"}, {"name": "closed"}, {"name": "locked"}, {"code": "000000"}):
        log_in(app, **{**typed, **different})
    assert work == ["argon2", "code"] * 6


def test_whose_secret_cannot_be_opened_any_more_is_told_what_everybody_is(app, member):
    typed = answers(app)
    app.extensions["keyring"] = Keyring(["k" * 40])
    assert log_in(app, **typed) is None


def test_what_was_never_judged_is_no_try(app, member, monkeypatch):
    def overloaded(*_):
        raise password_hashing.HashingOverloaded

    typed = answers(app)
    for _ in range(attempts.LIMIT - 1):
        log_in(app, **WRONG)
    with monkeypatch.context() as patched:
        patched.setattr(app.extensions["hasher"], "check", overloaded)
        for _ in range(3):
            with pytest.raises(password_hashing.HashingOverloaded):
                log_in(app)
    assert log_in(app, **typed)


def test_a_source_that_was_often_wrong_is_not_heard_and_a_right_one_counts_nothing(app, member, clock, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "staff login", rate_limits.Limit("2 per hour", "100 per hour"))
    for _ in range(3):
        clock.forward(minutes=1)
        assert log_in(app, clock.now)
    for number in range(2):
        log_in(app, name=f"nobody{number}", **WRONG)
    with pytest.raises(rate_limits.RateLimited):
        log_in(app)


def test_the_lock_is_one_that_passes():
    assert attempts.PASSING[Purpose.STAFF_LOGIN] == LOCKED_FOR
