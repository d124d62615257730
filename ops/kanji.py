"""What would newer tables of kanji change in the names that are one? (decision 43, docs/decisions/0017-names.md)"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import AppGroup

from ops import kanji_tables
from rules.japanese import names

cli = AppGroup("kanji", help="The forms of kanji by which names are matched.")


@cli.command("check")
@click.argument("database", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_command(database: Path) -> None:
    """Tell what DATABASE, the moji.db of another release of the npm package @mandel59/mojidata, would add to the table
    of forms, and what it would take away. What was added here stays."""
    try:
        newer, ours = kanji_tables.forms(database), names.ours()
        newer = {form: ours.get(new, new) for form, new in newer.items()} | ours
    except sqlite3.Error as wrong:
        raise click.ClickException(f"{database.name} is no such database: {wrong}") from wrong
    now = {chr(form): chr(new) for form, new in names.PLAIN.items()}
    _tell("加わる", (f"{form}→{new}" for form, new in newer.items() if form not in now))
    _tell("なくなる", (f"{form}→{new}" for form, new in now.items() if form not in newer))
    _tell("変わる", (f"{form}→{now[form]} ⇒ {new}" for form, new in newer.items() if now.get(form, new) != new))


def _tell(what: str, forms: Iterable[str]) -> None:
    found = sorted(forms)
    click.echo(f"{what}：{len(found)}")
    for each in found:
        click.echo(f"  {each}")
