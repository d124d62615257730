"""Which problem was this request to be told of, and how is its page drawn? Kept with it, for where drawing fails."""

from collections.abc import Sequence
from typing import NamedTuple
from wsgiref.types import WSGIEnvironment

from flask import g, request

from views.shared.page import page
from views.shared.screens import Screen

KEPT = "madoguchi.problem"
Action = tuple[str, str, str]


class Problem(NamedTuple):
    """What its page says. An action is a label, an address and get, post, or back for one that is not the way on."""

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
    said = {"texts": problem.texts, "actions": problem.actions, "reference": problem.reference}
    return page("errors/problem.html", problem.screen, **said), problem.status


def kept(environ: WSGIEnvironment) -> Problem | None:
    """What the request was to be told of, None where nothing was in its way."""
    return environ.get(KEPT)


def ask_nobody() -> None:
    """From here on nobody asks who is logged in and from which agency they came, nor says whose the browser is."""
    g.customer = g.agency = None
    g.nobody_asked = True
