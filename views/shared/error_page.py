"""Which problem was this request to be told of, and how is its page drawn? Kept with it, for where drawing fails."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from wsgiref.types import WSGIEnvironment

from flask import Flask, current_app, g, request

import config
from infra import clock
from rules import hours
from rules.japanese.times import JstDateTime
from rules.portals import Portal
from views.shared.page import page
from views.shared.screens import Screen

STAFF = "staff"
KEPT = "madoguchi.problem"
Action = tuple[str, str, str]
Drawing = Callable[["Problem"], str]


class Problem(NamedTuple):
    """What its page says. An action is a label, an address and get, post, back for one that is not the way on, or
    before for the page that was left for this one."""

    screen: Screen
    status: int
    texts: Sequence[str]
    actions: Sequence[Action] = ()
    reference: str | None = None
    again_in: int | None = None

    @property
    def headers(self) -> dict[str, str]:
        """What its answer tells the browser beside the page: in how many seconds it may be tried again."""
        return {} if self.again_in is None else {"Retry-After": str(self.again_in)}


def tell(problem: Problem) -> tuple[str, int]:
    """The page of a problem and its status."""
    request.environ[KEPT] = problem
    return draw(problem)


def draw(problem: Problem) -> tuple[str, int]:
    """The page of a problem and its status, keeping nothing: the problem may be the one that was kept already."""
    looks: dict[str, Drawing] = current_app.extensions.get("looks", {})
    own = looks.get(folder_of(current_app, request.path))
    if own:
        return own(problem), problem.status
    said = {"texts": problem.texts, "actions": problem.actions, "reference": problem.reference}
    return page("errors/problem.html", problem.screen, **said, desk_opens=_desk_opens()), problem.status


def _desk_opens() -> JstDateTime | None:
    """When somebody answers the telephone next, None where somebody does now."""
    portal: Portal | None = g.get("portal")
    return hours.opens_next(portal.help_desk.hours, clock.now()) if portal else None


def in_a_look_of_its_own(app: Flask, folder: str, drawing: Drawing) -> None:
    """Let the problems of addresses below a folder, such as STAFF, be drawn by this."""
    app.extensions.setdefault("looks", {})[folder] = drawing


def folder_of(app: Flask, path: str) -> str:
    """Whose look a problem at an address has: that of the folder; all of a process for staff alone have theirs."""
    return STAFF if app.config["SERVE"] == config.STAFF else path.partition("/")[2].partition("/")[0]


def kept(environ: WSGIEnvironment) -> Problem | None:
    """What the request was to be told of, None where nothing was in its way."""
    return environ.get(KEPT)


def ask_nobody() -> None:
    """From here on nobody asks who is logged in and from which agency they came, nor says whose the browser is."""
    g.customer = g.agency = g.staff = None
    g.nobody_asked = True
