"""What does cron run each night? `flask nightly`: requests and applications go out, what is due is applied, what is
over is erased, and what staff did is proved."""

import secrets
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import with_appcontext

from domain.photos import erasing
from domain.photos.storage import StorageFailed
from exchange.csv_encodings import ENCODINGS
from exchange.exports.command import alone, apply_due, export_applications, export_requests
from exchange.imports.command import Stopped
from infra import clock
from ops import audit, purge
from rules.japanese.dates import JST

TAMPERED = 3
AWAY = "画像の保存先を使用できないため、画像ファイルの消去を終えられませんでした。次の夜間処理でもう一度消去します。"


@click.command("nightly")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder where the core system finds its files; made where there is none.",
)
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), default="utf-8", show_default=True)
@with_appcontext
def command(into: Path, encoding: str) -> None:
    """Hand over what customers asked, apply what is due, erase what is past its time, check what staff did; print what
    was done.

    The files are called requests-YYYYMMDD-HHMMSS-xxxxxx.csv, Japan time, and applications-… where anything was applied
    for; nobody can tell the x beforehand. Never twice at once; killed anywhere, the next run completes them. Ends with
    0; 1 where the encoding has not every character; 2 where it could not run, or all was done but for the files of
    pictures, since their storage is away; 3 where the trail of staff is not as it was written, which comes before 1.
    Of each day of the trail that is over, a line of JSON says its head, once: to be kept elsewhere, and given to
    `flask audit verify --heads`.
    """
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as wrong:
        raise Stopped(str(wrong)) from wrong
    now = clock.now().astimezone(JST)
    with alone():
        ending = f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}.csv"
        gaps = export_requests(into / f"requests-{ending}", encoding)
        gaps += export_applications(into / f"applications-{ending}", encoding)
        applied = apply_due()
    erased = purge.purge(clock.now())
    click.echo(f"反映した申し込み {applied}件")
    click.echo("消去した行 " + "、".join(f"{kind} {number}" for kind, number in asdict(erased).items()))
    whole = audit.tell_finished()
    try:
        files = erasing.files_of_nobody(clock.now())
    except StorageFailed as away:
        raise Stopped(f"{AWAY}（{away}）") from away
    click.echo(f"消去した画像ファイル {files}件")
    if gaps or not whole:
        raise click.exceptions.Exit(1 if whole else TAMPERED)
