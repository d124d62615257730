"""Is a write all or nothing, do writers queue up, and does a point in time stay one? (decision 9)"""

from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from factories import contract
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError
from ways import at_once

from infra import database
from infra.database import engine, read, write, writing
from models import Agency, Attempt

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def count(session):
    return session.scalar(select(Attempt.count).where(Attempt.mark == "m"))


@pytest.fixture
def app(make_app, database_url):
    app = make_app(database_url)
    with app.app_context(), write() as session:
        session.add(Attempt(mark="m", count=0, last_at=AT))
    return app


def test_what_raises_leaves_nothing(app):
    with app.app_context():
        with pytest.raises(ZeroDivisionError), write() as session:
            session.execute(update(Attempt).values(count=7))
            session.flush()
            raise ZeroDivisionError
        with read() as session:
            assert count(session) == 0


def test_twenty_writers_queue_up_and_none_is_lost(app):
    def add():
        with app.app_context(), write() as session:
            session.scalar(select(Attempt.count))
            session.execute(update(Attempt).values(count=Attempt.count + 1))

    at_once([add] * 20)
    with app.app_context(), read() as session:
        assert count(session) == 20


def test_a_point_in_time_comes_back_as_it_was(app):
    japan = AT.astimezone(timezone(timedelta(hours=9)))
    with app.app_context():
        with write() as session:
            session.execute(update(Attempt).values(last_at=japan))
        with read() as session:
            assert session.scalar(select(Attempt.last_at)) == AT
            assert session.scalar(select(Attempt.last_at)).tzinfo is UTC
            assert "03:00:00" in str(session.scalar(text("select last_at from attempts")))


def test_a_reader_is_not_held_up_by_a_writer(app):
    with app.app_context(), write() as session:
        session.execute(update(Attempt).values(count=9))
        session.flush()
        with read() as other:
            assert count(other) == 0


def test_a_write_on_sqlite_takes_the_lock_at_its_beginning(make_app, sqlite_url):
    """Otherwise two of them read, and one fails when it comes to write."""
    with make_app(sqlite_url).app_context(), write() as session:
        session.execute(text("select 1"))
        connection = engine().raw_connection()
        connection.execute("pragma busy_timeout=0")
        with pytest.raises(Exception, match="locked"):
            connection.execute("begin immediate")
        connection.close()


@pytest.mark.parametrize(("named", "file"), [("mado.sqlite", "instance/mado.sqlite"), ("{}/a.sqlite", "a.sqlite")])
def test_a_file_without_a_folder_lies_with_what_the_application_keeps(tmp_path, named, file):
    app = Flask(__name__, instance_path=str(tmp_path / "instance"))
    app.config["DATABASE"] = {"url": f"sqlite:///{named.format(tmp_path)}"}
    database.init(app)
    with app.app_context():
        assert engine().url.database == str(tmp_path / file)


def test_a_write_that_cannot_begin_is_told_as_sqlalchemy_tells_it(make_app, sqlite_url):
    with make_app(sqlite_url).app_context():
        with write() as session:
            session.execute(text("select 1"))
            with closing(engine().raw_connection()) as connection:
                connection.execute("pragma busy_timeout=0")
            with pytest.raises(OperationalError, match="SQLITE_BUSY"), write() as other:
                other.execute(text("select 1"))
            assert engine().pool.checkedout() == 1
        with write() as session:
            session.execute(text("select 1"))


def test_applications_have_engines_of_their_own_and_readers_share_connections_with_writers(make_app, sqlite_url):
    apps = make_app(sqlite_url), make_app(sqlite_url)
    found = []
    for app in apps:
        with app.app_context():
            assert engine().pool is writing().pool
            assert writing() is writing()
            found.append(engine())
    assert found[0].pool is not found[1].pool


def test_sqlite_is_set_up_to_last(make_app, sqlite_url):
    with make_app(sqlite_url).app_context(), read() as session:
        found = {
            name: session.scalar(text(f"pragma {name}")) for name in ("journal_mode", "busy_timeout", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "busy_timeout": 10000, "foreign_keys": 1}


def test_a_row_that_points_nowhere_is_refused(make_app, database_url):
    with make_app(database_url).app_context():
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            contract(agency_code="NONE")
        with read() as session:
            assert session.scalars(select(Agency)).all() == []
