"""What time is it? Everything that needs the time asks here or is told; nothing below this file reads a clock."""

from datetime import UTC, date, datetime

from flask import current_app

from rules.japanese.dates import JST


def utc_now() -> datetime:
    """The time of this machine, aware, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The application's time, aware, in UTC. Tests and rehearsals set `CLOCK` to another function."""
    reading: datetime = current_app.config["CLOCK"]()
    return reading


def today() -> date:
    """The day in Japan (screens.md section 13: dates are Japan time)."""
    return now().astimezone(JST).date()
