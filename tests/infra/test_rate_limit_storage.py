"""Does the store of one process count each hit once, forget what has lapsed, and no more?"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from infra import rate_limit_storage


@pytest.fixture
def clock(monkeypatch):
    class Time:
        now = 1000.0

    monkeypatch.setattr(rate_limit_storage.time, "time", lambda: Time.now)
    return Time


class Slow(dict):
    """Lets another thread go first between a look at a count and its change."""

    def get(self, *key):
        found = super().get(*key)
        time.sleep(0)
        return found


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
    """Row A11: a hundred threads are no way around a limit."""
    monkeypatch.setattr(store, "_counted", Slow())
    ready = threading.Barrier(8)

    def hit(_):
        ready.wait()
        return [store.incr("a", 60) for _ in range(500)]

    with ThreadPoolExecutor(8) as pool:
        seen = [count for counts in pool.map(hit, range(8)) for count in counts]
    assert sorted(seen) == list(range(1, 4001))
    assert store.get("a") == 4000


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
