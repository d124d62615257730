"""Does each act of staff follow the one before it, in one chain a day?"""

import json
from datetime import timedelta

import pytest
from factories import NOW
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from staffing import hire
from ways import at_once

from domain.staff import audit_trail
from domain.staff.audit_trail import Act, Mark, Whom
from infra.database import core, read, write
from models import AuditDay, AuditEntry
from rules.japanese.dates import JST

MIDNIGHT = timedelta(hours=12)


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


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
    told = {"reason": "本人より", "about": "受付番号 1", "ticket": "T-1"}
    tell(member_id, whom=Whom(3, 4, "case"), second_id=second, screen=714, **told)
    [entry] = entries()
    assert (entry.act, entry.member_id, entry.second_id, entry.at) == ("saw photos", member_id, second, NOW)
    assert (entry.account_id, entry.contract_id, entry.case_id, entry.screen) == (3, 4, "case", 714)
    assert (entry.reason, entry.about, entry.ticket, entry.place) == ("本人より", "受付番号 1", "T-1", 1)


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
    assert {audit_trail.whose(day) for day in days()} == {Mark.OURS}


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
        "LOGGED_IN_BY_PASSKEY": "logged in by passkey",
        "LOGGED_OUT": "logged out",
        "LOGIN_ENDED": "login ended",
        "NAME_LOCKED": "name locked",
        "PASSWORD_CHANGED": "password changed",
        "PASSKEY_ADDED": "passkey added",
        "PASSKEY_REMOVED": "passkey removed",
        "MEMBER_ADDED": "member added",
        "MEMBER_RENEWED": "member renewed",
        "MEMBER_CLOSED": "member closed",
        "MEMBER_UNLOCKED": "member unlocked",
        "ROLE_CHANGED": "role changed",
        "SAW_PHOTOS": "saw photos",
        "OPENED_PHOTO": "opened photo",
        "ENDED_LOGINS": "ended logins",
        "UNLOCKED": "unlocked",
        "SENT_LINK": "sent link",
        "ASKED_PHONE": "asked phone",
        "ASKED_PAPER": "asked paper",
        "OPENED_CASE": "opened case",
        "JOINED_SCREEN": "joined screen",
        "SAW_ACCOUNTS_SCREEN": "saw account's screen",
        "SCREEN_PAUSED": "screen paused",
        "SCREEN_WENT_ON": "screen went on",
        "LEFT_SCREEN": "left screen",
        "CLOSED_CASE": "closed case",
        "CHECKED_CALLER": "checked caller",
        "SAW_RECORD": "saw record",
        "TOOK_OVER": "took over",
        "REVEALED": "revealed",
        "READ_TRAIL": "read trail",
        "EXPORTED_TRAIL": "exported trail",
        "CHECKED_TRAIL": "checked trail",
        "PRUNED_TRAIL": "pruned trail",
        "SEARCHED": "searched",
        "ASKED_APPROVAL": "asked approval",
        "TOOK_BACK": "took back",
        "SAW_APPROVAL": "saw approval",
        "APPROVED": "approved",
        "NOT_APPROVED": "not approved",
        "FOUND_LAPSED": "found lapsed",
        "CORRECTED": "corrected",
        "ASKED_ADDRESS": "asked address",
        "CLOSED_WEB": "closed web",
        "OPENED_WEB": "opened web",
        "WROTE_NOTE": "wrote note",
        "WITHDREW_NOTE": "withdrew note",
    }
    assert all(act.words for act in Act)


def test_all_that_a_row_says_is_hashed(member_id):
    assert {*json.loads(audit_trail.canonical(whole(member_id)))} == {*core(AuditEntry).columns.keys()} - {"hash"}


def whole(member_id):
    """A row with something in each column."""
    told = {"second_id": member_id, "screen": 714, "reason": "a", "about": "b", "ticket": "T-1"}
    tell(member_id, whom=Whom(3, 4, "case"), **told)
    return entries()[-1]


def test_a_column_that_comes_later_changes_no_hash_of_before(member_id):
    """As one that is empty in this row."""
    tell(member_id)
    assert "ticket" not in json.loads(audit_trail.canonical(entries()[0]))


@pytest.mark.parametrize(
    "said", ["", "  a\r\nb\t ", "髙﨑𠮷", "か\u3099", "👩‍👧", "\"\\u0000'", "a\0b", "\ud83d", "x" * 100_000]
)
def test_the_hash_is_of_what_is_read_back(member_id, said):
    tell(member_id, NOW.replace(microsecond=1), reason=said, about=said)
    tell(member_id, NOW.replace(microsecond=999_999).astimezone(JST))
    first, second = entries()
    assert first.hash == audit_trail.hash_of(first, "") and second.hash == audit_trail.hash_of(second, first.hash)
    assert first.reason == said.replace("\0", "").replace("\ud83d", "?")


def test_what_another_wrote_into_a_day_does_not_get_our_mark_with_the_next_row(member_id, caplog):
    """Who may write into the database makes the hashes fit, and waits for a row of ours."""
    tell(member_id)
    forged = "0" * 64
    with write() as session:
        session.execute(update(AuditDay).values(head=forged))
    tell(member_id)
    [day] = days()
    assert audit_trail.whose(day) is Mark.FORGED
    assert [entry.place for entry in entries()] == [1, 2] and "does not bear our mark" in caplog.text
    tell(member_id, NOW + timedelta(days=1))
    assert [audit_trail.whose(day) for day in days()] == [Mark.FORGED, Mark.OURS]


def test_rows_are_numbered_without_a_gap_also_after_what_was_taken_back(member_id):
    tell(member_id)
    with pytest.raises(ZeroDivisionError), write() as session:
        audit_trail.record(session, Act.LOGGED_IN, member_id, NOW)
        _ = 1 / 0
    tell(member_id)
    assert [entry.id for entry in entries()] == [1, 2]


CHANGES = {
    "changed": "update audit_entries set about = 'x'",
    "deleted": "delete from audit_entries",
    "its day deleted": "delete from audit_days",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=list(CHANGES))
def test_the_database_itself_lets_no_row_be(member_id, statement):
    tell(member_id)
    with pytest.raises(IntegrityError, match="only ever added to"), write() as session:
        session.execute(text(statement))
    assert len(entries()) == len(days()) == 1


def test_postgresql_lets_no_table_be_emptied_at_once(make_app, postgresql_url):
    app = make_app(postgresql_url)
    with app.app_context():
        tell(hire(app))
        for table in ("audit_entries", "audit_days"):
            with pytest.raises(IntegrityError, match="only ever added to"), write() as session:
                session.execute(text(f"truncate {table} cascade"))
        assert len(entries()) == 1


def test_a_mark_says_which_key_made_it(make_app, sqlite_url):
    old, new = "o" * 32, "n" * 32
    for keys, expected in (([old], Mark.OURS), ([new, old], Mark.OURS), ([new], Mark.KEY_GONE)):
        app = make_app(sqlite_url, SECRET_KEYS=keys)
        with app.app_context():
            if keys == [old]:
                tell(hire(app))
            assert audit_trail.whose(days()[0]) is expected


@pytest.mark.parametrize("mark", ["", "x", "あ", "0" * 64])
def test_a_mark_that_is_none_is_forged(member_id, mark):
    tell(member_id)
    with write() as session:
        session.execute(update(AuditDay).values(mark=mark))
    assert audit_trail.whose(days()[0]) is Mark.FORGED
