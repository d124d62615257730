"""Is a password proved with the same work and the same count for everybody? (rows A1, A2, A4, A13, A24)"""

import contextlib
import threading
from datetime import timedelta

import factories
import pytest
from argon2 import PasswordHasher, extract_parameters
from factories import NOW, PASSWORD
from sqlalchemy import event
from sqlalchemy.engine import Engine
from ways import at_once

from domain.accounts import authentication, issued_passwords, logins, password_hashing
from infra import rate_limits
from infra.database import read, write
from models import Account, Attempt, Event

KNOWN, WRONG, ISSUED = "yoshino.t@example.jp", "wrong1pass", "Ymd8Kkn3"


@pytest.fixture
def portal(app):
    """Whoever tries comes from somewhere."""
    with app.test_request_context():
        yield app.extensions["portals"]["okyakusama"]


@pytest.fixture
def customer(app, portal):
    return factories.account(app).id


def prove(portal, password=PASSWORD, user_id=KNOWN, now=NOW, **more):
    found = authentication.prove(portal, user_id, password, now, authentication.Asker("device"), **more)
    return found and found.id


def prove_anywhere(app, portal):
    """In a thread of its own, where no request is."""
    with app.test_request_context():
        return authentication.prove(portal, KNOWN, PASSWORD, NOW, authentication.Asker("device"))


def lock(portal, user_id=KNOWN):
    for _ in range(4):
        assert prove(portal, WRONG, user_id) is None
    with pytest.raises(authentication.Locked):
        prove(portal, WRONG, user_id)


def test_the_right_password_gives_the_account_and_a_wrong_one_nobody(portal, customer):
    assert prove(portal) == customer
    assert prove(portal, WRONG) is None
    assert prove(portal, user_id="nobody@example.jp") is None


def test_the_fifth_wrong_one_locks_whoever_it_is(portal, customer):
    lock(portal)
    lock(portal, "nobody@example.jp")
    with pytest.raises(authentication.Locked):
        prove(portal)


def test_a_right_one_begins_the_row_anew(portal, customer):
    for _ in range(3):
        for _ in range(4):
            prove(portal, WRONG)
        assert prove(portal) == customer


def test_too_many_logins_of_one_id_shut_out_nobody_else_and_tell_nothing(app, portal, customer, monkeypatch):
    """Right or wrong, in whatever spelling of the ID, and of one that does not exist alike."""
    monkeypatch.setitem(rate_limits.LIMITS, "login of one ID", rate_limits.Limit("3 per hour", "1000 per hour"))
    taro = factories.account(app, user_id="taro@example.jp").id
    for user_id in (KNOWN, "nobody@example.jp"):
        for number in range(3):
            prove(portal, PASSWORD if number == 1 else WRONG, user_id.upper() if number else user_id)
        for password in (PASSWORD, WRONG):
            with pytest.raises(rate_limits.RateLimited):
                prove(portal, password, user_id)
    assert prove(portal, user_id="taro@example.jp") == taro


@pytest.fixture
def work(app, monkeypatch):
    """What was hashed and looked at: the names of the calls."""
    calls, hasher, is_right = [], app.extensions["hasher"], issued_passwords.is_right
    check = hasher.check
    monkeypatch.setattr(hasher, "check", lambda *given: calls.append("argon2") or check(*given))
    monkeypatch.setattr(issued_passwords, "is_right", lambda *given: calls.append("issued") or is_right(*given))
    return calls


def test_every_id_costs_the_same_work(app, portal, customer, work):
    """A2, decision 17: right, wrong, invented, locked, waiting with an issued password."""
    factories.issued(app, "okyakusama", "waiting@example.jp")
    lock(portal, "locked@example.jp")
    work.clear()
    for user_id, password in ((KNOWN, PASSWORD), (KNOWN, WRONG), ("nobody@example.jp", WRONG)):
        prove(portal, password, user_id)
    with pytest.raises(authentication.Locked):
        prove(portal, PASSWORD, "locked@example.jp")
    for password in (ISSUED, WRONG):
        prove(portal, password, "waiting@example.jp")
    assert work == ["argon2", "issued", "issued"] * 6


