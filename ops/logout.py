"""How does the company end a customer's logins, wherever they are? (ASVS 7.4.5)"""

import click
from flask import current_app
from flask.cli import with_appcontext

from domain.accounts import audit_log, directory, logins
from infra import clock
from infra.database import write


@click.command("logout")
@click.argument("portal")
@click.argument("user_id")
@with_appcontext
def command(portal: str, user_id: str) -> None:
    """Log the customer of USER_ID in PORTAL out everywhere."""
    served = current_app.extensions["portals"].get(portal)
    if served is None:
        raise click.BadParameter(f"{portal}: there is no such portal")
    with write() as session:
        found = directory.find(session, served, user_id)
        if found is None:
            raise click.BadParameter("there is no such ID")
        ended = logins.end_of(session, found.id)
        audit_log.record(session, portal, audit_log.Kind.LOGGED_OUT_BY_COMMAND, clock.now(), account_id=found.id)
    click.echo(f"Logins ended: {ended}.")
