"""Which answers are sent compressed? Pages, where nobody but the customer can have chosen what stands in them.

Whoever can have a page asked for again and again, each time with another guess beside what they want to know, can read
it off the compressed lengths (BREACH). So a token on a page is another in each answer (views/shared/csrf_mask.py), and
a page with something of anybody's is compressed only where the browser says that this site or its user asked for it:
Sec-Fetch-Site cannot be set by a page. docs/decisions/0038-weight.md
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from isal import isal_zlib

from infra.static_files import content_codings
from views.shared.kept_start import KeptStart

TYPES = ("text/html", "text/javascript")
# What fits into a packet anyhow.
LEAST_BYTES = 1024
# A fifth of zlib's CPU at its quickest, and as small.
LEVEL, AS_GZIP = 2, 31
NO_BODY = ("204", "206", "304")
ASKED_FROM_HERE = ("same-origin", "none")
Headers = list[tuple[str, str]]


def compressed(wsgi: WSGIApplication) -> WSGIApplication:
    """The application, whose pages leave compressed by gzip where that is wanted and nobody can learn from it.

    What is sent in parts, as it is made, stays as it is: it has no length.
    """

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begin = KeptStart()
        body = wsgi(environ, begin)
        status, headers = begin.status, begin.headers
        if not _is_page(environ, status, headers):
            start_response(status, headers)
            return body
        headers = [*headers, ("Vary", "Accept-Encoding")]
        if not may_be_compressed(environ):
            start_response(status, headers)
            return body
        packed = isal_zlib.compress(_whole(body), LEVEL, AS_GZIP)
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*kept, ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))])
        return [packed]

    return serve


def _is_page(environ: WSGIEnvironment, status: str, headers: Headers) -> bool:
    told = {name.lower(): value for name, value in headers}
    return (
        environ["REQUEST_METHOD"] != "HEAD"
        and not status.startswith(NO_BODY)
        and told.get("content-type", "").startswith(TYPES)
        and int(told.get("content-length", 0)) >= LEAST_BYTES
        and "content-encoding" not in told
    )


def may_be_compressed(environ: WSGIEnvironment) -> bool:
    """Whether a page that answers this request may be compressed: the browser takes it, and nothing of anybody's is in
    it (no cookie came) or nobody else's page has asked for it. Who does not tell where it was asked from gets it as it
    is."""
    if environ.get("HTTP_COOKIE") and environ.get("HTTP_SEC_FETCH_SITE") not in ASKED_FROM_HERE:
        return False
    return content_codings.best(environ.get("HTTP_ACCEPT_ENCODING", ""), ("gzip",)) == "gzip"


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()
