"""How is a statement run that nearly every request runs? Written with Core, compiled once, run by the driver itself.

SQLAlchemy's own way takes twice as long and touches so much code that what follows runs slower too
(docs/decisions/0009-speed.md). On its own a statement is a transaction; with a session it is a part of that session's.
What goes wrong is raised as SQLAlchemy would raise it, and SQLAlchemy's events, which do not see these statements, have
their like in LISTENERS.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from time import perf_counter
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Engine, Insert, Select, Table, Update, bindparam, insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from infra.database import engine
from infra.driver_errors import translated

Convert = Callable[[Any], Any]
# Each of these is told every statement that was run (in the database's words, with marks for the values) and how many
# seconds the driver took for it. Where there are none no clock is read.
LISTENERS: list[Callable[[str, float], None]] = []


class _Compiled(NamedTuple):
    """A statement in the words of one kind of database."""

    sql: str
    order: tuple[str, ...] | None
    given: Mapping[str, Convert]
    found: tuple[Convert | None, ...]
    row: Callable[..., Any]


class Statement:
    """A SELECT, UPDATE or INSERT whose values are bindparams."""

    def __init__(self, core: Select[Any] | Update | Insert) -> None:
        self._core = core
        self._compiled: dict[str, _Compiled] = {}

    def first(self, session: Session | None = None, **values: Any) -> Any:
        """The first row found, its columns by their names; None where there is none."""
        with self._run(session, values) as (compiled, cursor):
            found = cursor.fetchone()
        if found is None:
            return None
        converted = zip(compiled.found, found, strict=True)
        return compiled.row(*(value if convert is None else convert(value) for convert, value in converted))

    def change(self, session: Session | None = None, **values: Any) -> int:
        """How many rows it changed; committed where no session is given."""
        with self._run(session, values) as (_, cursor):
            return int(cursor.rowcount)

    @contextmanager
    def _run(self, session: Session | None, values: Mapping[str, Any]) -> Iterator[tuple[_Compiled, Any]]:
        opened = engine()
        compiled = self._compiled.get(opened.dialect.name) or self._compile(opened.dialect)
        sent = {name: convert(values[name]) for name, convert in compiled.given.items()}
        given = tuple(sent[name] for name in compiled.order) if compiled.order else sent
        with _connection(opened, session, compiled.sql) as connection, closing(connection.cursor()) as cursor:
            began = perf_counter() if LISTENERS else 0.0
            cursor.execute(compiled.sql, given)
            for listener in LISTENERS:
                listener(compiled.sql, perf_counter() - began)
            yield compiled, cursor

    def _compile(self, dialect: Dialect) -> _Compiled:
        sql = self._core.compile(dialect=dialect)
        assert isinstance(sql, SQLCompiler)
        given = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in sql.binds.items()}
        columns = tuple(self._core.selected_columns) if isinstance(self._core, Select) else ()
        compiled = self._compiled[dialect.name] = _Compiled(
            str(sql),
            tuple(sql.positiontup) if sql.positiontup is not None else None,
            {name: convert or _as_it_is for name, convert in given.items()},
            tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns),
            namedtuple("Row", [str(column.key) for column in columns]),
        )
        return compiled


def insertion(table: Table, *columns: str) -> Statement:
    """Puts in a row of these columns; what the database makes of the others (an id) is not asked for."""
    return Statement(insert(table).inline().values({name: bindparam(name) for name in columns}))


@contextmanager
def _connection(opened: Engine, session: Session | None, sql: str) -> Iterator[Any]:
    """The session's, or one of its own that is committed; where anything is raised its pool rolls it back."""
    if session is not None:
        session.flush()
    owner: Any = _taken(opened) if session is None else session.connection()
    connection: Any = owner if session is None else owner.connection
    try:
        yield connection
        if session is None:
            connection.commit()
    except opened.dialect.loaded_dbapi.Error as wrong:
        gone = opened.dialect.is_disconnect(wrong, connection.dbapi_connection, None)
        if gone:
            owner.invalidate(wrong)
        raise translated(wrong, opened.dialect, sql, gone=gone) from wrong
    finally:
        if session is None:
            connection.close()


def _taken(opened: Engine) -> Any:
    try:
        return opened.raw_connection()
    except opened.dialect.loaded_dbapi.Error as wrong:
        raise translated(wrong, opened.dialect) from wrong


def _as_it_is(value: Any) -> Any:
    return value
