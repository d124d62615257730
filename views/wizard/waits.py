"""What has become of what a screen waits for? A word, which pages ask for again and again, by the hundred.

Answered before Flask, which costs many times as much (docs/decisions/0021-calls.md). The address holds all that is
asked, and a mark of ours: no cookie is read and nothing is written, and who has the address learns that word alone.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app

from infra import clock
from infra.encryption import Keyring, Purpose
from rules.portals import Portal
from views.wizard.wizard_request import WizardRequest
from wizards.engine.definition import Wait, Watched
from wizards.registry import WIZARDS

PREFIX = "/waits/"


def url(asked: WizardRequest, slug: str) -> str:
    """Where a page asks that waits on this step of its run."""
    parts = (asked.portal.name, asked.wizard.name, slug, asked.run.id, asked.run.subject or "-")
    keyring: Keyring = current_app.extensions["keyring"]
    return PREFIX + "/".join((*parts, keyring.fingerprint(Purpose.WAIT, "/".join(parts))))


def answered(app: Flask, wsgi: WSGIApplication) -> WSGIApplication:
    """The application, with an answer to what waiting pages ask; all else goes on to it."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        word = _word(app, environ["PATH_INFO"]) if environ["PATH_INFO"].startswith(PREFIX) else None
        if word is None or environ["REQUEST_METHOD"] != "GET":
            return wsgi(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(word)))])
        return [word]

    return serve


def _word(app: Flask, path: str) -> bytes | None:
    """What is said of the wait that an address names; None where it is no address of ours."""
    asked, _, mark = path.removeprefix(PREFIX).rpartition("/")
    keyring: Keyring = app.extensions["keyring"]
    if not (mark.isascii() and keyring.verify(Purpose.WAIT, asked, mark)):
        return None
    name, wizard, slug, run_id, subject = asked.split("/")
    portal: Portal | None = app.extensions["portals"].get(name)
    steps = WIZARDS[wizard].steps if portal and wizard in portal.sequences else ()
    step = next((each for each in steps if each.slug == slug and isinstance(each, Wait)), None)
    if step is None:
        return None
    with app.app_context():
        return step.look(Watched(portal, run_id, subject, clock.now())).word.encode()
