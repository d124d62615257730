"""How is a lock lifted for a customer who telephones? (decision 16: it has no end of its own)"""

import click
from flask import current_app
from flask.cli import AppGroup

import models
from domain.accounts import audit_log, directory, locks
from domain.accounts.locks import Lock
from infra import clock
from infra.database import read, write
from rules.japanese import normalize

cli = AppGroup("unlock", help="Lift the lock of somebody whose identity was checked.")
portal_argument = click.argument("portal")


@cli.command("login")
@portal_argument
@click.argument("user_id")
def login_command(portal: str, user_id: str) -> None:
    """Forget the wrong passwords counted for USER_ID in PORTAL."""
    found = _account(portal, user_id)
    _lift(portal, locks.of_login(portal, user_id), found.id if found else None)


@cli.command("easy")
@portal_argument
@click.argument("number")
def easy_command(portal: str, number: str) -> None:
    """Forget the wrong 初回パスワード counted on 202 for the policy NUMBER in PORTAL."""
    _lift(portal, locks.of_easy(_known(portal), normalize.code(number)))


@cli.command("contract")
@portal_argument
@click.argument("number")
def contract_command(portal: str, number: str) -> None:
    """Forget the wrong tries on 721 counted for the policy NUMBER in PORTAL."""
    _lift(portal, locks.of_contract(_known(portal), normalize.code(number)))


@cli.command("additions")
@portal_argument
@click.argument("user_id")
def additions_command(portal: str, user_id: str) -> None:
    """Forget the wrong tries on 721 counted for the account of USER_ID in PORTAL."""
    found = _account(portal, user_id)
    _lift(portal, locks.of_additions(portal, found.id if found else None))


def _known(portal: str) -> str:
    if portal not in current_app.extensions["portals"]:
        raise click.BadParameter(f"{portal}: there is no such portal")
    return portal


def _account(portal: str, user_id: str) -> models.Account | None:
    with read() as session:
        return directory.find(session, current_app.extensions["portals"][_known(portal)], user_id)


def _lift(portal: str, lock: Lock, account_id: int | None = None) -> None:
    """Say the same whether or not there was a lock; the event says that somebody asked."""
    with write() as session:
        locks.lift(session, current_app.extensions["keyring"], [lock])
        kind = audit_log.Kind(f"{lock.purpose} unlocked by command")
        audit_log.record(session, portal, kind, clock.now(), account_id=account_id)
    click.echo("No wrong tries are counted now.")
