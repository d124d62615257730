"""Do the storage of pictures and the scanner work as this installation needs them to?"""

import io
import secrets
import signal
import sys
from collections.abc import Callable
from contextlib import closing
from threading import Event

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from domain.photos import inspection, scanner, storage
from domain.photos.reader import Reader
from domain.photos.scanner import Scanner, ScannerAway
from domain.photos.storage import Kind, Missing, Storage, StorageFailed

MEGABYTE = 1024 * 1024

cli = AppGroup("photos", help="Pictures of accidents.")


class _Wrong(Exception):
    """A check that failed; the message says why."""


@cli.command("check")
def check_command() -> None:
    """Write, read and delete a file; let the scanner find a test file, also in one as large as customers may send.

    The exit status is 1 if anything of it fails.
    """
    largest = int(current_app.config.get("PHOTO_MEGABYTES", 20)) * MEGABYTE
    place, looks = storage.of_app(), scanner.of_app()
    passed = [_told("storage", lambda: _kept(place))]
    if looks is None:
        click.echo("NONE  scanner: MADOGUCHI_SCANNER is not set, and files are taken as they come")
    else:
        passed.append(_told("scanner", lambda: _finds(looks)))
        passed.append(_told(f"scanner, {largest // MEGABYTE} MB", lambda: _finds_in(looks, largest)))
    sys.exit(not all(passed))


@cli.command("run")
@click.option("--once", is_flag=True, help="Look at what waits and end.")
def run_command(once: bool) -> None:
    """Look at pictures until told to stop: each is looked over, read, and kept as a copy.

    As many at a time as there are of these processes. One that is being looked at is finished first.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with closing(Reader(patience=inspection.READ_WITHIN)) as reader:
        while not stop.is_set():
            if not inspection.work(app, reader):
                if once:
                    return
                stop.wait(inspection.LOOKS_EVERY_SECONDS)


def _told(what: str, check: Callable[[], str]) -> bool:
    """Whether a check was passed; a line tells it."""
    try:
        click.echo(f"PASS  {what}: {check()}")
    except _Wrong as wrong:
        click.echo(f"FAIL  {what}: {wrong}")
        return False
    return True


def _kept(place: Storage) -> str:
    name, content = secrets.token_urlsafe(16), secrets.token_bytes(1000)
    try:
        place.put(Kind.INCOMING, name, io.BytesIO(content))
        found = b"".join(place.read(Kind.INCOMING, name))
        listed = name in dict(place.names(Kind.INCOMING))
        place.delete(Kind.INCOMING, name)
    except (Missing, StorageFailed) as wrong:
        raise _Wrong(str(wrong) or "what was written is not there") from None
    if found != content or not listed:
        raise _Wrong("what was written is not what is there")
    return "written, read, listed and deleted"


def _finds(looks: Scanner) -> str:
    try:
        if looks.scan(io.BytesIO(b"nothing of any harm")):
            return looks.version()
    except ScannerAway as wrong:
        raise _Wrong(str(wrong)) from None
    raise _Wrong("it finds harm where there is none")


def _finds_in(looks: Scanner, size: int) -> str:
    """clamd's StreamMaxLength and MaxFileSize are both at least as large as what customers may send. The latter is what
    it would say nothing of."""
    try:
        if looks.finds_within(size):
            return "looked into"
    except ScannerAway as wrong:
        raise _Wrong(f"{wrong} (StreamMaxLength must be larger)") from None
    raise _Wrong("not looked into (MaxFileSize and MaxScanSize must be larger, ScanArchive on)")
