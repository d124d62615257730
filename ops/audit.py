"""Who proves what staff did? The trail is verified, its heads are printed to be kept elsewhere, and what is past its
time is erased."""

import json
from collections.abc import Iterator
from datetime import date
from typing import TextIO

import click
from flask.cli import AppGroup

from domain.staff import audit_check, audit_upkeep
from domain.staff.audit_check import Checked, Head, Verdict
from infra import clock
from infra.database import read, write

BROKEN, UNPROVED = 1, 3
COMPARE = "別に保管した末尾のハッシュ（--heads）と照合してください"

cli = AppGroup("audit", help="The trail of what staff did and saw.")
heads_option = click.option(
    "--heads", "heads_file", type=click.File(encoding="utf-8"), help="Heads kept elsewhere: lines of `audit heads`."
)
from_option = click.option(
    "--from", "since", type=date.fromisoformat, metavar="DAY", help="Begin at this day, YYYY-MM-DD."
)


@cli.command("verify")
@heads_option
@from_option
def verify_command(heads_file: TextIO | None, since: date | None) -> None:
    """Say of each day whether its rows are as they were written, or what is wrong and where.

    Ends with 0 where all days are proved to be whole, 1 where anything is wrong, 3 where nothing is but a day's key is
    no longer among ours and no head in --heads speaks for it. That the newest rows were wound back to an earlier state
    is found by --heads alone.
    """
    known = _heads_in(heads_file)
    days: dict[Verdict, int] = dict.fromkeys(Verdict, 0)
    rows = 0
    try:
        with read() as session:
            for checked in audit_check.check(session, since, heads=known):
                days[checked.verdict] += 1
                rows += checked.entries
                click.echo(line_of(checked))
    except ValueError as wrong:
        raise click.ClickException(f"audit_days: {wrong}") from wrong
    counted = "、".join(f"{verdict.words} {number:,}日" for verdict, number in days.items() if number)
    click.echo(f"合計 {sum(days.values()):,}日 {rows:,}行：{counted or '記録はありません'}")
    if days[Verdict.BROKEN] or days[Verdict.UNPROVED]:
        raise click.exceptions.Exit(BROKEN if days[Verdict.BROKEN] else UNPROVED)


@cli.command("heads")
@from_option
def heads_command(since: date | None) -> None:
    """Print day, number of rows and the hash of the last, one line of JSON a day, to be kept where who writes into the
    database cannot write."""
    with read() as session:
        for told in audit_upkeep.heads(session, since):
            click.echo(told.line)


@cli.command("prune")
@click.option(
    "--before", type=date.fromisoformat, metavar="DAY", required=True, help="The first day that is kept, YYYY-MM-DD."
)
@heads_option
def prune_command(before: date, heads_file: TextIO | None) -> None:
    """Erase the rows of whole days that are older than ten years; the days and their heads stay. Stops at a day that is
    not proved to be whole."""
    until = date.fromordinal(before.toordinal() - 1)
    if until > audit_upkeep.last_to_prune(clock.today()):
        raise click.BadParameter(f"rows are kept for {audit_upkeep.KEPT_YEARS} years", param_hint="--before")
    try:
        for checked in audit_upkeep.prune(until, clock.now(), _heads_in(heads_file)):
            click.echo(f"{checked.day}  {checked.entries:,}行を消去しました")
    except audit_upkeep.NotWhole as wrong:
        raise click.ClickException(f"消去していません：{line_of(wrong.checked)}") from wrong
    except ValueError as wrong:
        raise click.ClickException(f"audit_days: {wrong}") from wrong


def tell_finished() -> bool:
    """Check the days that are over, print the head of each once, and give whether all of them are whole."""
    with read() as session:
        over = audit_upkeep.over(session, clock.today())
    whole = [_told(day, first_time=first_time) for day, first_time in over]
    return all(whole)


def line_of(checked: Checked) -> str:
    """A day, its rows, and whether it is whole."""
    further = [COMPARE] if checked.verdict is Verdict.UNPROVED else [each.words for each in checked.found]
    return "\n    ".join([f"{checked.day}  {checked.entries:,}行  {checked.verdict.words}", *further])


def _told(day: date, *, first_time: bool) -> bool:
    with read() as session:
        checks = list(audit_check.check(session, day, day))
        heads = list(audit_upkeep.heads(session, day, day)) if first_time else []
    for checked in checks:
        if checked.verdict is not Verdict.WHOLE:
            click.echo(f"Error: 監査記録 {line_of(checked)}", err=True)
    for told in heads:
        click.echo(told.line)
    if first_time:
        with write() as session:
            audit_upkeep.note_told(session, day)
    return all(checked.verdict is Verdict.WHOLE for checked in checks)


def _heads_in(file: TextIO | None) -> dict[date, list[Head]]:
    """Heads by their days. Lines that are no JSON are others', as where they stand among what the nightly run says."""
    found: dict[date, list[Head]] = {}
    for number, line in enumerate(_lines(file), 1):
        if line.startswith("{"):
            try:
                read_as = json.loads(line)
                day, head = date.fromisoformat(read_as["day"]), Head(int(read_as["entries"]), str(read_as["head"]))
            except (ValueError, KeyError, TypeError) as wrong:
                raise click.BadParameter(f"line {number} is no head", param_hint="--heads") from wrong
            found.setdefault(day, []).append(head)
    return found


def _lines(file: TextIO | None) -> Iterator[str]:
    yield from file or ()
