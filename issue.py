"""How does an operator have ログインID and 初期パスワード made, with the letters that bring them? (data.md)"""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

import clock
from database import read
from exchange import due
from exchange.issuing import Outcome, Run
from exchange.paper_files import InUse
from portals import Portal

cli = AppGroup("accounts", help="Access that the company hands out.")


@cli.command("issue")
@click.option("--portal", "name", required=True, help="Whose policyholders they are.")
@click.option("--contract", "numbers", multiple=True, help="Only the policyholder of this 証券番号; may stand many times.")
@click.option(
    "--paper",
    type=click.Choice([due.GUIDE, due.EXPIRY]),
    default=due.GUIDE,
    help="guide: 契約者さま専用ページのご案内, to who has no ログインID. "
    "expiry: 満期および更新のご案内, to whose contract ends within 60 days.",
)
@click.option("--again", is_flag=True, help="Also who had one, with a new 初期パスワード. Needs --contract.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Folder for the PDFs (instance/papers).")
def issue_command(name: str, numbers: tuple[str, ...], paper: str, again: bool, into: Path | None) -> None:
    """Make the letters that bring ログインID and 初期パスワード, as PDF.

    The passwords stand in these files alone. Run again, it makes only what is due since. Ends with 0 if all was made, 1
    if some could not be, 2 if nothing could.
    """
    portal = _portal(name)
    if again and not numbers:
        raise click.UsageError("--again needs --contract")
    order = due.Order(portal, paper, clock.today(), frozenset(numbers), again)
    refused = _refused(order) if numbers else []
    run = Run(
        order=due.without(order, refused),
        folder=into or Path(current_app.instance_path) / "papers",
        login_url=_login_url(portal),
        keyring=current_app.extensions["keyring"],
        now=clock.now(),
    )
