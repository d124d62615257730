"""Who is told of a request that failed by our fault? The log, and those at the telephone, by its number."""

from contextlib import suppress
from wsgiref.types import WSGIEnvironment

from flask import Flask, g, has_request_context, request

from domain.staff import incidents
from domain.staff.incidents import Where
from infra import clock, incident_log
from rules.portals import Portal
from wizards.engine.definition import Wizard


def tell_of_fault(app: Flask, environ: WSGIEnvironment, wrong: BaseException) -> None:
    """Tell both, the log first: it has the fault also where the other cannot be told."""
    incident_log.tell(app.logger, environ, wrong)
    where = _where()
    with suppress(Exception), app.app_context():
        incidents.note(incident_log.number(environ), wrong, where, clock.this_moment())


def _where() -> Where:
    if not has_request_context():
        return Where()
    portal: Portal | None = g.get("portal")
    pattern = request.url_rule.rule if request.url_rule else ""
    return Where(portal.name if portal else "", pattern, _screen())


def _screen() -> int | None:
    """The number of the step of a sequence that was asked for."""
    asked = request.view_args or {}
    wizard, slug = asked.get("wizard"), asked.get("slug")
    if not isinstance(wizard, Wizard):
        return None
    steps = (*wizard.steps, wizard.complete)
    return next((getattr(step, "number", None) for step in steps if slug in (step.slug, None)), None)
