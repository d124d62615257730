"""Does each act of staff follow the one before it, in one chain a day?"""

from datetime import timedelta

import pytest
from factories import NOW
from sqlalchemy import select
from staffing import hire
from ways import at_once

from domain.staff import audit_trail
from domain.staff.audit_trail import Act, Whom
from infra.database import read, write
from models import AuditDay, AuditEntry

MIDNIGHT = timedelta(hours=12)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def member_id(app, context):
    return hire(app)


def tell(member_id, now=NOW, act=Act.SAW_PHOTOS, **more):
    with write() as session:
        audit_trail.record(session, act, member_id, now, **more)


def entries():
    with read() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()


def days():
    with read() as session:
        return session.scalars(select(AuditDay).order_by(AuditDay.day)).all()


def test_a_row_says_who_did_what_to_whom_and_why(member_id):
    second = member_id
    tell(member_id, whom=Whom(3, 4, "case"), second_id=second, screen=714, reason="本人より", about="受付番号 1")
    [entry] = entries()
    assert (entry.act, entry.member_id, entry.second_id, entry.at) == ("saw photos", member_id, second, NOW)
    assert (entry.account_id, entry.contract_id, entry.case_id, entry.screen) == (3, 4, "case", 714)
    assert (entry.reason, entry.about, entry.place) == ("本人より", "受付番号 1", 1)


def test_each_row_follows_the_one_before_it_and_each_day_the_day_before(member_id):
    for hours in (0, 1, 13, 40):
        tell(member_id, NOW + timedelta(hours=hours))
    before = audit_trail.NOTHING_BEFORE
    for entry in entries():
        assert entry.hash == audit_trail.hash_of(entry, before)
        before = entry.hash
    assert [(day.entries, day.head) for day in days()] == [
        (2, entries()[1].hash),
        (1, entries()[2].hash),
        (1, entries()[3].hash),
    ]
    assert [day.before for day in days()] == ["", entries()[1].hash, entries()[2].hash]
    assert all(audit_trail.is_marked(day) for day in days())


def test_days_are_those_of_japan(member_id):
    tell(member_id, NOW + MIDNIGHT - timedelta(seconds=1))
    tell(member_id, NOW + MIDNIGHT)
    assert [entry.place for entry in entries()] == [1, 1]


def test_who_comes_late_after_midnight_stands_in_the_day_that_has_begun(member_id):
    tell(member_id, NOW + MIDNIGHT)
    tell(member_id, NOW)
    assert [entry.place for entry in entries()] == [1, 2]
    assert len(days()) == 1


def test_of_twenty_at_once_each_follows_another(app, member_id):
    def one():
        with app.app_context():
            tell(member_id)

    at_once([one] * 20)
    assert [entry.place for entry in entries()] == list(range(1, 21))
    before = audit_trail.NOTHING_BEFORE
    for entry in entries():
        assert entry.hash == audit_trail.hash_of(entry, before)
        before = entry.hash


def test_acts_are_kept_in_these_words():
    assert {act.name: act.value for act in Act} == {
        "LOGGED_IN": "logged in",
        "SAW_PHOTOS": "saw photos",
        "OPENED_PHOTO": "opened photo",
        "ENDED_LOGINS": "ended logins",
        "OPENED_CASE": "opened case",
        "JOINED_SCREEN": "joined screen",
        "SAW_ACCOUNTS_SCREEN": "saw account's screen",
        "SCREEN_PAUSED": "screen paused",
        "SCREEN_WENT_ON": "screen went on",
        "LEFT_SCREEN": "left screen",
        "CLOSED_CASE": "closed case",
        "CHECKED_CALLER": "checked caller",
        "SAW_RECORD": "saw record",
        "REVEALED": "revealed",
    }
    assert all(act.words for act in Act)
