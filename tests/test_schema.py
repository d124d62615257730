"""Do the tables go up, down and up again, and are they the ones that models.py speaks of? (row O11)"""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import models
import schema
from database import db


def differences():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, models.Table.metadata)


def names():
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_the_migrated_tables_are_those_of_the_models(make_app, database_url):
    with make_app(database_url).app_context():
        assert names() == set(models.Table.metadata.tables)
        assert differences() == []


def test_up_down_and_up_again(make_app, database_url):
    with make_app(database_url).app_context():
        schema.downgrade("base")
        assert names() == set()
        schema.upgrade()
        assert names() == set(models.Table.metadata.tables)
        assert differences() == []
        schema.upgrade()


def test_the_command_line_does_the_same(make_app, sqlite_url):
    app = make_app(sqlite_url)
    run = app.test_cli_runner().invoke
    assert run(args=["db", "downgrade", "base"]).exit_code == 0
    with app.app_context():
        assert names() == set()
    assert run(args=["db", "upgrade"]).exit_code == 0
    with app.app_context():
        assert names() == set(models.Table.metadata.tables)
