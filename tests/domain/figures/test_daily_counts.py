"""Does each row count what happened once, whoever else counts, and go when its time is over?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from factories import NOW, account
from sqlalchemy import select, update
from ways import at_once

from domain.figures import daily_counts
from domain.figures.daily_counts import OF_CUSTOMERS, Counted, What, day_of, is_customers
from infra.database import core, read, write
from models import DailyCount, RunRow

DAY = date(2026, 11, 24)
ONE = Counted(DAY, What.MISTAKE.value, "okyakusama", "change", 604, "phone", "empty")
OTHER = ONE._replace(name="birth")


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


def numbers():
    with read() as session:
        rows = session.scalars(select(DailyCount).order_by(*core(DailyCount).primary_key))
        return [(each.name, each.number) for each in rows]


def test_a_row_is_made_once_and_counts_on(app, context):
    daily_counts.count({ONE: 1})
    daily_counts.count({ONE: 2, OTHER: 1})
    assert numbers() == [("birth", 1), ("phone", 3)]


def test_what_differs_in_anything_is_counted_apart(app, context):
    different = {"day": DAY + timedelta(days=1), "what": "left", "portal": "keiyakusha", "wizard": "easy"}
    different |= {"screen": 605, "name": "kana", "kind": "long"}
    daily_counts.count(dict.fromkeys([ONE, *(ONE._replace(**{name: to}) for name, to in different.items())], 1))
    assert [number for _, number in numbers()] == [1] * 8


def test_of_nothing_nothing_is_written(app, context, monkeypatch):
    monkeypatch.setattr(daily_counts, "write", None)
    daily_counts.count({})


def test_many_are_counted_at_once_and_none_is_counted_as_none(app, context):
    daily_counts.count({ONE._replace(screen=screen): 1 for screen in range(1000)})
    with write() as session:
        daily_counts.add(session, {})
    assert len(numbers()) == 1000


def test_two_that_count_the_same_rows_never_wait_for_one_another(app, context):
    """Each names them in another order, again and again."""
    rows = [ONE._replace(screen=screen) for screen in range(12)]

    def count(named):
        with app.app_context():
            for _ in range(15):
                daily_counts.count(dict.fromkeys(named, 1))

    at_once([lambda: count(rows), lambda: count(rows[::-1]), lambda: count(rows), lambda: count(rows[::-1])])
    assert {number for _, number in numbers()} == {60}


@pytest.mark.parametrize(("second", "day"), [(-1, 24), (0, 25)])
def test_a_day_begins_at_midnight_in_japan(second, day):
    assert day_of(datetime(2026, 11, 24, 15, tzinfo=UTC) + timedelta(seconds=second)) == date(2026, 11, day)


def test_whose_run_it_is_is_judged_alike_in_both_ways(app, context):
    whole = {"portal": "okyakusama", "wizard": "unlock", "visitor": "", "created_at": NOW, "seen_at": NOW}
    known = account(app).id
    with write() as session:
        session.add(RunRow(id="a run", expires_at=NOW, **whole))
    for subject in (None, "a case"):
        for account_id in (None, known):
            with write() as session:
                session.execute(update(RunRow).values(subject=subject, account_id=account_id))
                judged = session.scalar(select(RunRow.id).where(OF_CUSTOMERS)) is not None
            assert judged == is_customers(subject, account_id) == (subject is None or account_id is not None)


def test_a_count_goes_after_four_hundred_days(app, context):
    daily_counts.count({ONE: 1})
    for days, gone in ((400, 0), (401, 1)):
        with write() as session:
            assert daily_counts.purge(session, NOW + timedelta(days=days)) == gone
