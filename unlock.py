"""How is a lock lifted for a customer who telephones? (decision 16: it has no end of its own)"""

import click
from flask import current_app
from flask.cli import AppGroup

import accounts
import attempts
import clock
import models
from database import write
from forms import reading

cli = AppGroup("unlock", help="Lift the lock of somebody whose identity was checked.")
portal_argument = click.argument("portal")


@cli.command("login")
@portal_argument
@click.argument("user_id")
def login_command(portal: str, user_id: str) -> None:
    """Forget the wrong passwords counted for USER_ID in PORTAL."""
    _forget(portal, "login", accounts.tries_key(_known(portal), user_id))


@cli.command("contract")
@portal_argument
@click.argument("number")
def contract_command(portal: str, number: str) -> None:
    """Forget the wrong tries on 721 counted for the policy NUMBER in PORTAL."""
    _forget(portal, "addition", f"{_known(portal)}\0number {reading.code(number)}")


@cli.command("additions")
@portal_argument
@click.argument("user_id")
def additions_command(portal: str, user_id: str) -> None:
    """Forget the wrong tries on 721 counted for the account of USER_ID in PORTAL."""
    served = current_app.extensions["portals"][_known(portal)]
    with write() as session:
        found = accounts.find(session, served, user_id)
    _forget(portal, "addition", f"{portal}\0account {found.id if found else None}")


def _known(portal: str) -> str:
    if portal not in current_app.extensions["portals"]:
        raise click.BadParameter(f"{portal}: there is no such portal")
    return portal


def _forget(portal: str, purpose: str, key: str) -> None:
    """Say the same whether or not there was a lock; the event says that somebody asked."""
    with write() as session:
        attempts.forget(session, current_app.extensions["keyring"], purpose, key)
        session.add(models.Event(portal=portal, kind=f"{purpose} unlocked by command", at=clock.now()))
    click.echo("No wrong tries are counted now.")
