"""What does the application see of an error that the database's driver raises where SQLAlchemy is passed by?

The same as where it is not: an exception of `sqlalchemy.exc`, which is what the rest of the application waits for.
"""

from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError


def translated(wrong: Exception, dialect: Dialect, sql: str | None = None, *, gone: bool = False) -> DBAPIError:
    """The driver's error, `wrong`, as SQLAlchemy's own. `gone`: the connection cannot be used any more.

    Of a statement, `sql`, it tells no more than what kind of error it was: PostgreSQL's words hold the values of a row.
    """
    made = DBAPIError.instance(
        sql,
        None,
        wrong,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=dialect,
    )
    assert isinstance(made, DBAPIError)
    if sql is not None:
        code = getattr(wrong, "sqlstate", None) or getattr(wrong, "sqlite_errorname", None) or ""
        made.args = (f"({type(wrong).__module__}.{type(wrong).__name__}) {code}".rstrip(),)
    return made