def stronger(app, **different):
    """From now on hashes take more."""
    taken = {"memory_kib": 64, "time_cost": 2, "parallelism": 1, "at_once": 8, "wait_seconds": 10}
    app.extensions["hasher"] = password_hashing.Hasher(**taken | different)


@pytest.fixture
def argon2s_work(monkeypatch):
    """Memory times passes of each thing that argon2 is asked for."""
    asked, make, verify = [], PasswordHasher.hash, PasswordHasher.verify

    def verified(self, kept, password):
        made_with = extract_parameters(kept)
        asked.append(made_with.memory_cost * made_with.time_cost)
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", verified)
    monkeypatch.setattr(
        PasswordHasher,
        "hash",
        lambda self, password, **salt: asked.append(self.memory_cost * self.time_cost) or make(self, password, **salt),
    )
    return asked


def test_raising_what_a_hash_costs_tells_nobody_who_is_a_customer(app, portal, customer, argon2s_work):
    """A2, decision 17: unknown, wrong, waiting and, in the lock, even right."""
    factories.issued(app, "okyakusama", "waiting@example.jp")
    factories.account(app, user_id="locked@example.jp")
    lock(portal, "locked@example.jp")
    stronger(app)
    work = []
    for user_id, password in (
        ("nobody@example.jp", WRONG),
        (KNOWN, WRONG),
        ("waiting@example.jp", ISSUED),
        ("waiting@example.jp", WRONG),
        ("locked@example.jp", WRONG),
        ("locked@example.jp", PASSWORD),
    ):
        argon2s_work.clear()
        with contextlib.suppress(authentication.Locked):
            prove(portal, password, user_id)
        work.append(sum(argon2s_work))
    assert set(work) == {64 * 2}


def hash_of(account_id):
    with read() as session:
        return session.get_one(Account, account_id).password


def test_a_hash_is_made_anew_at_the_right_password_and_no_other(app, portal, customer):
    before = hash_of(customer)
    stronger(app)
    lock(portal)
    assert hash_of(customer) == before
    with pytest.raises(authentication.Locked):
        prove(portal)
    assert hash_of(customer) == before
    with write() as session:
        session.query(Attempt).delete()
    assert prove(portal) == customer
    assert "$m=64,t=2,p=1$" in hash_of(customer) and prove(portal) == customer


def test_a_server_that_is_too_busy_for_it_turns_nobody_away(app, portal, customer, monkeypatch):
    before = hash_of(customer)
    stronger(app, at_once=1)
    check, own = app.extensions["hasher"].check, app.extensions["hasher"]
    place = own._place()

    def then_taken(*given):
        right = check(*given)
        place.__enter__()
        return right

    monkeypatch.setattr(own, "check", then_taken)
    assert prove(portal) == customer
    assert hash_of(customer) == before
    place.__exit__()
    monkeypatch.undo()
    assert prove(portal) == customer
    assert hash_of(customer) != before


def test_many_who_log_in_at_once_all_come_in(make_app, database_url, monkeypatch):
    """The hash is made anew by one of them, and none is turned away. (Five at once lock the ID.)"""
    app = make_app(database_url)
    with app.app_context():
        account_id, portal = factories.account(app).id, app.extensions["portals"]["okyakusama"]
        stronger(app)
        gate, check = threading.Barrier(4), app.extensions["hasher"].check
        monkeypatch.setattr(app.extensions["hasher"], "check", lambda *given: (check(*given), gate.wait(30))[0])

    def log_in():
        with app.app_context():
            found = prove_anywhere(app, portal)
            return logins.begin(found.id, "device", NOW, proved=found).account.id

    changed = []

    def note(_, cursor, statement, *__):
        if statement.startswith("UPDATE accounts SET password"):
            changed.append(cursor.rowcount)

    event.listen(Engine, "after_cursor_execute", note)
    try:
        assert at_once([log_in] * 4) == [account_id] * 4
    finally:
        event.remove(Engine, "after_cursor_execute", note)
    assert sorted(changed) == [0, 0, 0, 1]
    with app.app_context():
        assert "$m=64,t=2,p=1$" in hash_of(account_id)
        assert app.extensions["hasher"].renewed(hash_of(account_id), PASSWORD) is None


