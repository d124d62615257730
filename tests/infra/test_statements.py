"""Does a statement run by the driver mean what it means to SQLAlchemy, on either database?"""

from datetime import timedelta, timezone

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from ways import at_once

import models
from infra import statements
from infra.database import engine, read, write
from infra.statements import Statement, insertion
from tests.infra.one_row import AT, CHANGE, FIND, ROW, RUNS


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
