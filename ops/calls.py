"""Who is asked for a call before everybody is, and how is one made without a telephone?

`require` is for trying the recognition out with some customers while the portal only announces it. `simulate` is for
development and training: it is not there in production.
"""

import secrets

import click
from flask import current_app
from flask.cli import AppGroup

from domain.accounts import audit_log, directory
from domain.calls import hearing
from domain.calls.events import CallEvent, Source
from infra import clock
from infra.database import write

cli = AppGroup("calls", help="電話番号による本人認証.")


@cli.command("require")
@click.argument("portal")
@click.argument("user_id")
@click.option("--off", is_flag=True, help="Ask as everybody else is asked again.")
def require_command(portal: str, user_id: str, off: bool) -> None:
    """Let the customer of USER_ID in PORTAL in by a call only, from their next login on."""
    served = current_app.extensions["portals"].get(portal)
    if served is None:
        raise click.BadParameter(f"{portal}: there is no such portal")
    if not served.phone_verification.is_on:
        raise click.BadParameter(f"{portal}: nobody is asked for a call there (phone_verification)")
    with write() as session:
        found = directory.find(session, served, user_id)
        if found is None:
            raise click.BadParameter("there is no such ID")
        found.call_required = not off
        audit_log.record(session, portal, audit_log.Kind.CALL_REQUIRED, clock.now(), account_id=found.id)
    click.echo("A call is asked for as of everybody." if off else "A call is asked for at every login.")


@cli.command("simulate")
@click.option("--from", "caller", default="", help="The number that calls; none where it is withheld.")
@click.option("--to", "called", required=True, help="The number that is called, as the screen shows it.")
@click.option("--withheld", is_flag=True, help="Without caller ID.")
def simulate_command(caller: str, called: str, withheld: bool) -> None:
    """Call from one number to another; print what became of it."""
    if current_app.config["PRODUCTION"]:
        raise click.ClickException("calls are simulated outside production only")
    if bool(caller) == withheld:
        raise click.UsageError("either --from or --withheld")
    now = clock.now()
    event = CallEvent(Source.SIMULATED, secrets.token_hex(8), caller or None, called, now)
    click.echo(hearing.hear(event, now))
