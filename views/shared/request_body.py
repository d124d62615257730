"""Has all of a form come, and is it not too much? What breaks off on its way is nobody's answer, and nothing is looked
up or counted for it.

Only a stated length tells: when a connection breaks, granian ends the stream as it does behind the last byte, and says
by `wsgi.input_terminated` that this may be trusted, which Werkzeug does (docs/decisions/0012-in-front.md).
"""

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app, request
from werkzeug.exceptions import LengthRequired

Room = Callable[[dict[str, Any]], int | None]
_ROOM: dict[str, Room] = {}


def allow(endpoint: str, room: Room) -> None:
    """Let more come to an endpoint than forms bring: `room` says how many bytes, by the values of its address; None for
    no more than elsewhere."""
    _ROOM[endpoint] = room


def room_here() -> int | None:
    """How many bytes may come in this request, where that is more than elsewhere."""
    room = _ROOM.get(request.endpoint or "")
    return room(request.view_args or {}) if room else None


def too_much() -> str:
    """What is said of what is longer than that."""
    told = current_app.config
    if room_here():
        limits = f"写真は1枚{told['PHOTO_MEGABYTES']}MBまで、一度に{told['PHOTOS_AT_ONCE']}枚まで"
        return f"送信された写真が大きすぎます。{limits}にして、もう一度お試しください。"
    return "送信された内容が大きすぎます。入力内容を短くして、もう一度お試しください。"


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
        room = room_here()
        if room:
            request.max_content_length = room
        if request.content_length:
            request.get_data(parse_form_data=True)
        elif "Transfer-Encoding" in request.headers:
            raise LengthRequired
