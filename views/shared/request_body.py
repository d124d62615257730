"""Has all of a form come? What breaks off on its way is nobody's answer, and nothing is looked up or counted for it.

Only a stated length tells: when a connection breaks, granian ends the stream as it does behind the last byte, and says
by `wsgi.input_terminated` that this may be trusted, which Werkzeug does (docs/decisions/0012-in-front.md).
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request
from werkzeug.exceptions import LengthRequired


def measured(wsgi: WSGIApplication) -> WSGIApplication:
    """The application, told to trust the stated length and not the end of the stream."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ.pop("wsgi.input_terminated", None)
        return wsgi(environ, start_response)

    return serve


def init(app: Flask) -> None:
    """Let every body come in before anything else is asked of it; so this must be the first to be hung up.

    Werkzeug raises ClientDisconnected (400) where one breaks off. LengthRequired (411) is raised for one that comes in
    chunks, as no browser sends a form; where nothing is said of a body, none is read.
    """

    @app.before_request
    def whole() -> None:
        if request.content_length:
            request.get_data(parse_form_data=True)
        elif "Transfer-Encoding" in request.headers:
            raise LengthRequired
