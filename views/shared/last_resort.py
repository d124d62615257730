"""What is answered where the answer itself has failed? The page that was meant, as much of it as can still be made.

A problem's page is drawn like every page: it asks who is logged in and from which agency they came, and has addresses.
Where that fails it is drawn once more without asking anybody; where that fails too, as one string. Nothing is raised up
to the server, which would answer without our headers and write down what it was sent.
"""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from infra import incident_log
from views.shared import bare_page, error_page, errors, web_session
from views.shared.faults import tell_of_fault
from views.shared.kept_start import KeptStart


def answer(wrong: Exception) -> ResponseReturnValue:
    """For what was raised before or after a view, or by a problem's page; raise what comes in the way of that."""
    web_session.carry_nothing()
    g.setdefault("portal", current_app.extensions["portals here"].get(web_session.portal_of(request)))
    return current_app.handle_user_exception(wrong)


def around(app: Flask, wsgi: WSGIApplication) -> WSGIApplication:
    """The application, which never raises; `wsgi` is it as it may."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # Told to the server at the end: what is closed after an answer was made may fail too.
        begin = KeptStart()
        try:
            body = wsgi(environ, begin)
        except Exception as wrong:  # noqa: BLE001 - behind this there is only the server
            tell_of_fault(app, environ, wrong)
            body = _bare(app, environ)(environ, begin)
        start_response(begin.status, begin.headers)
        return body

    return serve


def _bare(app: Flask, environ: WSGIEnvironment) -> Response:
    problem = error_page.kept(environ) or errors.fault(incident_log.number(environ))
    of_staff = error_page.folder_of(app, environ["PATH_INFO"]) == error_page.STAFF
    page = bare_page.page(problem.screen, problem.texts, of_staff=of_staff)
    return Response(page, problem.status, problem.headers, mimetype="text/html")
