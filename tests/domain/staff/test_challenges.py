"""Is a challenge good for what it was said for, in time, and once?"""

from datetime import timedelta

import pytest
from factories import NOW
from ways import at_once

from domain.accounts import attempts
from domain.staff import challenges
from infra.encryption import Keyring

SECOND = timedelta(seconds=1)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def said(context):
    return challenges.decoded(challenges.issue("login", "browser", NOW))


def spend(said, use="login", browser="browser", now=NOW):
    return challenges.spend(said, use, browser, now)


def test_it_is_good_once(said):
    assert spend(said)
    assert not spend(said)


def test_of_twenty_that_bring_it_at_once_one_is_heard(app, said):
    def one():
        with app.app_context():
            return spend(said)

    assert sum(at_once([one] * 20)) == 1


def test_it_is_good_for_five_minutes(said, context):
    assert not spend(said, now=NOW + challenges.GOOD_FOR)
    assert spend(said, now=NOW + challenges.GOOD_FOR - SECOND)


def test_it_is_not_good_before_it_was_said(said):
    assert not spend(said, now=NOW - SECOND)


def test_that_it_was_used_is_remembered_for_longer_than_it_is_good():
    assert attempts.PRESS_KNOWN_FOR > challenges.GOOD_FOR


@pytest.mark.parametrize("different", [{"use": "key made in x"}, {"browser": "another"}, {"browser": ""}])
def test_it_is_good_for_nothing_else_and_in_no_other_browser(said, different):
    assert not spend(said, **different)
    assert spend(said)


@pytest.mark.parametrize("place", [0, 20, 30])
def test_what_was_changed_in_it_makes_it_nobodys(said, place):
    changed = bytearray(said)
    changed[place] ^= 1
    assert not spend(bytes(changed))


@pytest.mark.parametrize("length", [0, 1, 55, 57])
def test_what_is_none_at_all_is_not_good(said, length):
    assert not spend((said * 2)[:length])


def test_two_are_never_the_same(context):
    assert challenges.issue("login", "browser", NOW) != challenges.issue("login", "browser", NOW)


def test_one_under_a_key_that_is_behind_another_is_good(app, said):
    app.extensions["keyring"] = Keyring(["k" * 40, *app.config["SECRET_KEYS"]])
    assert spend(said)
