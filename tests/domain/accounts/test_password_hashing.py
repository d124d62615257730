"""Are passwords kept as OWASP asks, checked with equal work, and never too many at once?"""

import threading
from concurrent.futures import ThreadPoolExecutor

import argon2
import pytest
from argon2 import PasswordHasher
from flask import Flask

import config
from domain.accounts import password_hashing
from domain.accounts.password_hashing import Hasher, HashingOverloaded

QUICK = {"memory_kib": 8, "time_cost": 1, "parallelism": 1}
PATIENCE = 30


@pytest.fixture
def hasher():
    return Hasher(**QUICK, at_once=2, wait_seconds=10)


def test_the_parameters_are_owasps(tmp_path):
    found = config.settings({}, tmp_path)
    own = Hasher(
        memory_kib=found["ARGON2_MEMORY_KIB"],
        time_cost=found["ARGON2_TIME_COST"],
        parallelism=found["ARGON2_PARALLELISM"],
        at_once=found["ARGON2_AT_ONCE"],
        wait_seconds=found["ARGON2_WAIT_SECONDS"],
    )
    hashed = own.hash("quiet7Lamp")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert own.check(hashed, "quiet7Lamp")


@pytest.mark.parametrize(
    ("chosen", "typed", "same"),
    [
        ("quiet7Lamp", "quiet7Lamp", True),
        ("quiet7Lamp", "ｑｕｉｅｔ７Ｌａｍｐ", True),
        ("ｑｕｉｅｔ７Ｌａｍｐ", "quiet7Lamp", True),
        ("quiet7Lamp", "quiet7lamp", False),
        ("quiet7Lamp", " quiet7Lamp\u3000", True),
        ("quiet7Lamp", "quiet7 Lamp", False),
        ("quiet7Lamp", "quiet7Lamp\0", False),
        ("a\0b", "a\0c", False),
        ("x" * 72 + "a", "x" * 72 + "b", False),
        ("quiet7Lamp", "", False),
    ],
)
def test_a_password_is_compared_whole_and_in_one_width(hasher, chosen, typed, same):
    hashed = hasher.hash(chosen)
    assert hasher.check(hashed, typed) is same
    assert chosen not in hashed
    assert hasher.hash(chosen) != hashed


@pytest.mark.parametrize("kept", [None, "", "not a hash", "$argon2id$v=19$m=8"])
def test_where_nothing_sound_is_kept_no_password_is_right(hasher, kept):
    assert not hasher.check(kept, "quiet7Lamp")
    assert not hasher.check(kept, "nobody has this password")


NOW_TAKEN = {"memory_kib": 64, "time_cost": 3, "parallelism": 1}
LESS = [
    {"memory_kib": 8, "time_cost": 1},
    {"memory_kib": 64, "time_cost": 1},
    {"memory_kib": 64, "time_cost": 2},
    {"memory_kib": 16, "time_cost": 3},
    {"memory_kib": 32, "time_cost": 5},
    {"memory_kib": 128, "time_cost": 1},
]
MORE = [{"memory_kib": 64, "time_cost": 4}, {"memory_kib": 128, "time_cost": 3}, {"memory_kib": 512, "time_cost": 1}]
OTHERWISE = [{"memory_kib": 192, "time_cost": 1}, {"parallelism": 2}, {"memory_kib": 96, "time_cost": 2}]


@pytest.fixture
def argon2s_work(monkeypatch):
    """What argon2 is asked for, one by one: KiB, passes and lanes."""
    asked, make, verify = [], PasswordHasher.hash, PasswordHasher.verify

    def made(self, password, **salt):
        asked.append((self.memory_cost, self.time_cost, self.parallelism))
        return make(self, password, **salt)

    def verified(self, kept, password):
        with_what = argon2.extract_parameters(kept)
        asked.append((with_what.memory_cost, with_what.time_cost, with_what.parallelism))
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "hash", made)
    monkeypatch.setattr(PasswordHasher, "verify", verified)
    return asked


def of(parameters):
    return Hasher(**NOW_TAKEN | parameters, at_once=2, wait_seconds=10)


def checked(argon2s_work, hasher, kept, password):
    """Memory times passes that a check takes."""
    argon2s_work.clear()
    hasher.check(kept, password)
    assert all(memory <= 64 for memory, _, _ in argon2s_work[1:])
    return sum(memory * passes for memory, passes, _ in argon2s_work)


@pytest.mark.parametrize("typed", ["quiet7Lamp", "wrong7Lamp"])
@pytest.mark.parametrize("less", LESS, ids=str)
def test_an_account_of_before_costs_what_nobodys_does(argon2s_work, less, typed):
    """A2: raising what a hash costs tells nobody who is a customer, right password or wrong."""
    own = of({})
    nobodys = checked(argon2s_work, own, None, typed)
    older = checked(argon2s_work, own, of(less).hash("quiet7Lamp"), typed)
    assert nobodys == 64 * 3 == checked(argon2s_work, own, own.hash("quiet7Lamp"), typed)
    assert nobodys - password_hashing.LEAST_MEMORY_KIB < older <= nobodys


