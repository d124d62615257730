"""Is what a customer has begun found again, and only that? (row W17)"""

from datetime import timedelta

import pytest
from factories import NOW
from picturing import run, with_accident

from wizards.engine import under_way


@pytest.fixture
def portal(app):
    return app.extensions["portals"]["okyakusama"]


def test_what_is_open_is_found_the_last_touched_first(app, portal):
    account_id, _ = with_accident(app)
    later = NOW + timedelta(minutes=1)
    run(app, account_id, "a" * 22, subject="1")
    run(app, account_id, "b" * 22, subject="1", seen_at=later)
    run(app, account_id, "c" * 22, subject="1", committed_at=NOW)
    run(app, account_id, "d" * 22, subject="1", expires_at=NOW)
    run(app, account_id, "e" * 22, subject="1", portal="keiyakusha")
    run(app, account_id, "f" * 22, subject="2", wizard="change")
    run(app, account_id, "g" * 22, subject="2", committed_at=later)
    run(app, account_id, "h" * 22, subject="2")
    run(app, account_id, "i" * 22, subject=None, wizard="addition", seen_at=NOW - timedelta(minutes=1))
    with app.app_context():
        found = under_way.of_account(portal, account_id, NOW)
        assert found == [("b" * 22, "photos"), ("f" * 22, "change"), ("i" * 22, "addition")]
        assert under_way.of_account(portal, 99, NOW) == []
        of = {"photos": ("1", "2", "3"), "change": ("2",), "addition": (None,)}
        newest = [under_way.newest(portal, name, account_id, each, NOW) for name in of for each in of[name]]
        assert newest == ["b" * 22, None, None, "f" * 22, "i" * 22]
        assert under_way.newest(portal, "photos", 99, "1", NOW) is None
        assert under_way.about(portal, "photos", account_id, "1", NOW) == "b" * 22
        assert under_way.about(portal, "photos", account_id, "2", NOW) == "h" * 22
        assert under_way.about(portal, "photos", account_id, "3", NOW) is None
        assert under_way.about(portal, "photos", 99, "1", NOW) is None
