"""What is new of a shared screen? A word, which the customer's and the operator's page ask for, again and again.

Answered before Flask, as what waiting pages ask is (views/wizard/waits.py). The address holds a mark of ours: who has
it learns how often the screen has changed and which field is pointed at, and nothing else.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app

from domain.staff import shared_screens
from infra import clock
from infra.encryption import Keyring, Purpose

PREFIX = "/sharing/"


def url(name: str) -> str:
    """Where a page asks that shares its screen, or sees one."""
    keyring: Keyring = current_app.extensions["keyring"]
    return f"{PREFIX}{name}/{keyring.fingerprint(Purpose.SHARING, name)}"


def answered(app: Flask, wsgi: WSGIApplication) -> WSGIApplication:
    """The application, with an answer to what such pages ask; all else goes on to it."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = environ["PATH_INFO"].startswith(PREFIX) and environ["REQUEST_METHOD"] == "GET"
        word = _word(app, environ["PATH_INFO"]) if asked else None
        if word is None:
            return wsgi(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(word)))])
        return [word]

    return serve


def _word(app: Flask, path: str) -> bytes | None:
    """None where it is no address of ours."""
    name, _, mark = path.removeprefix(PREFIX).rpartition("/")
    keyring: Keyring = app.extensions["keyring"]
    if not (mark.isascii() and keyring.verify(Purpose.SHARING, name, mark)):
        return None
    with app.app_context():
        return shared_screens.word_of(name, clock.now()).encode()