@pytest.mark.parametrize("more", [*MORE, *OTHERWISE], ids=str)
def test_what_took_as_much_or_more_takes_no_more_than_that(argon2s_work, more):
    """A check cannot take less than its hash: parameters are to be raised, or a new account shows by its time."""
    own, kept = of({}), of(more).hash("quiet7Lamp")
    found = argon2.extract_parameters(kept)
    assert checked(argon2s_work, own, kept, "quiet7Lamp") == found.memory_cost * found.time_cost
    assert len(argon2s_work) == 1


@pytest.mark.parametrize("kept", ["not a hash", "$argon2id$v=19$m=8", ""])
def test_what_is_no_hash_costs_as_much(argon2s_work, kept):
    assert checked(argon2s_work, of({}), kept, "quiet7Lamp") == 64 * 3


@pytest.mark.parametrize("other", [*LESS, *MORE, *OTHERWISE], ids=str)
def test_a_hash_of_other_parameters_is_made_anew_and_is_the_same_password(other):
    own, kept = of({}), of(other).hash("quiet7Lamp")
    renewed = own.renewed(kept, "ｑｕｉｅｔ７Ｌａｍｐ")
    assert renewed.startswith("$argon2id$v=19$m=64,t=3,p=1$")
    assert own.check(renewed, "quiet7Lamp") and not own.check(renewed, "wrong7Lamp")
    assert own.renewed(renewed, "quiet7Lamp") is None
    assert password_hashing.same(kept, renewed)


def test_where_every_place_is_taken_it_stays_for_now():
    own, kept = Hasher(**NOW_TAKEN, at_once=1, wait_seconds=10), of(LESS[0]).hash("quiet7Lamp")
    with own._place():
        assert own.renewed(kept, "quiet7Lamp") is None
    assert own.renewed(kept, "quiet7Lamp")


def test_a_password_chosen_anew_is_another(hasher):
    """Even if it is the same one: whoever chose it ended all that the one before it had begun."""
    first, second = (hasher.hash("quiet7Lamp") for _ in range(2))
    assert password_hashing.same(first, first) and password_hashing.same("", "")
    for one, other in ((first, second), (first, ""), ("", second), ("a", "b"), ("$a", "$b")):
        assert not password_hashing.same(one, other) and not password_hashing.same(other, one)


@pytest.mark.parametrize("kept", [None, "", "known"])
def test_the_same_work_is_done_for_somebody_and_for_nobody(hasher, monkeypatch, kept):
    """Row A2, decision 17: one hash with the same parameters on every path."""
    known = hasher.hash("quiet7Lamp")
    worked, verify = [], PasswordHasher.verify

    def counted(self, hashed, password):
        worked.append(argon2.extract_parameters(hashed))
        return verify(self, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    assert hasher.check(known if kept else kept, "quiet7Lamp") is bool(kept)
    assert worked == [argon2.extract_parameters(known)]


@pytest.mark.parametrize("work", [lambda own: own.hash("a"), lambda own: own.check(None, "a")])
def test_whoever_finds_every_place_taken_is_told_to_come_back(work):
    own = Hasher(**QUICK, at_once=1, wait_seconds=0)
    with own._place(), pytest.raises(HashingOverloaded):
        work(own)
    work(own)


def test_a_place_is_free_again_after_a_failure(hasher):
    for _ in range(5):
        with pytest.raises(UnicodeEncodeError):
            hasher.hash("\ud800")
    assert hasher.check(hasher.hash("a"), "a")


def test_no_more_than_so_many_are_hashed_at_once(monkeypatch):
    own = Hasher(**QUICK, at_once=2, wait_seconds=0)
    both_inside, go_on, plain = threading.Barrier(3), threading.Event(), PasswordHasher.hash

    def held(self, password, **salt):
        both_inside.wait(PATIENCE)
        go_on.wait(PATIENCE)
        return plain(self, password, **salt)

    with monkeypatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(PasswordHasher, "hash", held)
        hashed = [pool.submit(own.hash, word) for word in ("a", "b")]
        both_inside.wait(PATIENCE)
        with pytest.raises(HashingOverloaded):
            own.hash("c")
        go_on.set()
    assert [own.check(each.result(), word) for each, word in zip(hashed, ("a", "b"), strict=True)] == [True, True]
    assert own.check(own.hash("c"), "c")


def test_the_application_has_its_own(hasher):
    app = Flask(__name__)
    app.extensions["hasher"] = hasher
    with app.app_context():
        assert password_hashing.hasher() is hasher
