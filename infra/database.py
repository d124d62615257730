"""How is the database opened, read and written?

`read()` gives a short-lived session; `write()` one transaction, all or nothing. On SQLite a write begins with BEGIN
IMMEDIATE, so that two of them queue up instead of failing half-way (decision 9).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from flask import Flask, current_app
from sqlalchemy import DateTime, MetaData, Text, TypeDecorator, event, func, select
from sqlalchemy import Table as SqlTable
from sqlalchemy import cast as cast_to
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine, create_engine, make_url
from sqlalchemy.orm import DeclarativeBase, Session

from infra.driver_errors import translated

BEGIN = "BEGIN IMMEDIATE"


class Table(DeclarativeBase):
    """What every table is made from; constraints have names so that a migration can take them away again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """A point in time: aware in the program, UTC without a zone in the database, on SQLite as on PostgreSQL."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


class Engines(NamedTuple):
    """The application's way to its database, and the same for what writes."""

    plain: Engine
    writing: Engine


def init(app: Flask) -> None:
    """Open the database of the settings: connections are made when they are needed, and closed with the application."""
    settings = dict(app.config["DATABASE"])
    url = make_url(settings.pop("url"))
    if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith((":", "file:")):
        url = url.set(database=str(Path(app.instance_path, url.database)))
    opened = create_engine(url, **settings)
    # Both are kept, since making one takes as long as a statement; they share their connections.
    app.extensions["engines"] = Engines(opened, opened.execution_options(writes=True))


def engine() -> Engine:
    """What the application's connections come from."""
    engines: Engines = current_app.extensions["engines"]
    return engines.plain


def writing() -> Engine:
    """The engine of this application whose transactions begin as writes."""
    engines: Engines = current_app.extensions["engines"]
    return engines.writing


@contextmanager
def read() -> Iterator[Session]:
    """A session to look things up with; given back at the end of the block, so never keep its objects lazily."""
    with Session(engine(), expire_on_commit=False) as session:
        yield session


@contextmanager
def write() -> Iterator[Session]:
    """One transaction: committed at the end of the block, rolled back if anything is raised in it.

    No hashing and no network inside (decision 9).
    """
    with Session(writing(), expire_on_commit=False) as session, session.begin():
        yield session


def on_the_disk() -> None:
    """Make sure that what was committed outlives a power cut; PostgreSQL sees to that itself. SQLite's commits are on
    the disk for good once they go from its log into the file."""
    if engine().dialect.name == "sqlite":
        with engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(FULL)")


def one_at_a_time(session: Session, what: int) -> None:
    """Wait until no other transaction does this, and keep others waiting until this one ends; on SQLite every writer
    does so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(what)))


def queue_up(session: Session, mark: str) -> None:
    """Wait for whoever does something about what a text names: two requests for one address queue up, or each would
    miss what the other does."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(cast_to(func.pg_advisory_xact_lock(func.hashtextextended(mark, 0)), Text)))


def core(table: type[Table]) -> SqlTable:
    """A table for Core statements, which cost a fraction of the ORM's unit of work."""
    return cast(SqlTable, table.__table__)


def insert_into(session: Session, table: type[Table] | SqlTable) -> Any:
    """An INSERT of this database's own kind, for what only such know: ON CONFLICT."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    # What only reads needs no BEGIN: each statement sees the newest commit, as it does on PostgreSQL.
    if connection.dialect.name == "sqlite" and connection.get_execution_options().get("writes"):
        try:
            connection.connection.cursor().execute(BEGIN)
        except sqlite3.Error as wrong:
            raise translated(wrong, connection.dialect, BEGIN) from wrong
