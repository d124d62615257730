"""How do operators learn what a newer list of banks would change, before they take it? (612)"""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from rules.japanese.banks import comparison, history, zengin
from rules.japanese.banks.comparison import Differences

PACKAGE = "zengin-code"
INSIDE = Path("zengin_code", "source-data", "data")

cli = AppGroup("banks", help="The list of banks and branches.")


@cli.command("check")
@click.argument("newer", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--branches", is_flag=True, help="Name every branch, not only how many there are.")
def check_command(newer: Path | None, branches: bool) -> None:
    """Tell what a newer list would change: NEWER is its wheel or the folder of its data, else it is fetched with pip.

    Nothing is changed. A new version is taken in requirements.txt; what ended or has another name is first written into
    rules/japanese/banks/data/institutions.tsv.
    """
    with _list_in(newer) as folder:
        try:
            found, by_bank, day = comparison.of_banks(folder), comparison.of_branches(folder), zengin.as_of(folder)
        except (FileNotFoundError, ValueError, KeyError) as wrong:
            raise click.ClickException(f"{newer or PACKAGE}: no list of banks is in it") from wrong
    click.echo(f"The list in use is of {zengin.as_of()}, the other one of {day}.")
    _tell("Banks", found)
    _tell_branches(by_bank, each=branches)
    for entry in comparison.unwritten(found):
        click.echo(f"To be written into institutions.tsv: {entry.code} {entry.name}")
    for former in history.gone().values():
        if former.code in zengin.institutions():
            click.echo(f"Refused though the list in use has it: {former.code} {former.name} ({former.change})")


@contextmanager
def _list_in(newer: Path | None) -> Iterator[Path]:
    """The folder of a list's data. Raise click.ClickException where pip cannot have it or it is no wheel."""
    with tempfile.TemporaryDirectory() as temporary:
        if newer is None:
            newer = _fetched(Path(temporary))
        if newer.is_dir():
            yield newer / INSIDE if (newer / INSIDE).is_dir() else newer
            return
        if not zipfile.is_zipfile(newer):
            raise click.ClickException(f"{newer}: neither a wheel nor a folder")
        with zipfile.ZipFile(newer) as wheel:
            wheel.extractall(temporary)
        yield Path(temporary) / INSIDE


def _fetched(into: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(into), PACKAGE]
    if subprocess.run(command, check=False).returncode:  # noqa: S603
        raise click.ClickException(f"pip could not fetch {PACKAGE}; give the path of its wheel")
    return next(into.glob("*.whl"))


def _tell(what: str, found: Differences) -> None:
    for entry in found.added:
        click.echo(f"{what} added: {entry.code} {entry.name}")
    for old, new in found.renamed:
        click.echo(f"{what} renamed: {new.code} {old.name} → {new.name}")
    for entry in found.gone:
        click.echo(f"{what} gone: {entry.code} {entry.name}")
    if not any(found):
        click.echo(f"{what}: none added, renamed or gone")


def _tell_branches(by_bank: dict[str, Differences], *, each: bool) -> None:
    added, renamed, gone = (sum(len(found[place]) for found in by_bank.values()) for place in range(3))
    click.echo(f"Branches: {added} added, {renamed} renamed, {gone} gone, of {len(by_bank)} banks")
    if each:
        for code, found in by_bank.items():
            _tell(f"Branches of {code}", found)
