"""Who goes to a screen at the practice counter, and from where?"""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from rules.portals import Portal
from views.practice.visitor import Visitor
from wizards.engine.definition import Wizard
from wizards.registry import WIZARDS


class NotHere(Exception):
    """A portal lists this screen and has no occasion to show it."""


class Walk:
    """A walk to one screen: at which portal of which application, and who goes. `later` lets time pass there."""

    def __init__(self, app: Flask, portal: Portal, later: Callable[[timedelta], None]) -> None:
        self.app, self.portal, self.later = app, portal, later
        self.visitor = Visitor(app, portal.name)

    def customer(self) -> Visitor:
        """The visitor, logged in."""
        return self.visitor.log_in()

    def another(self) -> Visitor:
        """Somebody else at this portal."""
        return Visitor(self.app, self.portal.name)

    def offered(self, *names: str) -> Wizard:
        """The first of these sequences that the portal offers. Raise NotHere where it offers none."""
        found = [WIZARDS[name] for name in names if name in self.portal.sequences]
        if not found:
            raise NotHere
        return found[0]

    def told(self, tell: Callable[[], ResponseReturnValue]) -> str:
        """The page that a function of the application answers with, at this portal's login."""
        with self.app.test_request_context(f"/{self.portal.name}/login"):
            self.app.preprocess_request()
            answer: Response = self.app.make_response(tell())
            return answer.get_data(as_text=True)
