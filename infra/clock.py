"""What time is it? Everything that needs the time asks here or is told; nothing below this file reads a clock."""

from datetime import UTC, date, datetime

from flask import current_app, has_request_context, request

from rules.japanese.dates import JST
from rules.japanese.times import UtcDateTime

CAME_AT = "madoguchi.came_at"


def utc_now() -> UtcDateTime:
    """The time of this machine."""
    return datetime.now(UTC)


def now() -> UtcDateTime:
    """The application's time; while a request is answered, when it was first asked for: nothing is in
    time for one half of an answer and too late for the other. Tests and rehearsals set `CLOCK` to another function."""
    if not has_request_context():
        return this_moment()
    environ = request.environ
    if CAME_AT not in environ:
        environ[CAME_AT] = this_moment()
    came_at: UtcDateTime = environ[CAME_AT]
    return came_at


def this_moment() -> UtcDateTime:
    """The time as it is now, also while a request is answered: for what must be told apart from what others do
    meanwhile, the end of a login and a commit. To be asked once a transaction holds what it had to wait for."""
    reading: UtcDateTime = current_app.config["CLOCK"]()
    return reading


def today() -> date:
    """The day in Japan (screens.md section 13: dates are Japan time)."""
    return now().astimezone(JST).date()
