"""Does a pass let in one telephone, for ten minutes, and nothing in the database another? (decision 25)"""

from datetime import timedelta

import pytest
from factories import NOW
from picturing import run, with_accident
from ways import at_once, tables

from domain.photos import passes
from infra.database import write


@pytest.fixture
def into(app):
    account_id, _ = with_accident(app)
    return run(app, account_id)


def test_it_is_the_first_ones_and_stays_theirs(app, context, into):
    made = passes.issue(into, NOW)
    assert passes.claim(made.id, "one", NOW) and passes.claim(made.id, "one", NOW)
    assert not passes.claim(made.id, "other", NOW)
    found = passes.find(made.id, "okyakusama", NOW)
    assert (found.claimed_by, passes.into(found)) == ("one", into)


def test_of_many_at_once_one_has_it(make_app, database_url):
    app = make_app(database_url)
    account_id, _ = with_accident(app)
    goes_to = run(app, account_id)
    with app.app_context():
        made = passes.issue(goes_to, NOW)

    def claim(mark):
        with app.app_context():
            return passes.claim(made.id, mark, NOW)

    got = at_once([lambda mark=str(number): claim(mark) for number in range(8)])
    assert got.count(True) == 1


def test_it_lasts_ten_minutes(app, context, into):
    made = passes.issue(into, NOW)
    last, over = NOW + timedelta(minutes=10, seconds=-1), NOW + timedelta(minutes=10)
    assert passes.find(made.id, "okyakusama", last) and passes.of_run(into.run_id, last)
    assert not passes.find(made.id, "okyakusama", over) and not passes.of_run(into.run_id, over)
    assert not passes.claim(made.id, "one", over)


def test_a_newer_one_ends_it(app, context, into):
    old = passes.issue(into, NOW)
    new = passes.issue(into, NOW)
    assert passes.find(old.id, "okyakusama", NOW) is None
    assert passes.of_run(into.run_id, NOW).id == new.id


def test_it_is_another_portals_nowhere(app, context, into):
    assert passes.find(passes.issue(into, NOW).id, "keiyakusha", NOW) is None


def test_what_opens_it_stands_nowhere(app, context, into):
    made = passes.issue(into, NOW)
    secret = passes.secret_of(made.id)
    assert len(secret) == passes.MARK and secret not in str(tables(app))
    assert passes.is_secret(made.id, secret)
    for wrong in ("", secret[:-1], secret.upper() + "é", passes.secret_of("another")):
        assert not passes.is_secret(made.id, wrong)


def test_what_is_over_is_erased(app, context, into):
    passes.issue(into, NOW)
    for minutes, erased in ((9, 0), (10, 1), (11, 0)):
        with write() as session:
            assert passes.purge(session, NOW + timedelta(minutes=minutes)) == erased
