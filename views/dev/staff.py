"""Which code would the telephone of a member of staff show now? For developers: it is not there in production."""

from flask import Blueprint, abort, current_app, render_template

from domain.staff import members
from infra import clock
from infra.database import read

bp = Blueprint("dev_staff", __name__, url_prefix="/_dev/staff")


@bp.before_request
def refuse_in_production() -> None:
    """Even if somebody registers it there."""
    if current_app.config["PRODUCTION"]:
        abort(404)


@bp.get("")
def index() -> str:
    """Everybody who may come in, each with the code of now."""
    with read() as session:
        there = [each for each in members.everybody(session) if each.closed_at is None]
    codes = [(each, members.code_at(each, clock.now())) for each in there]
    return render_template("dev_staff/index.html", codes=codes)
