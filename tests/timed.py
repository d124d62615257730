"""What time is it on a journey? It begins on a day that does not change, and from there the time goes on as it does.

`JOURNEYS_BEGIN=2027-02-28T12:00+09:00` lets them begin at another. The server reads here how far that lies from now.
"""

import os
from datetime import UTC, datetime, timedelta

import app

BEGIN, SHIFT = "JOURNEYS_BEGIN", "JOURNEYS_SHIFT_SECONDS"
USUAL = "2026-11-24T12:00+09:00"


def shift():
    """How far the journeys' time lies from now, if they begin now."""
    begins = datetime.fromisoformat(os.environ.get(BEGIN, USUAL))
    return {SHIFT: str((begins - datetime.now(UTC)).total_seconds())}


def clock(shifted):
    """The time, so far from this machine's."""
    by = timedelta(seconds=float(shifted[SHIFT]))
    return lambda: datetime.now(UTC) + by


def serve():
    """The application as a web server runs it, at the journeys' time."""
    return app.serve(CLOCK=clock(os.environ))
