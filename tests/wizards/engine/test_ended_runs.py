"""Is a run that is over erased, and how it ended counted: once, on its day, where its visitor was?"""

import threading
from datetime import date, timedelta

import factories
import pytest
import ways
from browser import Browser
from casework import Work
from factories import NOW, add
from sqlalchemy import select
from staffing import hire
from ways import at_once, tables, to_104

from domain.accounts import attempts, locks
from domain.figures import daily_counts
from infra.database import read, write
from models import DailyCount, RunRow
from ops import purge
from wizards.engine import ended_runs
from wizards.staff.registry import STAFF_WIZARDS

# 23:59:59 and midnight in Japan.
BEFORE, MIDNIGHT = NOW.replace(hour=14, minute=59, second=59), NOW.replace(hour=15)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def run(name="a run", **different):
    values = {"portal": "okyakusama", "wizard": "registration", "visitor": "", "screen": 104, "answers": b"sealed"}
    times = {"created_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(minutes=30)}
    return add(RunRow(id=name, **{**values, **times, **different}))


def counts():
    with read() as session:
        rows = session.scalars(select(DailyCount).order_by(DailyCount.what, DailyCount.day, DailyCount.screen)).all()
        return [(each.what, each.day, each.wizard, each.screen, each.number) for each in rows]


def erase(now=NOW + timedelta(days=30)):
    with write() as session:
        return ended_runs.purge(session, now)


def test_purging_erases_what_is_over_and_nothing_else(app, clock):
    to_104(Browser(app.test_client()))
    clock.forward(minutes=20)
    to_104(Browser(app.test_client()))
    clock.forward(minutes=10)
    with app.app_context():
        assert erase(clock.now) == 1
        assert counts() == [("left", date(2026, 11, 24), "registration", 104, 1)]
    assert len(tables(app)["runs"]) == 1


def test_each_counts_once_however_often_one_erases(app, context):
    for name in ("one", "two"):
        run(name)
    run("three", screen=None)
    assert (erase(), erase()) == (3, 0)
    assert counts() == [
        ("left", date(2026, 11, 24), "registration", 0, 1),
        ("left", date(2026, 11, 24), "registration", 104, 2),
    ]
    run("four")
    erase()
    assert counts()[1][-1] == 3


def test_each_counts_once_whoever_erases_at_the_same_moment(app, context):
    for place in range(60):
        run(f"run {place}", screen=103 + place % 4)

    def one():
        with app.app_context():
            return erase()

    assert sum(at_once([one] * 6)) == 60
    assert sum(number for *_, number in counts()) == 60


def test_more_than_are_erased_at_a_time(app, context, monkeypatch):
    monkeypatch.setattr(ended_runs, "AT_ONCE", 2)
    for place in range(5):
        run(f"run {place}")
    assert erase() == 5 and counts()[0][-1] == 5


@pytest.mark.parametrize(("seen_at", "day"), [(BEFORE, 24), (MIDNIGHT, 25)])
@pytest.mark.parametrize("what", ["left", "done"])
def test_the_day_is_that_of_the_last_sign_or_of_the_commit_in_japan(app, context, what, seen_at, day):
    long_ago = NOW - timedelta(days=3)
    times = {"seen_at": seen_at} if what == "left" else {"seen_at": long_ago, "committed_at": seen_at}
    run(created_at=long_ago, **times)
    erase()
    assert counts() == [(what, date(2026, 11, day), "registration", 104 if what == "left" else 0, 1)]


def test_nothing_is_counted_where_nothing_is_erased(app, context):
    run()
    assert purge.purge(NOW + timedelta(hours=1), dry_run=True).runs == 1
    assert counts() == []
    assert purge.purge(NOW + timedelta(hours=1)).runs == 1
    assert len(counts()) == 1


def test_nothing_is_counted_where_the_erasing_is_taken_back(app, context):
    run()
    with pytest.raises(RuntimeError), write() as session:
        ended_runs.purge(session, NOW + timedelta(hours=1))
        raise RuntimeError
    assert counts() == []


@pytest.mark.parametrize("name", ["unlock", "telephone"])
def test_runs_of_staff_are_erased_and_not_counted(app, clock, name):
    """Also of a sequence whose name is that of one of the customers'."""
    hire(app)
    with app.app_context():
        customer, _ = factories.held(app)
        with write() as session:
            for _ in range(attempts.LIMIT):
                purpose, key = locks.of_login("okyakusama", "yoshino.t@example.jp")
                attempts.count_wrong(session, app.extensions["keyring"], purpose, key, NOW)
    work = Work(app, name, customer).begin()
    sample = STAFF_WIZARDS[name].first.form.sample
    standing = {tag["name"] for tag in work.desk.form.select("[name]")}
    numbers = {"number": "C900000001"} if "number" in sample else {}
    work.send(**{box: value for box, value in {**sample, **numbers}.items() if box in standing})
    with app.app_context(), read() as session:
        assert len(session.scalars(select(RunRow)).all()) == 1
    with app.app_context():
        assert erase(clock.now + timedelta(days=1)) == 1
        assert counts() == []


def test_a_customers_run_about_what_they_hold_is_counted(app, context):
    run(wizard="change", subject="17", account_id=factories.account(app).id, screen=604)
    run("opened by a link", wizard="unlock", link_id="a link", screen=415)
    erase()
    assert [row[2:4] for row in counts()] == [("unlock", 415), ("change", 604)]


def test_whoever_came_back_meanwhile_stays(make_app, postgresql_url, clock):
    """The row is found to be over, and is not any more once whoever writes to it is done."""
    app = make_app(postgresql_url)
    with app.app_context():
        run()

        def come_back():
            with app.app_context(), write() as session:
                session.get(RunRow, "a run", with_for_update=True).expires_at = NOW + timedelta(days=60)
                held.wait(20)
                ways.until_one_waits()

        def then_erase():
            with app.app_context():
                held.wait(20)
                return erase()

        held = threading.Barrier(2)
        assert at_once([come_back, then_erase]) == [None, 0]
        assert counts() == []


def test_after_four_hundred_days_the_count_goes_too(app, context):
    run()
    erase(NOW + timedelta(hours=1))
    for days, gone in ((399, 0), (400, 0), (401, 1)):
        with write() as session:
            assert daily_counts.purge(session, NOW + timedelta(days=days)) == gone
