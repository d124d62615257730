"""How does an operator hand over what was asked and applied for? `flask data export`; and apply it? `data apply`."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import current_app

from exchange.csv_encodings import ENCODINGS
from exchange.exports import applications, apply_requests, handover, requests
from exchange.imports.command import IN_USE, Stopped, cli
from infra import clock, locks
from infra.database import read
from rules.japanese.dates import JST
from rules.japanese.times import AwareDateTime

__all__ = ["cli"]
REQUESTS, APPLICATIONS = requests.Requests(), applications.Applications()
COMPLETED = "前回の途中だった、このファイルの書き出しを終えました。新しい申し込みは、次のファイルに書き出します。"


@cli.group("export")
def export_group() -> None:
    """Files for the core system."""


@contextmanager
def alone() -> Iterator[None]:
    """Keep other imports, exports and nightly runs away. Raise Stopped where one is under way, or it cannot be told."""
    try:
        with locks.alone(locks.EXCHANGE):
            yield
    except locks.InUse as taken:
        raise Stopped(IN_USE) from taken
    except OSError as wrong:
        raise Stopped(str(wrong)) from wrong


_options = (
    click.argument("file", type=click.Path(dir_okay=False, path_type=Path)),
    click.option("--since", type=click.DateTime(), help="Only what was accepted since then, Japan time."),
    click.option("--portal", help="Only what was asked of one portal."),
    click.option("--encoding", type=click.Choice(list(ENCODINGS)), default="utf-8", show_default=True),
)


def _asked(command: Callable[..., None]) -> Callable[..., None]:
    """Every export is asked for alike."""
    for option in reversed(_options):
        command = option(command)
    return command


@export_group.command("requests")
@_asked
def export_command(file: Path, since: datetime | None, portal: str | None, encoding: str) -> None:
    """Write what was accepted and is in no file yet into FILE, which must not be there yet.

    Each request is in one file and no other, also where a run is killed: the next one first completes its file. From
    then on it cannot be taken back. Ends with 0; 1 where the encoding has not every character (they stand as 〓 in
    FILE and are listed in FILE.gaps.csv); 2 where no file could be written.
    """
    _export(export_requests, file, encoding, since, portal)


@export_group.command("applications")
@_asked
def applications_command(file: Path, since: datetime | None, portal: str | None, encoding: str) -> None:
    """Write what was applied for and is in no file yet into FILE, which must not be there yet; without anything there
    is no FILE.

    As with requests: each is in one file and no other, and ends with the same numbers.
    """
    _export(export_applications, file, encoding, since, portal)


def _export(export: Callable[..., int], file: Path, encoding: str, since: datetime | None, portal: str | None) -> None:
    if portal and portal not in current_app.extensions["portals"]:
        raise click.BadParameter(f"one of {', '.join(current_app.extensions['portals'])}", param_hint="--portal")
    if os.path.lexists(file) or not file.resolve().parent.is_dir():
        raise click.BadParameter("there is such a file already, or no such folder", param_hint="FILE")
    since = since.replace(tzinfo=JST) if since and since.tzinfo is None else since
    with alone():
        gaps = export(file, encoding, since=since, portal=portal)
    sys.exit(1 if gaps else 0)


def export_requests(file: Path, encoding: str, *, since: AwareDateTime | None = None, portal: str | None = None) -> int:
    """Complete what runs that died have left, then write a new file; give how many characters they could not hold.
    `encoding` is one of ENCODINGS, `since` and `portal` as in requests.begin."""
    gaps = _complete_all(REQUESTS)
    if file.exists():
        click.echo(COMPLETED)
        return gaps
    with _stopping():
        requests.begin(file, ENCODINGS[encoding], clock.now(), since=since, portal=portal)
    return gaps + _complete_all(REQUESTS)


def export_applications(
    file: Path, encoding: str, *, since: AwareDateTime | None = None, portal: str | None = None
) -> int:
    """Complete what runs that died have left, then write a new file, if anything waits; give how many characters they
    could not hold. `encoding` is one of ENCODINGS, `since` and `portal` as in applications.begin."""
    gaps = _complete_all(APPLICATIONS)
    if file.exists():
        click.echo(COMPLETED)
        return gaps
    with _stopping():
        begun = applications.begin(file, ENCODINGS[encoding], clock.now(), since=since, portal=portal)
    if not begun:
        click.echo("書き出していないお申し込みはありません。")
    return gaps + _complete_all(APPLICATIONS)


@contextmanager
def _stopping(how_on: str = "。") -> Iterator[None]:
    """Raise Stopped where no file can be written; `how_on` ends what is said of it."""
    try:
        yield
    except OSError as wrong:
        raise Stopped(f"{wrong}{how_on}") from wrong


def _complete_all(kind: handover.Kind) -> int:
    gaps = 0
    for export in handover.unfinished(kind):
        with _stopping("。書き込めるようにしてから、もう一度実行してください。"):
            written = handover.complete(kind, export)
        if written:
            click.echo(f"{written.path}: {written.rows}件")
            for line in written.lacking:
                click.echo(f"書けない文字: {line}", err=True)
            gaps += written.gaps
    return gaps


@cli.command("apply")
def apply_command() -> None:
    """Apply what is due today: accepted before today (Japan), for today or an earlier day."""
    with alone():
        click.echo(f"反映した申し込み {apply_due()}件")


def apply_due() -> int:
    """Apply what is due today, with a progress bar; give how many."""
    now, today = clock.now(), clock.today()
    with read() as session:
        number = apply_requests.count_due(session, today)
    with click.progressbar(length=number, label="apply", file=sys.stderr) as bar:
        return apply_requests.apply_due(now, today, bar.update)
