"""How does an operator have ログインID and 初期パスワード made, with the letters that bring them? (data.md)"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from domain.accounts import paper_requests
from exchange.issuing import recipients
from exchange.issuing.batch import Batch, Outcome, Unsettled
from exchange.issuing.pdf_files import InUse
from infra import clock
from infra.database import read
from infra.hosts import is_here
from rules.japanese import normalize
from rules.portals import Portal

cli = AppGroup("accounts", help="Access that the company hands out.")


class Stopped(click.ClickException):
    """Nothing more is made; told apart from a run in which some letters could not be."""

    exit_code = 2


@cli.command("issue")
@click.option("--portal", "name", required=True, help="Whose policyholders they are.")
@click.option("--contract", "numbers", multiple=True, help="Only for who holds this 証券番号; may be repeated.")
@click.option(
    "--paper",
    type=click.Choice([recipients.GUIDE, recipients.EXPIRY]),
    default=recipients.GUIDE,
    help="guide: 契約者さま専用ページのご案内, to who has no ログインID. "
    "expiry: 満期および更新のご案内, to whose contract ends within 60 days.",
)
@click.option("--again", is_flag=True, help="Also who had one, with a new 初期パスワード. Needs --contract.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Folder for the PDFs (instance/papers).")
def issue_command(name: str, numbers: tuple[str, ...], paper: str, again: bool, into: Path | None) -> None:
    """Make the letters that bring ログインID and 初期パスワード, as PDF.

    With them those that members of staff asked for by telephone, unless --contract or --paper expiry is given. The
    passwords stand in these files alone. Run again, it makes only what is due since. Ends with 0 if all was made, 1
    if some could not be, 2 if it stopped; what was made by then is told and good.
    """
    if again and not numbers:
        raise click.UsageError("--again needs --contract")
    named = frozenset(map(normalize.code, numbers)) if numbers else None
    order = recipients.Order(_portal(name), paper, clock.today(), named, again)
    run = Batch(
        order=order,
        folder=into or Path(current_app.instance_path) / "papers",
        site=f"{current_app.config['BASE_URL']}/{order.portal.name}",
        keyring=current_app.extensions["keyring"],
        now=clock.now(),
    )
    _warn_of_this_machine()
    _go([_without_refused(replace(run, order=each)) for each in (*_asked_for(order), order)])
    sys.exit(1 if run.outcome.refused else 0)


def _asked_for(order: recipients.Order) -> list[recipients.Order]:
    """What members of staff asked for by telephone is made with what is due to all."""
    if order.numbers is not None or order.paper != recipients.GUIDE:
        return []
    with read() as session:
        numbers = paper_requests.numbers(session, order.portal.name)
    return [replace(order, numbers=numbers, again=True)] if numbers else []


def _without_refused(run: Batch) -> Batch:
    """Without the numbers for which nothing is made, which are told."""
    with read() as session:
        refused = recipients.refusals(session, run.order)
    run.outcome.refused += [f"{number}: {reason}" for number, reason in refused.items()]
    named = run.order.numbers
    return replace(run, order=replace(run.order, numbers=named - refused.keys())) if named else run


def _portal(name: str) -> Portal:
    portal: Portal | None = current_app.extensions["portals"].get(name)
    if portal is None:
        raise click.BadParameter(f"{name}: there is no such portal", param_hint="--portal")
    if portal.chooses_own_id:
        raise click.BadParameter(f"{name}: its customers choose their own IDs", param_hint="--portal")
    return portal


def _warn_of_this_machine() -> None:
    """A letter that names an address which only this machine opens is of no use to anybody."""
    site = current_app.config["BASE_URL"]
    if is_here(urlsplit(site).hostname):
        click.echo(
            f"書面には、このコンピューターだけで開くアドレス（{site}）を印刷します。"
            "お客さまの開くアドレスは MADOGUCHI_BASE_URL に設定してください。",
            err=True,
        )


def _go(runs: Sequence[Batch]) -> None:
    """Do them, which have one folder and one outcome, and tell what was done, however it ends. Raise Stopped."""
    try:
        for run in runs:
            with click.progressbar(length=run.count(), label=run.order.paper, file=sys.stderr) as bar:
                for done in run.steps():
                    bar.update(done)
    except InUse as wrong:
        raise Stopped(f"{runs[0].folder}: 別の作成が進んでいます。終わってから、もう一度実行してください。") from wrong
    except OSError as wrong:
        raise Stopped(f"{wrong}（書き込み先は --into で変えられます）") from wrong
    except (SQLAlchemyError, Unsettled, KeyboardInterrupt) as wrong:
        raise Stopped(
            f"途中で止まりました（{type(wrong).__name__}）。もう一度実行すると、続きから作ります。"
        ) from wrong
    finally:
        _tell(runs[0].outcome)


def _tell(outcome: Outcome) -> None:
    for file in (*outcome.finished, *outcome.files):
        click.echo(str(file))
    if outcome.finished:
        click.echo(
            f"うち{len(outcome.finished)}つは、前回の作成が途中で止まったときのものです（次の数には含みません）。"
        )
    for file in outcome.unknown:
        click.echo(
            f"{file}: 途中で止まった書面です。このデータベースには記録がなく、この中のパスワードは使えません。",
            err=True,
        )
    for reason in outcome.refused:
        click.echo(reason, err=True)
    click.echo(
        f"書面 {outcome.letters}通、新しいログインID {outcome.opened}件、初期パスワードの再発行 {outcome.renewed}件、"
        f"発行済みのログインIDに加えたご契約 {outcome.added}件、作れなかったもの {len(outcome.refused)}件"
    )
