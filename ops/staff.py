"""Who lets the insurer's own people in, and closes their access?

What lets somebody in is told once, to who runs the command: nothing of it can be read again. What is done to a member
stands in the trail, as done by command.
"""

from io import StringIO

import click
import segno
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

import models
from domain.staff import audit_trail, authentication, members
from domain.staff.audit_trail import Act
from infra import clock
from infra.database import read, write
from rules.japanese import formatting

cli = AppGroup("staff", help="The insurer's own people, who come in at /staff.")
name_argument = click.argument("name")


@cli.command("add")
@name_argument
@click.option("--shown-name", required=True, help="Their name as the pages show it.")
@click.option("--role", required=True, type=click.Choice([role.value for role in members.Role]))
@click.option("--email", help="Where letters to them go.")
def add_command(name: str, shown_name: str, role: str, email: str | None) -> None:
    """Let somebody in under NAME (small letters, digits, . _ -), with a password and a TOTP secret that are printed. At
    their first login they choose a password of their own."""
    if not members.NAME.fullmatch(name):
        raise click.BadParameter("2 to 32 small letters and digits, with . _ - between them", param_hint="NAME")
    password = members.new_password()
    hashed = current_app.extensions["hasher"].hash(password)
    told = (name, shown_name, members.Role(role), clock.now())
    try:
        with write() as session:
            made = members.add(session, *told, password=hashed, email=email, must_change=True)
            _record(session, Act.MEMBER_ADDED, made)
    except members.NameTaken:
        raise click.BadParameter(f"{name}: there is, or was, somebody of this name", param_hint="NAME") from None
    _tell(made, password)


@cli.command("renew")
@name_argument
def renew_command(name: str) -> None:
    """Give NAME another password and TOTP secret, which are printed, and log them out: what they had is lost, and their
    passkeys are removed. Where wrong tries have locked the name, it is locked no more."""
    password = members.new_password()
    hashed = current_app.extensions["hasher"].hash(password)
    with write() as session:
        found = _found(session, name)
        members.renew(session, found, hashed, clock.now())
        authentication.unlock(session, name)
        _record(session, Act.MEMBER_RENEWED, found)
    _tell(found, password)


@cli.command("close")
@name_argument
def close_command(name: str) -> None:
    """Let NAME in no more, and log them out everywhere."""
    with write() as session:
        found = _found(session, name)
        members.close(session, found, clock.now())
        _record(session, Act.MEMBER_CLOSED, found)
    click.echo("Closed.")


@cli.command("unlock")
@name_argument
def unlock_command(name: str) -> None:
    """Lift the lock that wrong tries have put onto NAME, before its 15 minutes are over."""
    with write() as session:
        found = _found(session, name)
        authentication.unlock(session, name)
        _record(session, Act.MEMBER_UNLOCKED, found)
    click.echo("Unlocked.")


@cli.command("role")
@name_argument
@click.argument("role", type=click.Choice([role.value for role in members.Role]))
def role_command(name: str, role: str) -> None:
    """Make NAME an operator, a supervisor or an administrator, from now on."""
    with write() as session:
        found = _found(session, name)
        before = found.role
        members.set_role(session, found, members.Role(role))
        _record(session, Act.ROLE_CHANGED, found, f": {before} to {role}")
    click.echo(f"{found.name} is {role} now.")


@cli.command("list")
def list_command() -> None:
    """Tell who there is, and who was closed."""
    with read() as session:
        everybody = members.everybody(session)
    for each in everybody:
        closed = f"  closed {formatting.moment(each.closed_at)}" if each.closed_at else ""
        click.echo(f"{each.name}  {each.role}  {each.shown_name}{closed}")


def _found(session: Session, name: str) -> models.StaffMember:
    found = members.find(session, name)
    if found is None:
        raise click.BadParameter("there is nobody of this name", param_hint="NAME")
    return found


def _record(session: Session, act: Act, member: models.StaffMember, more: str = "") -> None:
    """As the last thing of the transaction."""
    audit_trail.record(session, act, member.id, clock.now(), about=f"{audit_trail.BY_COMMAND}{more}")


def _tell(member: models.StaffMember, password: str) -> None:
    drawn = StringIO()
    segno.make(members.uri_of(member)).terminal(out=drawn, compact=True)
    lines = (
        f"password: {password}",
        f"TOTP secret: {members.secret_of(member)}",
        members.uri_of(member),
        drawn.getvalue(),
        "None of this can be shown again.",
    )
    click.echo("\n".join(lines))
