"""How does the database get its tables, and how does it lose them again? Alembic, up and down (row O11)."""

from collections.abc import Callable
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from flask.cli import AppGroup

from infra.database import engine

FOLDER = Path(__file__).parents[1] / "migrations"

cli = AppGroup("db", help="The tables of the database.")


def upgrade(revision: str = "head") -> None:
    """Bring the tables up to a revision; does nothing where they are there already."""
    _run(command.upgrade, revision)


def downgrade(revision: str) -> None:
    """Take the tables back to a revision; "base" takes them all away, and what is in them."""
    _run(command.downgrade, revision)


@cli.command("upgrade")
@click.argument("revision", default="head")
def upgrade_command(revision: str) -> None:
    """Bring the tables up to REVISION (the newest)."""
    upgrade(revision)


@cli.command("downgrade")
@click.argument("revision")
def downgrade_command(revision: str) -> None:
    """Take the tables back to REVISION; "base" takes all away with what is in them."""
    downgrade(revision)


def _run(verb: Callable[[Config, str], None], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine().begin() as connection:
        config.attributes["connection"] = connection
        verb(config, revision)