def test_an_issued_password_opens_until_its_end(app, portal):
    """A24."""
    until = NOW + timedelta(hours=48)
    waiting = factories.issued(app, "okyakusama", until=until)
    for password, then, opens in (
        (ISSUED, until, False),
        ("", NOW, False),
        (PASSWORD, NOW, False),
        (ISSUED, until - timedelta(seconds=1), True),
    ):
        assert prove(portal, password, "HRK5394T", then) == (waiting.id if opens else None)


def test_an_issued_password_of_one_account_opens_no_other(app, portal, customer):
    with write() as session:
        waiting = factories.issued(app, "okyakusama")
        session.get(Account, customer).issued_password = waiting.issued_password
    assert prove(portal, ISSUED) is None


def test_a_server_that_is_too_busy_counts_nothing(app, portal, customer, monkeypatch):
    def busy(*_):
        raise password_hashing.HashingOverloaded

    monkeypatch.setattr(app.extensions["hasher"], "check", busy)
    for _ in range(6):
        with pytest.raises(password_hashing.HashingOverloaded):
            prove(portal)
    monkeypatch.undo()
    assert prove(portal) == customer


def test_one_press_sent_many_times_at_once_is_one_try(app, portal, customer, monkeypatch):
    """While it is looked at; sent later it is a try of its own."""
    press, check, seen = authentication.Press("form", lambda: False), app.extensions["hasher"].check, []

    def meanwhile(*given):
        if len(seen) < 20:
            seen.append(given)
            assert prove(portal, WRONG, press=press) is None
        return check(*given)

    monkeypatch.setattr(app.extensions["hasher"], "check", meanwhile)
    assert prove(portal, WRONG, press=press) is None
    assert len(seen) == 20
    for number in range(3):
        assert prove(portal, f"{WRONG}{number}", press=press) is None
    with pytest.raises(authentication.Locked):
        prove(portal, WRONG, press=press)


def test_a_press_that_was_done_meanwhile_is_no_wrong_try(portal, customer):
    press = authentication.Press("form", lambda: True)
    for _ in range(20):
        with pytest.raises(authentication.Repeated):
            prove(portal, WRONG, press=press)
    with read() as session:
        assert session.query(Event).count() == 0
    assert prove(portal) == customer


def test_a_press_of_one_account_is_none_of_anothers(app, portal, customer, monkeypatch):
    """Whoever has an account of their own could else guess there first, and meanwhile here uncounted."""
    factories.account(app, user_id="mallory@example.jp")
    press, check, asked = authentication.Press("form", lambda: False), app.extensions["hasher"].check, []

    def meanwhile(*given):
        if not asked:
            asked.append(given)
            assert prove(portal, given[1], press=press) is None
        return check(*given)

    monkeypatch.setattr(app.extensions["hasher"], "check", meanwhile)
    for number in range(4):
        asked.clear()
        prove(portal, f"{WRONG}{number}", "mallory@example.jp", press=press)
    asked.append("no more")
    with pytest.raises(authentication.Locked):
        prove(portal, f"{WRONG}9", press=press)


def test_a_press_from_before_the_lock_is_not_heard_in_it(portal, customer):
    press = authentication.Press("form", lambda: False)
    assert prove(portal, press=press) == customer
    lock(portal)
    for _ in range(2):
        with pytest.raises(authentication.Locked):
            prove(portal, press=press)


def test_a_press_that_the_server_was_too_busy_for_is_no_free_guess(app, portal, customer, monkeypatch):
    press, check = authentication.Press("form", lambda: False), app.extensions["hasher"].check

    def busy(*_):
        raise password_hashing.HashingOverloaded

    for number in range(5):
        monkeypatch.setattr(app.extensions["hasher"], "check", busy)
        for _ in range(3):
            with pytest.raises(password_hashing.HashingOverloaded):
                prove(portal, f"{WRONG}{number}", press=press)
        monkeypatch.setattr(app.extensions["hasher"], "check", check)
        if number < 4:
            assert prove(portal, f"{WRONG}{number}", press=press) is None
    with pytest.raises(authentication.Locked):
        prove(portal, f"{WRONG}4", press=press)
