"""What is erased when its time is over? Runs, links, logins, applications, pictures, counted tries (decisions 3,
11, row O6)."""

import atexit
from dataclasses import asdict, dataclass
from datetime import timedelta
from threading import Event, Thread

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from domain.accounts import attempts, audit_log, lifecycle, links, logins
from domain.calls import hearing, waiting
from domain.contracts import applications
from domain.figures import daily_counts
from domain.messages import letters
from domain.photos import erasing, passes
from domain.photos.storage import StorageFailed
from domain.staff import approvals, incidents, note_drafts, notes, screen_sharing, searches
from domain.staff import cases as staff_cases
from domain.staff import logins as staff_logins
from infra import clock
from infra.database import write
from rules.japanese.times import UtcDateTime
from wizards.engine import ended_runs

EVERY_SECONDS = 60.0

cli = AppGroup("purge", help="What is erased when its time is over.")


@dataclass(frozen=True)
class Erased:
    """How many rows of each kind; of calls, how many do not say any more who called."""

    runs: int = 0
    links: int = 0
    logins: int = 0
    attempts: int = 0
    letters: int = 0
    events: int = 0
    accounts: int = 0
    waiting: int = 0
    calls: int = 0
    applications: int = 0
    pictures: int = 0
    passes: int = 0
    staff_logins: int = 0
    incidents: int = 0
    searches: int = 0
    staff_cases: int = 0
    lapsed_approvals: int = 0
    approvals: int = 0
    shared_screens: int = 0
    notes: int = 0
    note_drafts: int = 0
    daily_counts: int = 0


class _DryRun(Exception):
    """Takes back what was only counted."""


def purge(now: UtcDateTime, *, dry_run: bool = False) -> Erased:
    """Erase what is past its time; with `dry_run` only count it."""
    kept_days = current_app.config["PHOTOS_KEPT_DAYS"]
    try:
        with write() as session:
            pictures = erasing.purge(session, now, kept_days)
            erased = Erased(
                runs=ended_runs.purge(session, now),
                links=links.purge(session, now),
                logins=logins.purge(session, now),
                attempts=attempts.purge(session, now),
                letters=letters.purge(session, now),
                events=audit_log.purge(session, now),
                accounts=lifecycle.purge(session, now),
                waiting=waiting.purge(session, now),
                calls=hearing.forget(session, now - timedelta(days=current_app.config["CALLS_KEPT_DAYS"])),
                applications=applications.purge(session, now),
                pictures=len(pictures),
                passes=passes.purge(session, now),
                staff_logins=staff_logins.purge(session, now),
                incidents=incidents.purge(session, now),
                searches=searches.purge(session, now),
                staff_cases=staff_cases.purge(session, now),
                lapsed_approvals=approvals.lapse(session, now),
                approvals=approvals.purge(session, now),
                shared_screens=screen_sharing.purge(session, now),
                notes=notes.purge(session, now),
                note_drafts=note_drafts.purge(session, now),
                daily_counts=daily_counts.purge(session, now),
            )
            if dry_run:
                raise _DryRun
    except _DryRun:
        return erased
    _erase_files(pictures)
    return erased


def _erase_files(pictures: list[str]) -> None:
    try:
        erasing.files_of(pictures)
    except StorageFailed:
        # What is left belongs to nobody, and the nightly run finds it.
        current_app.logger.error("purge: the files of pictures")


@cli.command("run")
@click.option("--dry-run", is_flag=True, help="Only count.")
def run_command(dry_run: bool) -> None:
    """Erase what is past its time."""
    for kind, number in asdict(purge(clock.now(), dry_run=dry_run)).items():
        click.echo(f"{kind}: {number}")


def start_thread(app: Flask) -> None:
    """The embedded installation erases by itself, once a minute, until the process ends."""
    ended = Event()

    def run() -> None:
        while not ended.wait(EVERY_SECONDS):
            try:
                with app.app_context():
                    purge(clock.now())
            except SQLAlchemyError as wrong:
                app.logger.error("purge: %s", type(wrong).__name__)

    Thread(target=run, name="purge", daemon=True).start()
    atexit.register(ended.set)
