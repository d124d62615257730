"""Does a statement run by the driver mean what it means to SQLAlchemy, on either database?"""

from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError
from ways import at_once

import models
from infra import database, statements
from infra.database import core, engine, read, write
from infra.statements import Statement, insertion

RUNS = core(models.RunRow)
FIND = Statement(select(RUNS).where(RUNS.c.id == bindparam("run"), RUNS.c.wizard == bindparam("wizard")))
CHANGE = Statement(
    update(RUNS)
    .where(RUNS.c.id == bindparam("run"), RUNS.c.version == bindparam("read"), RUNS.c.committed_at.is_(None))
    .values(version=bindparam("version"), answers=bindparam("answers"), seen_at=bindparam("seen_at"))
)
AT = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)
ROW = {
    "id": "one", "portal": "okyakusama", "wizard": "registration", "visitor": "髙𠮷%s:run?", "version": 1,
    "answers": b"\x00\xff'", "created_at": AT, "seen_at": AT, "expires_at": AT + timedelta(days=1),
}  # fmt: skip


@pytest.fixture
def kept(make_app, database_url):
    app = make_app(database_url)
    with app.app_context():
        with write() as session:
            session.execute(insert(RUNS), ROW)
        yield app


def by_sqlalchemy():
    with read() as session:
        return session.execute(select(RUNS).where(RUNS.c.id == "one")).one()._asdict()


def test_a_row_is_what_sqlalchemy_makes_of_it(kept):
    found = FIND.first(run="one", wizard="registration")
    assert found._asdict() == by_sqlalchemy()
    assert (found.seen_at, found.answers, found.committed_at, found.visitor) == (
        AT,
        ROW["answers"],
        None,
        ROW["visitor"],
    )


def test_nothing_found_is_none(kept):
    assert FIND.first(run="one' OR '1'='1", wizard="registration") is None


def test_a_change_is_committed_and_counted(kept):
    tokyo = AT.astimezone(timezone(timedelta(hours=9)))
    values = {"run": "one", "read": 1, "version": 2, "answers": b"new", "seen_at": tokyo}
    assert CHANGE.change(**values) == 1
    assert CHANGE.change(**values) == 0
    assert by_sqlalchemy() == {**by_sqlalchemy(), "version": 2, "answers": b"new", "seen_at": AT}


def test_of_many_at_once_one_changes_the_row(kept):
    def change():
        with kept.app_context():
            return CHANGE.change(run="one", read=1, version=2, answers=b"new", seen_at=AT)

    assert sorted(at_once([change] * 12)) == [0] * 11 + [1]


def test_a_value_that_is_missing_is_refused(kept):
    with pytest.raises(KeyError):
        FIND.first(run="one")


def test_a_statement_that_fails_changes_nothing_and_gives_its_connection_back(kept):
    with pytest.raises(IntegrityError):
        CHANGE.change(run="one", read=1, version=None, answers=b"new", seen_at=AT)
    assert engine().pool.checkedout() == 0
    assert by_sqlalchemy()["version"] == 1
    assert CHANGE.change(run="one", read=1, version=2, answers=b"new", seen_at=AT) == 1


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


def test_whoever_listens_is_told_each_statement_and_its_seconds(kept, monkeypatch):
    told, times = [], iter([10.0, 10.5, 20.0, 21.0])
    monkeypatch.setattr(statements, "perf_counter", lambda: next(times))
    FIND.first(run="one", wizard="registration")
    monkeypatch.setattr(statements, "LISTENERS", [lambda sql, seconds: told.append((sql.split()[0], seconds))])
    FIND.first(run="one", wizard="registration")
    CHANGE.change(run="one", read=1, version=2, answers=b"new", seen_at=AT)
    assert told == [("SELECT", 0.5), ("UPDATE", 1.0)]


def test_with_a_session_it_is_a_part_of_its_transaction(kept):
    values = {"run": "one", "read": 1, "version": 2, "answers": b"new", "seen_at": AT}
    with write() as session:
        assert CHANGE.change(session, **values) == 1
        assert FIND.first(session, run="one", wizard="registration").version == 2
        session.rollback()
    assert by_sqlalchemy()["version"] == 1


def test_it_sees_what_the_session_has_not_sent_yet(kept):
    with write() as session:
        session.get(models.RunRow, "one").version = 7
        assert FIND.first(session, run="one", wizard="registration").version == 7


def test_a_row_can_be_put_in(kept):
    put = insertion(RUNS, *ROW)
    assert put.change(**{**ROW, "id": "two"}) == 1
    assert FIND.first(run="two", wizard="registration").answers == ROW["answers"]


def test_it_is_compiled_once_for_each_kind_of_database(kept):
    compiled = []
    statement = Statement(select(RUNS.c.id).where(RUNS.c.id == bindparam("run")))
    original, statement._compile = statement._compile, lambda dialect: compiled.append(dialect) or original(dialect)
    assert [statement.first(run="one").id for _ in range(3)] == ["one"] * 3
    assert len(compiled) == 1
