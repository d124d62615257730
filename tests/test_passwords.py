"""Are passwords kept as OWASP asks, checked with equal work, and never too many at once?"""

import threading

import argon2
import pytest
from argon2 import PasswordHasher
from flask import Flask

import config
import passwords
from passwords import Hasher, TooBusy

QUICK = {"memory_kib": 8, "time_cost": 1, "parallelism": 1}


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
        ("quiet7Lamp", "quiet7Lamp ", False),
        ("quiet7Lamp ", "quiet7Lamp", False),
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
    with own._place(), pytest.raises(TooBusy):
        work(own)
    work(own)


def test_a_place_is_free_again_after_a_failure(hasher):
    for _ in range(5):
        with pytest.raises(UnicodeEncodeError):
            hasher.hash("\ud800")
    assert hasher.check(hasher.hash("a"), "a")


def test_no_more_than_so_many_are_hashed_at_once(monkeypatch):
    own = Hasher(**QUICK, at_once=2, wait_seconds=60)
    lock, inside, most, plain = threading.Lock(), [], [], PasswordHasher.hash

    def watched(self, password, **salt):
        with lock:
            inside.append(password)
            most.append(len(inside))
        try:
            return plain(self, password, **salt)
        finally:
            with lock:
                inside.remove(password)

    monkeypatch.setattr(PasswordHasher, "hash", watched)
    threads = [threading.Thread(target=own.hash, args=(str(number),)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 40 and max(most) <= 2 and not inside


def test_the_application_has_its_own(hasher):
    app = Flask(__name__)
    app.extensions["hasher"] = hasher
    with app.app_context():
        assert passwords.hasher() is hasher
