"""Who was refused what? A line each for whoever watches the log, without a word that anybody sent (row O3, ASVS 16.3).

It tells what, at which address of the route map, and a keyed mark of the source: lines of one source are known to
belong together, and nobody knows whose they are. All of it is from lists of our own: nothing can be written into a log.

A thousand equal refusals would fill the disk and hide the others. In a minute a source is told of once for each thing
it was refused; how often it came again is told with the first refusal after that minute. Of very many sources the rest
are counted together. Each process tells for itself.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from threading import Lock

from flask import Flask, current_app, g, request

from infra import clock, incident_log, rate_limits
from infra.encryption import Purpose
from rules.japanese.times import UtcDateTime
from rules.portals import Portal

MINUTE = timedelta(minutes=1)
MOST = 200
OTHERS = "others"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
Told = tuple[str, str]


class What(StrEnum):
    """What can be refused."""

    HOST = "host"
    CSRF = "csrf"
    LIMIT = "limit"
    BUSY = "busy"
    LOCKED = "locked"
    LINK = "link"
    KEYWORD = "keyword"
    ANOTHERS = "anothers"
    STAFF_LOGIN = "staff login"
    FORGED_CALL = "forged call"
    OLD_CALL = "old call"
    MALFORMED_CALL = "malformed call"


class Repeats:
    """Who was told of in this minute, and how often they came again; any number of threads may ask."""

    def __init__(self) -> None:
        self._lock, self._since = Lock(), datetime.min.replace(tzinfo=UTC)
        self._times: dict[Told, int] = {}

    def note(self, what: str, source: str, now: UtcDateTime) -> tuple[bool, dict[Told, int]]:
        """Count it; give whether it is to be told, and what came again in the minute that ended with it."""
        with self._lock:
            over: dict[Told, int] = {}
            if not self._since <= now < self._since + MINUTE:
                over = {told: times - 1 for told, times in self._times.items() if times > 1}
                self._since, self._times = now, {}
            told = (what, source)
            if told not in self._times and len(self._times) >= MOST:
                told = (what, OTHERS)
            self._times[told] = self._times.get(told, 0) + 1
            return self._times[told] == 1, over


def init(app: Flask) -> None:
    """Each application counts for itself."""
    app.extensions["refusals"] = Repeats()


def refused(what: What) -> None:
    """Tell that this request was refused."""
    mark = current_app.extensions["keyring"].fingerprint(Purpose.SOURCE, rate_limits.source())[:12]
    repeats: Repeats = current_app.extensions["refusals"]
    first, over = repeats.note(what, mark, clock.now())
    for (which, source), times in over.items():
        current_app.logger.warning("refused %s: source %s, %d times more in a minute", which, source, times)
    if not first:
        return
    portal: Portal | None = g.get("portal")
    current_app.logger.warning(
        "refused %s: source %s, request %s, %s %s, portal %s",
        what,
        mark,
        incident_log.number(request.environ),
        request.method if request.method in METHODS else "another method",
        request.endpoint or "nowhere",
        portal.name if portal else "none",
    )
