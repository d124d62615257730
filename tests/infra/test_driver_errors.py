"""Is an error that the driver raises told as SQLAlchemy tells it, and without the values of a row?"""

import sqlite3
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import create_engine, insert, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from infra import database
from infra.database import engine, read, write
from infra.driver_errors import translated
from infra.statements import insertion
from tests.infra.one_row import AT, CHANGE, FIND, ROW, RUNS

DIALECT = create_engine("sqlite://").dialect


@pytest.mark.parametrize("gone", [False, True])
def test_of_a_statement_only_the_kind_of_its_error_is_told(gone):
    wrong = sqlite3.IntegrityError("Key (visitor)=(髙𠮷) already exists")
    told = translated(wrong, DIALECT, "INSERT INTO runs", gone=gone)
    assert type(told) is IntegrityError
    assert str(told).splitlines()[:2] == ["(sqlite3.IntegrityError)", "[SQL: INSERT INTO runs]"]
    assert "髙" not in str(told) + repr(told)
    assert (told.orig, told.params, told.connection_invalidated) == (wrong, None, gone)


def test_without_a_statement_its_words_are_told():
    """There is no row whose values could be in them."""
    told = translated(sqlite3.OperationalError("unable to open database file"), DIALECT)
    assert type(told) is OperationalError
    assert "(sqlite3.OperationalError) unable to open database file" in str(told)


def hurry():
    """Let the connection that is taken next wait for no lock."""
    with closing(engine().raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(
            "pragma busy_timeout=0" if engine().dialect.name == "sqlite" else "set session lock_timeout = '20ms'"
        )
        connection.commit()


def hang_up():
    """Let the server close every connection of the pool."""
    with read() as session:
        others = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        session.execute(text(f"select pg_terminate_backend(pid) {others}"))


@pytest.mark.parametrize("within", [False, True], ids=["alone", "in a session"])
def test_a_row_that_is_there_already_is_told_as_sqlalchemy_tells_it_without_its_values(kept, within):
    put = insertion(RUNS, *ROW)
    with pytest.raises(IntegrityError) as refused:
        if within:
            with write() as session:
                put.change(session, **{**ROW, "id": "two"})
                put.change(session, **ROW)
        else:
            put.change(**ROW)
    assert isinstance(refused.value.orig, engine().dialect.loaded_dbapi.IntegrityError)
    assert "INSERT INTO runs" in str(refused.value)
    assert not refused.value.connection_invalidated
    for said in (str(refused.value), repr(refused.value), str(refused.value.args)):
        assert "one" not in said.replace("None", "")
        assert "髙" not in said
        assert "already exists" not in said, "PostgreSQL says which values"
    assert refused.value.params is None
    assert engine().pool.checkedout() == 0
    assert FIND.first(run="two", wizard="registration") is None
    assert put.change(**{**ROW, "id": "two"}) == 1


def test_what_is_locked_is_told_as_sqlalchemy_tells_it(kept):
    values = {"run": "one", "read": 1, "version": 2, "answers": b"new", "seen_at": AT}
    with write() as session:
        session.execute(update(RUNS).values(version=1))
        hurry()
        with pytest.raises(OperationalError, match="UPDATE runs"):
            CHANGE.change(**values)
        assert engine().pool.checkedout() == 1
    assert CHANGE.change(**values) == 1


def test_what_is_found_out_at_the_commit_is_told_so_too(make_app, postgresql_url):
    with make_app(postgresql_url).app_context():
        with write() as session:
            session.execute(text("alter table runs add constraint c unique (visitor) deferrable initially deferred"))
            session.execute(insert(RUNS), ROW)
        with pytest.raises(IntegrityError, match=r"UniqueViolation. 23505\n") as refused:
            insertion(RUNS, *ROW).change(**{**ROW, "id": "two"})
        assert ROW["visitor"] not in str(refused.value)
        assert engine().pool.checkedout() == 0
        assert FIND.first(run="two", wizard="registration") is None


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at.all", "postgresql+psycopg://nobody@127.0.0.1:1/nothing"])
def test_a_database_that_is_not_there_is_told_as_sqlalchemy_tells_it(url):
    app = Flask(__name__)
    app.config["DATABASE"] = {"url": url}
    database.init(app)
    with app.app_context(), pytest.raises(OperationalError, match=r"unable to open|refused"):
        FIND.first(run="one", wizard="registration")


@pytest.mark.parametrize("within", [False, True], ids=["alone", "in a session"])
def test_a_connection_that_is_lost_is_not_used_again(make_app, postgresql_url, within):
    app, other = make_app(postgresql_url), make_app(postgresql_url)
    with app.app_context():
        if within:
            with pytest.raises(OperationalError) as lost, write() as session:
                session.execute(text("select 1"))
                with other.app_context():
                    hang_up()
                FIND.first(session, run="one", wizard="registration")
        else:
            FIND.first(run="one", wizard="registration")
            with other.app_context():
                hang_up()
            with pytest.raises(OperationalError) as lost:
                FIND.first(run="one", wizard="registration")
        assert lost.value.connection_invalidated
        assert engine().pool.checkedout() == 0
        assert FIND.first(run="one", wizard="registration") is None
