"""What does every answer tell the browser, whatever is in it? (ASVS chapter 3.4, 14.3.2)

Added around Flask rather than in it, so that no answer leaves without them, an answer of Flask's own included.
"""

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; worker-src 'self'"
)
# A page that shows another of ours in a frame, and that other one: it runs nothing, asks for nothing, leads nowhere.
CSP_WITH_A_FRAME = f"{CSP}; frame-src 'self'"
CSP_IN_A_FRAME = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; frame-ancestors 'self'; "
    "base-uri 'none'; sandbox allow-same-origin"
)
# A letter as a mail program would draw it: its look stands in it, it loads nothing and runs nothing.
CSP_OF_A_LETTER = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
EVERYWHERE = [
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
]
WITH_A_FRAME = [("Content-Security-Policy", CSP_WITH_A_FRAME), *EVERYWHERE[1:]]
IN_A_FRAME = [
    (name, {"Content-Security-Policy": CSP_IN_A_FRAME, "X-Frame-Options": "SAMEORIGIN"}.get(name, value))
    for name, value in EVERYWHERE
]
OF_A_LETTER = [("Content-Security-Policy", CSP_OF_A_LETTER), *EVERYWHERE[1:]]
OTHERWISE = "madoguchi.headers"
ON_PAGES = [("Cache-Control", "no-store")]
OVER_HTTPS = [("Strict-Transport-Security", "max-age=31536000; includeSubDomains")]


def shows_a_frame(environ: WSGIEnvironment) -> None:
    """The answer to this request has a frame with a page of ours in it."""
    environ[OTHERWISE] = WITH_A_FRAME


def stands_in_a_frame(environ: WSGIEnvironment) -> None:
    """The answer to this request is a page for a frame on another page of ours."""
    environ[OTHERWISE] = IN_A_FRAME


def is_a_letter(environ: WSGIEnvironment) -> None:
    """The answer to this request is a letter."""
    environ[OTHERWISE] = OF_A_LETTER


def guarded(wsgi: WSGIApplication, *, secure: bool, files: tuple[str, ...]) -> WSGIApplication:
    """The application with its headers; `secure` where it is reached by HTTPS alone, `files` is where those lie that
    browsers may keep, if they are there: they say how long."""
    over = OVER_HTTPS if secure else []

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_file = environ["PATH_INFO"].startswith(files)

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            own = environ.get(OTHERWISE, EVERYWHERE) + over
            return start_response(status, headers + own + ([] if is_file and status < "4" else ON_PAGES), *error)

        return wsgi(environ, start)

    return serve
