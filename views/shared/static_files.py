"""How is a style sheet, a program or a picture answered? Before Flask, which costs many times as much: by what was made
ready when the program started (infra/static_files/), to everybody alike and without a look at any cookie.

Its address is made by `url_for("static", filename=…)` alone, from the plain name. Under the hashed name that this gives
it is kept for a year; under the plain one, which also nginx's pages use, it is asked for again each time.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from werkzeug.sansio.utils import host_is_trusted

import config
from infra.static_files import content_codings, release
from rules.portals import Portal

PREFIX = "/static/"
SOURCES, BUILT = Path(__file__).parents[2] / "static", Path(__file__).parents[2] / "built" / "static"
YEAR = "public, max-age=31536000, immutable"
DAY = "public, max-age=86400"
ASKED_EACH_TIME = "no-cache"
# What browsers ask for by themselves, whatever a page says of its icons.
ICONS = {"/favicon.ico": "32", "/apple-touch-icon.png": "180", "/apple-touch-icon-precomposed.png": "180"}
STAFF_COLOUR, NOBODYS_COLOUR = "purple", "blue"
# The bar on top of the pages in each colour, and of staff's, as in static/css: a telephone's own bar above it is alike.
BARS = {"blue": "#00316a", "green": "#08442d", "purple": "#44216f", "teal": "#004249", "staff": "#3a1d5c"}
# Where what is answered here may be kept, and pages may not.
PLACES = (PREFIX, *ICONS)


class _Answer(NamedTuple):
    file: release.File
    kept: str


def init(app: Flask) -> None:
    """Read what there is, and let templates name it. Raise bundles.MissingFile, modules.BadModule."""
    found = release.read(SOURCES, BUILT)
    app.extensions["release"] = found
    app.add_url_rule(f"{PREFIX}<path:filename>", "static", build_only=True)
    app.jinja_env.globals["bar_colours"] = BARS

    @app.url_defaults
    def hashed(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["filename"] = found.name(values["filename"])


def url(app: Flask, plain: str) -> str:
    """The address of a file by its plain name, where no request is."""
    found: release.Release = app.extensions["release"]
    return PREFIX + found.name(plain)


def answered(app: Flask, wsgi: WSGIApplication) -> WSGIApplication:
    """The application, with an answer to whoever asks for a file that is there; all else goes on to it, also what is
    asked of a host that is not ours: nothing of it may be kept under another's name."""
    answers = _answers(app)

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = answers.get(environ["PATH_INFO"])
        if answer is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not _is_ours(app, environ):
            return wsgi(environ, start_response)
        return _answer(answer, environ, start_response)

    return serve


def _is_ours(app: Flask, environ: WSGIEnvironment) -> bool:
    return host_is_trusted(environ.get("HTTP_HOST", "").lower(), app.config.get("TRUSTED_HOSTS"))


def _answers(app: Flask) -> Mapping[str, _Answer]:
    found: release.Release = app.extensions["release"]
    answers = {
        PREFIX + name: _Answer(file, ASKED_EACH_TIME if name in found.names else YEAR)
        for name, file in found.files.items()
    }
    colour = _colour(app)
    for path, size in ICONS.items():
        answers[path] = _Answer(found.files[f"icons/mark-{colour}-{size}.png"], DAY)
    return answers


def _colour(app: Flask) -> str:
    """The colour of the mark that stands for the whole host."""
    portals: Mapping[str, Portal] = app.extensions["portals here"]
    if app.config["SERVE"] == config.STAFF:
        return STAFF_COLOUR
    colours = {portal.colour for portal in portals.values()}
    return colours.pop() if len(colours) == 1 else NOBODYS_COLOUR


def _answer(answer: _Answer, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    file, kept = answer
    coding = content_codings.best(environ.get("HTTP_ACCEPT_ENCODING", ""), file.forms)
    body, mark = file.forms[coding], f'"{file.digest}-{coding}"'
    headers = [("Cache-Control", kept), ("ETag", mark)]
    if len(file.forms) > 1:
        headers.append(("Vary", "Accept-Encoding"))
    if mark in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", headers)
        return []
    headers += [("Content-Type", file.type), ("Content-Length", str(len(body)))]
    if coding != content_codings.IDENTITY:
        headers.append(("Content-Encoding", coding))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
