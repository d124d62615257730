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
EVERYWHERE = [
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
]
ON_PAGES = [("Cache-Control", "no-store")]
OVER_HTTPS = [("Strict-Transport-Security", "max-age=31536000; includeSubDomains")]


def guarded(wsgi: WSGIApplication, *, secure: bool, files: str) -> WSGIApplication:
    """The application with its headers; `secure` where it is reached by HTTPS alone, `files` is where those lie that
    may be kept by the browser, if they are there."""
    always = EVERYWHERE + OVER_HTTPS if secure else EVERYWHERE
    on_pages = always + ON_PAGES

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        is_file = environ["PATH_INFO"].startswith(files)

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            own = always if is_file and status < "4" else on_pages
            return start_response(status, headers + own, *error)

        return wsgi(environ, start)

    return serve
