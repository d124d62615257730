"""Who is asked for a call before everybody is, which calls came, and how is one made without a telephone?

`require` is for trying the recognition out with some customers while the portal only announces it; `last` for setting
up a way by which calls come in. `simulate` is for development and training: it is not there in production.
"""

import secrets

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

import models
from domain.accounts import audit_log, directory
from domain.calls import hearing, requirement
from domain.calls.events import CallEvent, Source
from infra import clock
from infra.database import read, write
from rules import callers
from rules.japanese import normalize
from rules.japanese.dates import JST
from rules.portals import Portal

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
        if not off:
            _refuse_lock_out(session, served, found)
        found.call_required = not off
        audit_log.record(session, portal, audit_log.Kind.CALL_REQUIRED, clock.now(), account_id=found.id)
    click.echo("A call is asked for as of everybody." if off else "A call is asked for at every login.")


def _refuse_lock_out(session: Session, portal: Portal, account: models.Account) -> None:
    """Whom no call could let in is asked for none."""
    if requirement.has_no_way_in(current_app.config):
        raise click.ClickException(requirement.NO_WAY_IN)
    if not requirement.numbers_of(session, account.id, portal, clock.today()):
        raise click.ClickException("this customer has no number by which they can be recognised")


@cli.command("last")
@click.option("--count", default=20, type=click.IntRange(1, 1000), help="How many; 20 unless told otherwise.")
def last_command(count: int) -> None:
    """Print the last calls, the newest last: when in Japan, by which way, to which portal, what became of it, and the
    number that was called; "-" where that is none."""
    with read() as session:
        newest = session.scalars(select(models.IncomingCall).order_by(models.IncomingCall.id.desc()).limit(count)).all()
    for call in reversed(newest):
        came = f"{call.received_at.astimezone(JST):%Y-%m-%d %H:%M:%S}"
        called = normalize.show_phone(callers.digits(call.called)) if call.called else "-"
        click.echo(f"{came}  {call.source:9}  {call.portal or '-'}  {call.outcome}  {called}")


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
