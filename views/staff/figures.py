"""How does the service fare? For supervisors and administrators: numbers of runs, mistakes, letters and calls.

Nobody's data are among them, so that a look at them is no row of the trail (docs/decisions/0036-figures.md).
"""

from collections.abc import Mapping
from typing import NamedTuple

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from domain.staff import figures
from domain.staff.members import Right
from infra import clock
from infra.database import read
from rules.japanese.dates import JST
from rules.japanese.formatting import clock_time
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from views.staff import figures_shown, frame
from views.staff.guard import right_required

bp = Blueprint("staff_figures", __name__, url_prefix="/staff/figures")
frame.init(bp)
TITLE = "利用状況"
PERIODS: Mapping[str, str] = {"1": "今日", "7": "7日間", "30": "30日間"}
USUAL = "7"


class Choice(NamedTuple):
    """Which days and which portal are looked at, as the address says it; "" for all portals."""

    days: str
    portal: str


@bp.get("")
@right_required(Right.FIGURES)
def index() -> ResponseReturnValue:
    """All figures of some days and of one portal or all. An address that says neither, or what there is not, is that of
    a week and of all."""
    now, served = clock.now(), _portals()
    chosen = Choice(
        request.args.get("days", "") if request.args.get("days", "") in PERIODS else USUAL,
        request.args.get("portal", "") if request.args.get("portal", "") in served else "",
    )
    days = figures.last_days(int(chosen.days), now.astimezone(JST).date())
    with read() as session:
        found = figures.of(session, figures.Asked(days, chosen.portal or None, now))
    return frame.draw(
        "figures",
        TITLE,
        chosen=chosen,
        periods=PERIODS,
        portals=served.values(),
        made_at=_moment(now),
        since=f"{days[0].month}月{days[0].day}日",
        until=f"{days[-1].month}月{days[-1].day}日",
        tiles=figures_shown.tiles(found),
        charts=figures_shown.charts(found, days),
    )


def _moment(now: UtcDateTime) -> str:
    """12月1日 10:32."""
    there = now.astimezone(JST)
    return f"{there.month}月{there.day}日 {clock_time(now)}"


def _portals() -> Mapping[str, Portal]:
    served: Mapping[str, Portal] = current_app.extensions["portals"]
    return served
