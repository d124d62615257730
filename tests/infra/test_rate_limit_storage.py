"""Does the store of one process count each hit once, forget what has lapsed, and no more?"""

import threading

import pytest
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from infra import rate_limit_storage

PATIENCE = 30


@pytest.fixture
def clock(monkeypatch):
    class Time:
        now = 1000.0

    monkeypatch.setattr(rate_limit_storage.time, "time", lambda: Time.now)
    return Time


@pytest.fixture
def store():
    return storage_from_string("process://")


def test_the_setting_names_it(store):
    assert isinstance(store, rate_limit_storage.InProcess)
    assert store.check()


def test_a_window_begins_with_its_first_hit_and_ends_as_a_whole(store, clock):
    limiter, item = FixedWindowRateLimiter(store), parse("2 per 10 seconds")
    assert [limiter.hit(item, "a") for _ in range(3)] == [True, True, False]
    assert limiter.hit(item, "b")
    clock.now += 9
    assert not limiter.test(item, "a")
    assert limiter.get_window_stats(item, "a") == (1010.0, 0)
    clock.now += 1
    assert limiter.test(item, "a")
    assert limiter.hit(item, "a")
    assert limiter.get_window_stats(item, "a") == (1020.0, 1)


def test_hits_at_once_are_all_counted(store, monkeypatch):
    """Row A11: a hundred threads are no way around a limit. While one has looked at a count and not changed it yet,
    another comes and gets as far as it can: it is through, or it waits."""
    counts, as_far, lock = [], threading.Event(), store._lock

    def hit():
        counts.append(store.incr("a", 60))
        as_far.set()

    class Told:
        def __enter__(self):
            if not lock.acquire(blocking=False):
                as_far.set()
                lock.acquire()

        def __exit__(self, *_):
            lock.release()

    class Looked(dict):
        def get(self, *key):
            found = super().get(*key)
            if not another.ident:
                another.start()
                assert as_far.wait(PATIENCE)
            return found

    another = threading.Thread(target=hit)
    monkeypatch.setattr(store, "_lock", Told())
    monkeypatch.setattr(store, "_counted", Looked())
    hit()
    another.join(PATIENCE)
    assert counts == [1, 2] and store.get("a") == 2


@pytest.mark.parametrize(
    ("lapsed", "left"),
    [(rate_limit_storage.FEWEST_SWEPT - 2, rate_limit_storage.FEWEST_SWEPT), (rate_limit_storage.FEWEST_SWEPT - 1, 2)],
)
def test_what_has_lapsed_is_swept_out_once_there_is_much_of_it(store, clock, lapsed, left):
    store.incr("kept", 1000)
    for number in range(lapsed):
        store.incr(f"old{number}", 10)
    clock.now += 11
    store.incr("new", 10)
    assert (store.get("kept"), store.get("new"), store.get("old0")) == (1, 1, 0)
    assert store.reset() == left


def test_one_key_can_be_forgotten(store):
    store.incr("a", 60)
    store.incr("b", 60)
    store.clear("a")
    assert (store.get("a"), store.get("b")) == (0, 1)
