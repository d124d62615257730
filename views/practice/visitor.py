"""Who walks through the practice counter? A browser without a window: it opens pages, presses buttons and links."""

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urljoin

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from domain.messages import letters
from domain.messages.letters import Draft
from infra.database import read
from models import Letter
from views.practice.reading import Form, Read
from views.practice.town import PASSWORD, user_id_of
from wizards.engine.definition import Confirm, Input, Wizard

LINK = re.compile(r"https?://[^/\s]+(/\S+/l/\S+)")


class Lost(Exception):
    """The way to a screen does not lead there any more; the message says where it broke off."""


class Visitor:
    """One browser at the practice counter, at one portal. Every call gives the visitor, so that a way reads as a line;
    it raises Lost where the way breaks off."""

    def __init__(self, app: Flask, portal: str) -> None:
        self.app, self.portal = app, portal
        self._client: FlaskClient = app.test_client()
        self.url, self.page = f"/{portal}/", ""

    @property
    def read(self) -> Read:
        """The page that is open."""
        return Read(self.page)

    def open(self, url: str) -> "Visitor":
        """GET an address, beginning at this page, and what it leads to."""
        answer = self._client.get(urljoin(self.url, url), follow_redirects=True)
        return self._at(answer.request.full_path, answer.text)

    def here(self, page: str) -> "Visitor":
        """A page of this portal."""
        return self.open(f"/{self.portal}/{page}")

    def post(self, url: str, sent: Mapping[str, str]) -> "Visitor":
        """POST to an address."""
        answer = self._client.post(urljoin(self.url, url), data=dict(sent), follow_redirects=True)
        return self._at(answer.request.full_path, answer.text)

    def _at(self, url: str, page: str) -> "Visitor":
        self.url, self.page = url.rstrip("?"), page
        return self

    def pictures(self) -> dict[str, bytes]:
        """The pictures on the page that only its customer may open, by their addresses."""
        return {each: self._client.get(each).data for each in self.read.pictures if not each.startswith("/static/")}

    def send(self, answers: Mapping[str, str] | None = None, button: str = "") -> "Visitor":
        """Fill in the form that the page is about and press a button of it, the first one unless its words are told."""
        form = self._form(button)
        pressed = next(each for each in form.buttons if button in each[0])
        named = {pressed[1]: pressed[2]} if pressed[1] else {}
        return self.post(form.action or self.url, {**form.standing, **(answers or {}), **named})

    @property
    def form(self) -> Form:
        """The form that the page is about."""
        return self._form("")

    def _form(self, button: str) -> Form:
        forms = [each for each in self.read.forms if any(button in words for words, _, _ in each.buttons)]
        about = [each for each in forms if each.id == "step"] or [each for each in forms if each.method == "post"]
        if not about:
            raise Lost(f"no form on {self.read.number}")
        return about[0]

    def follow(self, words: str) -> "Visitor":
        """Press a link of the page by its words. Raise Lost where there is none."""
        found = [target for said, target in self.read.links if words in said]
        if not found:
            raise Lost(f"no link of those words on {self.read.number}")
        return self.open(found[0])

    def jump(self, wizard: Wizard, slug: str) -> "Visitor":
        """Into the middle of a sequence, with sample answers on the way."""
        return self.post(f"/{self.portal}/_dev/screens/{wizard.name}/{slug}", {})

    def finish(self, wizard: Wizard, different: Mapping[str, str] | None = None) -> "Visitor":
        """To the last step of a sequence, and through its button."""
        last = wizard.steps[-1]
        asked = last.form if isinstance(last, Input) else last.asks if isinstance(last, Confirm) else None
        self.jump(wizard, last.slug)
        ticks = dict.fromkeys(self.form.ticks, "yes")
        return self.send({**ticks, **(asked.sample if asked else {}), **(different or {})})

    def log_in(self, password: str = PASSWORD) -> "Visitor":
        """As the customer of this portal."""
        return self.here("login").send({"user_id": user_id_of(self.app, self.portal), "password": password})

    def letters(self, kind: str) -> list[Draft]:
        """The letters of a kind that wait to be sent to somebody, the newest last."""
        with self.app.app_context(), read() as session:
            rows = session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id)).all()
            drafts = [letters.opened(self.app.extensions["keyring"], row) for row in rows]
        return [draft for draft in drafts if not draft.withheld]

    def newest_link(self, kind: str) -> str:
        """The path of the link in the newest letter of a kind. Raise Lost where there is none."""
        found = [LINK.search(unescape(draft.text)) for draft in self.letters(kind)]
        if not (found and found[-1]):
            raise Lost(f"no link in a letter: {kind}")
        return found[-1][1]
