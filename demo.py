"""What does somebody see who tries the application out?"""

from flask.cli import AppGroup

cli = AppGroup("demo", help="Data for trying it out.")


@cli.command("prepare")
def prepare() -> None:
    """Bring the database up to date and load the demo data where there is none."""
