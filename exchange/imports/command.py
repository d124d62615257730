"""How does an operator bring files of the core system in?"""

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from exchange.imports.accidents_and_premiums import Accidents, Premiums
from exchange.imports.agencies import Agencies, known_codes
from exchange.imports.contracts import Contracts
from exchange.imports.csv_file import WrongFile
from exchange.imports.reader import Changes, Kind, take_in
from exchange.imports.report import Report
from infra import clock, locks

cli = AppGroup("data", help="Files of the core system.")


IN_USE = "別の取り込み、書き出し、または夜間処理が動いています。終わってから、もう一度実行してください。"


class Stopped(click.ClickException):
    """The file cannot come in; told apart from one of which some rows were refused."""

    exit_code = 2


def _agencies(portal: str | None) -> Kind:
    if portal:
        raise click.BadParameter("agencies serve all portals", param_hint="--portal")
    return Agencies()


def _contracts(portal: str | None) -> Kind:
    served = current_app.extensions["portals"]
    if portal not in served:
        raise click.BadParameter(f"contracts belong to one of {', '.join(served)}", param_hint="--portal")
    keyring = current_app.extensions["keyring"]
    return Contracts(served[portal], keyring, known_codes(), now=clock.now(), today=clock.today())


def _known(portal: str | None) -> str | None:
    served = current_app.extensions["portals"]
    if portal and portal not in served:
        raise click.BadParameter(f"one of {', '.join(served)}", param_hint="--portal")
    return portal


KINDS: dict[str, Callable[[str | None], Kind]] = {
    "agencies": _agencies,
    "contracts": _contracts,
    "accidents": lambda portal: Accidents(_known(portal)),
    "premiums": lambda portal: Premiums(_known(portal)),
}


@cli.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--portal", help="Whose contracts they are; needed for contracts alone.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Where refused rows go.")
@click.option("--dry-run", is_flag=True, help="Judge every row, but bring none in.")
def import_command(kind: str, file: Path, portal: str | None, report: Path | None, dry_run: bool) -> None:
    """Bring a FILE of the core system in.

    UTF-8 or Windows code page 932, with a header row. Rows that cannot be taken are listed on the screen and in a CSV
    file beside FILE (or --report). Ends with 0 if every row came in, 1 if some were refused, 2 if nothing could.
    """
    beside = file.with_name(f"{file.name}.refused.csv")
    changes, refused = run_import(kind, file, portal, report or beside, dry_run=dry_run)
    done = f"新規 {changes.new}件、変更 {changes.changed}件、変更なし {changes.unchanged}件"
    if dry_run:
        done = "確認だけを行い、何も取り込んでいません"
    click.echo(f"{done}、取り込まなかった行 {refused}件")
    sys.exit(1 if refused else 0)


def run_import(
    kind: str, file: Path, portal: str | None, report_path: Path, *, dry_run: bool = False
) -> tuple[Changes, int]:
    """Bring a file in with a progress bar; give what changed and how many rows were refused, which `report_path` lists.
    `kind` is one of KINDS, `portal` whose contracts they are; with `dry_run` it only judges them. Raise Stopped."""
    if report_path.resolve() == file.resolve():
        raise click.BadParameter("would overwrite FILE", param_hint="--report")
    wanted = KINDS[kind](portal)
    size = file.stat().st_size
    bar = click.progressbar(length=size, label=file.name, file=sys.stderr)
    try:
        with locks.alone(locks.EXCHANGE), Report(report_path) as report, bar:
            changes = take_in(wanted, file, report, bar.update, dry_run=dry_run)
    except locks.InUse as taken:
        raise Stopped(IN_USE) from taken
    except WrongFile as wrong:
        raise Stopped(f"{file.name}: {wrong}。何も取り込んでいません。") from wrong
    except OSError as wrong:
        raise Stopped(f"{wrong}（一覧の書き込み先は --report で変えられます）") from wrong
    _show_remarks(report)
    _show_refused(report)
    return changes, report.refused


def _show_remarks(report: Report) -> None:
    for remark in report.first_remarks:
        click.echo(remark, err=True)
    more = report.remarked - len(report.first_remarks)
    if more:
        click.echo(f"ほかに、取り込んだ行についてのお知らせが{more}件あります", err=True)


def _show_refused(report: Report) -> None:
    if report.refused:
        for fault in report.first:
            click.echo(str(fault), err=True)
        click.echo(f"取り込まなかった行の一覧（全{report.refused}行）: {report.path}", err=True)
