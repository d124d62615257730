"""Does a picture go with what it belongs to, and its files with it? (row U10, decision 45)"""

import io
from datetime import timedelta

import pytest
from factories import NOW
from picturing import names, photos, run, with_accident

import models
from domain.photos import erasing, uploads
from domain.photos.storage import Kind
from infra.database import write
from ops.purge import purge
from rules.states import PhotoState

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def into(app):
    account_id, _ = with_accident(app)
    return run(app, account_id, expires_at=NOW + timedelta(days=7))


def take(app, into, content=b"picture"):
    with app.app_context():
        return uploads.take(into, io.BytesIO(content), "a.jpg", NOW).id


def now_is(app, table, **values):
    with app.app_context(), write() as session:
        session.query(table).update(values)


def erase(app, now):
    with app.app_context():
        return purge(now).pictures


def test_what_was_not_sent_goes_with_its_run(app, into):
    take(app, into)
    assert erase(app, NOW + timedelta(days=6)) == 0
    assert erase(app, NOW + timedelta(days=8)) == 1
    assert (photos(app), names(app, Kind.INCOMING)) == ([], set())


def test_what_came_too_late_for_the_commit_goes(app, into):
    take(app, into)
    now_is(app, models.RunRow, committed_at=NOW)
    assert erase(app, NOW + timedelta(minutes=59)) == 0
    assert erase(app, LATER) == 1


def test_what_was_sent_is_kept_as_long_as_is_set(make_app, sqlite_url):
    app = make_app(sqlite_url, PHOTOS_KEPT_DAYS=30)
    account_id, _ = with_accident(app)
    take(app, run(app, account_id))
    now_is(app, models.Photo, state=PhotoState.READY, sent_at=NOW, receipt_number="1" * 12)
    now_is(app, models.RunRow, expires_at=NOW)
    assert erase(app, NOW + timedelta(days=29)) == 0
    assert erase(app, NOW + timedelta(days=30)) == 1
    assert names(app, Kind.INCOMING) == set()


def test_to_count_erases_nothing(app, into):
    take(app, into)
    with app.app_context():
        assert purge(NOW + timedelta(days=8), dry_run=True).pictures == 1
    assert len(photos(app)) == 1 and len(names(app, Kind.INCOMING)) == 1


def test_a_file_that_belongs_to_nobody_goes_once_nobody_can_be_at_it(app, into):
    mine, storage = take(app, into), app.extensions["photo storage"]
    for kind in Kind:
        storage.put(kind, "nobody" * 3, io.BytesIO(b"left"))
    put_at = dict(storage.names(Kind.COPY))["nobody" * 3]
    with app.app_context():
        assert erasing.files_of_nobody(put_at + timedelta(minutes=59)) == 0
        assert erasing.files_of_nobody(put_at + timedelta(hours=1, seconds=5)) == 3
    assert names(app, Kind.INCOMING) == {mine} and names(app, Kind.COPY) == set()


def test_what_came_goes_once_there_is_a_copy(app, into):
    mine, storage = take(app, into), app.extensions["photo storage"]
    storage.put(Kind.COPY, mine, io.BytesIO(b"copy"))
    now_is(app, models.Photo, state=PhotoState.READY)
    [(_, put_at)] = storage.names(Kind.COPY)
    with app.app_context():
        assert erasing.files_of_nobody(put_at + timedelta(hours=1, seconds=5)) == 1
    assert names(app, Kind.INCOMING) == set() and names(app, Kind.COPY) == {mine}
