"""Are wrong tries counted one by one, alike for what exists and what does not, readable to nobody? (row A4)"""

from collections import Counter
from datetime import timedelta

import pytest
from factories import NOW
from sqlalchemy import select
from ways import at_once, tables

from domain.accounts import attempts, locks
from domain.accounts.locks import Lock
from infra.database import read, write
from infra.encryption import Keyring, Purpose
from models import Attempt


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def once(app, key, keyring=None):
    with app.app_context(), write() as session:
        return attempts.count_wrong(session, keyring or app.extensions["keyring"], "login", key, NOW)


def count_of(app, key):
    with app.app_context(), read() as session:
        mark = app.extensions["keyring"].fingerprint("login", key)
        return session.scalar(select(Attempt.count).where(Attempt.mark == mark)) or 0


def test_each_of_twenty_at_once_gets_a_number_of_its_own(app):
    assert Counter(at_once([lambda: once(app, "taro")] * 20)) == Counter(range(1, 21))


def test_keys_and_purposes_are_counted_apart(app):
    once(app, "taro")
    assert (count_of(app, "taro"), count_of(app, "hanako")) == (1, 0)


def of_staff(app, minutes, key="tanaka"):
    with app.app_context(), write() as session:
        after = NOW + timedelta(minutes=minutes)
        return attempts.count_wrong(session, app.extensions["keyring"], "staff login", key, after)


def test_a_lock_that_passes_begins_anew_a_quarter_of_an_hour_after_the_fifth(app):
    """However often it is tried in between; before the fifth each one begins the time anew."""
    assert [of_staff(app, minutes) for minutes in (0, 14, 28, 42, 56)] == [1, 2, 3, 4, 5]
    assert [of_staff(app, minutes) for minutes in (56, 60, 70)] == [6, 7, 8]
    assert [of_staff(app, minutes) for minutes in (71, 72)] == [1, 2]


def test_a_row_that_passes_is_over_a_quarter_of_an_hour_after_its_last(app):
    assert [of_staff(app, minutes) for minutes in (0, 14, 29)] == [1, 2, 1]


def test_what_passes_is_erased_when_it_is_over_and_no_other_lock_is(app):
    for _ in range(5):
        of_staff(app, 0)
        once(app, "taro")
    for minutes, gone in ((14, 0), (15, 1), (15, 0)):
        with app.app_context(), write() as session:
            assert attempts.purge(session, NOW + timedelta(minutes=minutes)) == gone
    assert count_of(app, "taro") == 5


def test_what_nobody_could_unlock_is_not_counted(app):
    with app.app_context(), write() as session, pytest.raises(AssertionError):
        attempts.count_wrong(session, app.extensions["keyring"], "press", "taro", NOW)


def test_a_right_one_ends_the_row(app):
    once(app, "taro")
    once(app, "hanako")
    with app.app_context(), write() as session:
        attempts.forget(session, app.extensions["keyring"], "login", "taro")
    assert (count_of(app, "taro"), count_of(app, "hanako")) == (0, 1)


def test_what_was_tried_cannot_be_read(app):
    once(app, "taro@example.jp")
    assert "taro" not in str(tables(app)["attempts"])


def test_a_new_key_in_front_does_not_wipe_the_count(app):
    """Rotating keys must not give everybody five new tries."""
    old, both = Keyring(["o" * 40]), Keyring(["n" * 40, "o" * 40])
    for _ in range(4):
        once(app, "taro", old)
    assert once(app, "taro", both) == 5


def press(app, key, now=NOW):
    with app.app_context(), write() as session:
        return attempts.is_new(session, app.extensions["keyring"], "press", key, now)


def test_of_twenty_equal_presses_at_once_one_is_new(app):
    assert sorted(at_once([lambda: press(app, "one") for _ in range(20)])) == [False] * 19 + [True]
    assert press(app, "another")


def test_a_press_is_forgotten_soon(app):
    press(app, "one")
    for after, gone in ((attempts.PRESS_KNOWN_FOR - timedelta(seconds=1), 0), (attempts.PRESS_KNOWN_FOR, 1)):
        with app.app_context(), write() as session:
            assert attempts.purge(session, NOW + after) == gone
    assert press(app, "one")


def test_what_is_counted_so_far_counts_nothing(app):
    once(app, "somebody")
    for key, number in (("somebody", 1), ("nobody", 0)):
        for _ in range(2):
            with app.app_context(), read() as session:
                assert attempts.so_far(session, app.extensions["keyring"], "login", key) == number


def test_each_is_looked_up_by_its_own_key_under_all_keys_of_the_ring(app):
    old, both = Keyring(["o" * 40]), Keyring(["n" * 40, "o" * 40])
    for keyring in (old, old, both):
        once(app, "taro", keyring)
    asked = [("login", "taro"), ("login", "hanako"), ("easy", "taro"), *(("login", str(each)) for each in range(600))]
    once(app, "599", both)
    with app.app_context(), read() as session:
        found = attempts.at_each(session, both, asked)
    assert {each: tries.number for each, tries in found.items()} == {("login", "taro"): 3, ("login", "599"): 1}
    assert found["login", "taro"].last_at == NOW


def wrong_answer(app, minutes, key="hanako"):
    with app.app_context(), write() as session:
        after = NOW + timedelta(minutes=minutes)
        return attempts.count_wrong(session, app.extensions["keyring"], Purpose.CALLER_CHECK, key, after)


def locked_until(app, minutes, key="hanako"):
    with app.app_context(), read() as session:
        after, keyring = NOW + timedelta(minutes=minutes), app.extensions["keyring"]
        return attempts.locked_until(session, keyring, Purpose.CALLER_CHECK, key, after)


def test_a_lock_that_passes_says_until_when_it_is_there(app):
    for minutes in range(4):
        wrong_answer(app, minutes)
        assert locked_until(app, minutes) is None
    wrong_answer(app, 4)
    assert locked_until(app, 4) == locked_until(app, 33) == NOW + timedelta(minutes=34)
    assert locked_until(app, 34) is None and locked_until(app, 4, "taro") is None


def test_of_many_keys_those_are_named_that_are_locked(app):
    for _ in range(5):
        once(app, "taro")
    once(app, "hanako")
    taro, *others = [Lock(Purpose.LOGIN, name) for name in ("taro", "hanako", "jiro")]
    possible = [taro, *others, Lock(Purpose.EASY, "taro")]
    with app.app_context(), read() as session:
        assert list(locks.standing(session, app.extensions["keyring"], possible)) == [taro]
        newer = Keyring(["a newer key of thirty-two characters", *app.config["SECRET_KEYS"]])
        assert list(locks.standing(session, newer, possible)) == [taro]
