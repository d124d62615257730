"""Does what was issued open an account only until its owner has a password of their own? (decision 19, row A24)"""

import factories
import pytest
from factories import PASSWORD

import models
from domain.accounts import credentials, password_hashing
from domain.accounts.password_hashing import Hasher
from infra.database import read, write


def test_a_password_of_ones_own_voids_what_was_issued(app, context):
    """A24; it is known still, so that it is never chosen for one's own (decision 38)."""
    waiting, keyring = factories.issued(app), app.extensions["keyring"]
    assert credentials.is_issued(keyring, waiting, "Ymd8Kkn3", factories.NOW)
    with write() as session:
        credentials.issue_password(session, keyring, waiting, "Another7pw")
    assert not credentials.is_issued(keyring, waiting, "Ymd8Kkn3", factories.NOW)
    assert credentials.is_issued(keyring, waiting, "Ａnother7pw", factories.NOW)
    credentials.set_password(waiting, "a hash")
    assert not credentials.is_issued(keyring, waiting, "Another7pw", factories.NOW)
    assert waiting.password == "a hash"
    assert credentials.was_issued(keyring, waiting, "Another7pw") and not credentials.was_issued(
        keyring, waiting, "Ymd8Kkn3"
    )


@pytest.fixture
def stronger(app):
    """From now on hashes take more."""
    app.extensions["hasher"] = Hasher(memory_kib=64, time_cost=2, parallelism=1, at_once=8, wait_seconds=10)
    return app.extensions["hasher"]


def password_of(account):
    with read() as session:
        return session.get_one(models.Account, account.id).password


def test_a_hash_is_made_anew_when_its_password_was_right(account, stronger):
    before = account.password
    credentials.keep_up(account, PASSWORD)
    after = password_of(account)
    assert "$m=64,t=2,p=1$" in after and stronger.check(after, PASSWORD)
    assert password_hashing.same(before, after)
    credentials.keep_up(account, PASSWORD)
    assert password_of(account) == after


def test_a_password_chosen_meanwhile_stays(account, stronger):
    chosen = stronger.hash("another7Lamp")
    with write() as session:
        credentials.set_password(session.get_one(models.Account, account.id), chosen)
    credentials.keep_up(account, PASSWORD)
    assert password_of(account) == chosen


def test_what_was_issued_is_not_touched(app, context, request):
    waiting = factories.issued(app)
    request.getfixturevalue("stronger")
    credentials.keep_up(waiting, "Ymd8Kkn3")
    with read() as session:
        kept = session.get_one(models.Account, waiting.id)
    assert (kept.password, kept.issued_password) == (waiting.password, waiting.issued_password)


def test_to_nobody_nothing_was_issued(app, context):
    for password in ("", "Ymd8Kkn3"):
        assert not credentials.is_issued(app.extensions["keyring"], None, password, factories.NOW)


def test_of_a_password_that_was_ended_nothing_lets_in(app, context):
    keyring = app.extensions["keyring"]
    for made in (factories.issued(app), factories.account(app)):
        with write() as session:
            kept = session.get_one(models.Account, made.id)
            before = credentials.mark(keyring, kept)
            credentials.end_password(kept)
            assert not credentials.is_marked(keyring, kept, before)
            assert not credentials.is_issued(keyring, kept, "Ymd8Kkn3", factories.NOW)
            # One that waits with a 仮パスワード would be erased.
            assert (kept.password, kept.issued_until) == ("", None)
