"""What is wired to what?"""

import gc
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask, Request, Response, g, has_request_context, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, MapAdapter

import config
from domain.accounts.password_hashing import Hasher
from domain.calls import alarm, requirement
from domain.contracts import products
from domain.messages import outbox
from domain.photos import equipment, inspection
from domain.staff import incidents
from exchange.exports import command as exchange
from exchange.issuing import command as issuing
from infra import database, rate_limits, schema, security_log
from infra.encryption import Keyring
from ops import audit, banks, demo, kanji, logout, nightly, purge, unlock
from ops import calls as call_commands
from ops import photos as picture_commands
from ops import staff as staff_commands
from ops import static as static_commands
from rules import portals
from rules.phone_verification import Mode
from views import (
    account,
    app_shell,
    applications,
    bfcache,
    calls,
    camera,
    cancellations,
    contracts,
    devices,
    documents,
    email_change_stop,
    email_confirmation,
    email_recovery,
    history,
    leaflet_files,
    links,
    must_change_password,
    pages,
    photos,
    reauthentication,
    renewals,
    sharing,
    withdrawals,
)
from views import app as app_pages
from views.dev import mail, phone, screens
from views.dev import staff as staff_codes
from views.leaflets import command as leaflets
from views.practice import counter
from views.shared import (
    components,
    compression,
    csrf_mask,
    current_customer,
    errors,
    last_resort,
    line_breaks,
    page,
    page_stamp,
    request_body,
    security_headers,
    sharing_words,
    static_files,
)
from views.shared.web_session import PortalCookies, portal_of
from views.staff import problems as staff_problems
from views.staff.every_page import EVERY_PAGE
from views.wizard import discarding, file_routes, routes, waits
from wizards import application
from wizards.engine import rules_version
from wizards.registry import WIZARDS

FOR_CUSTOMERS = (
    pages,
    leaflet_files,
    account,
    email_confirmation,
    contracts,
    renewals,
    cancellations,
    withdrawals,
    applications,
    documents,
    history,
    devices,
    must_change_password,
    links,
    reauthentication,
    email_change_stop,
    email_recovery,
    bfcache,
    calls,
    photos,
    camera,
    discarding,
    file_routes,
    app_pages,
    app_shell,
    sharing,
    routes,
)
# What only developers see, by whom it stands beside.
DEVELOPING = {config.CUSTOMERS: (mail, screens, phone), config.STAFF: (mail, staff_codes)}

DOORS_OPEN = (
    "NOT FOR CUSTOMERS: this is a trial, and whoever can reach it reads every letter and logs in as anybody, by /_dev"
)


class Madoguchi(Flask):
    """Flask, told what to do with a request that is not for it, or that fails outside its views."""

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """A host's name is the same in capitals; Werkzeug compares letter by letter."""
        if request is not None and "HTTP_HOST" in request.environ:
            request.environ["HTTP_HOST"] = request.environ["HTTP_HOST"].lower()
        return super().create_url_adapter(request)

    def preprocess_request(self) -> ResponseReturnValue | None:
        """For a host that is not ours nobody is asked anything."""
        if request_ctx.url_adapter is None:
            self.raise_routing_exception(request)
        return super().preprocess_request()

    def url_for(self, /, endpoint: str, **more: Any) -> str:
        """A path within the site needs no host: pages that say what is wrong with it have some too."""
        if has_request_context() and request_ctx.url_adapter is None:
            request_ctx.url_adapter = self.url_map.bind("")
        return super().url_for(endpoint, **more)

    def handle_exception(self, e: Exception) -> Response:
        """What is raised around the views is answered as in them. Flask would write its message into the log."""
        return self.make_response(last_resort.answer(e))


def create_app(**overrides: Any) -> Flask:
    """The application, set by the environment; `overrides` are Flask settings that win over it.

    Raise config.UnsafeSettings or portals.BadPortal where it must not start.
    """
    app = Madoguchi(__name__, static_folder=None)
    app.config.update(config.settings(os.environ, Path(app.instance_path)))
    app.config.update(overrides)
    Path(app.instance_path).mkdir(mode=0o700, exist_ok=True)
    served = portals.load(Path(app.config["PORTALS_FILE"]), WIZARDS)
    _refuse_deafness(app, served)
    app.extensions["portals"] = served
    app.extensions["products"] = products.load(Path(app.config["PRODUCTS_FILE"]))
    products.check_offers(served.values(), app.extensions["products"], application.wizard.name)
    app.extensions["edition"] = rules_version.release(
        Path(app.config["PORTALS_FILE"]), Path(app.config["PRODUCTS_FILE"])
    )
    app.extensions["keyring"] = Keyring(app.config["SECRET_KEYS"])
    app.extensions["hasher"] = _hasher(app)
    equipment.init(app)
    alarm.init(app)
    counter.init(app, create_app)
    incidents.init(app)
    app.session_interface = PortalCookies()
    app.url_map.converters |= {"portal": _portal_converter(served), "wizard": routes.WizardConverter}
    app.extensions["portals here"] = {} if app.config["SERVE"] == config.STAFF else served
    static_files.init(app)
    app.wsgi_app = _around(app)  # type: ignore[method-assign, assignment]
    _remember_portal(app)
    database.init(app)
    request_body.init(app)
    # Who tells of calls is known by a signature.
    csrf_mask.MaskedTokens(app).exempt(calls.bp)
    rate_limits.init(app)
    # Who rests asks nobody: the problems come before the customer.
    for part in (security_log, errors, current_customer, page_stamp, page, line_breaks, components):
        part.init(app)
    if app.config["SERVE"] != config.CUSTOMERS:
        staff_problems.init(app)
    for view in _views(app):
        app.register_blueprint(view.bp)
    for command in (
        schema.cli,
        exchange.cli,
        nightly.command,
        outbox.cli,
        purge.cli,
        unlock.cli,
        logout.command,
        kanji.cli,
        issuing.cli,
        demo.cli,
        banks.cli,
        call_commands.cli,
        picture_commands.cli,
        staff_commands.cli,
        audit.cli,
        static_commands.cli,
        leaflets.command,
    ):
        app.cli.add_command(command)
    return app


def serve(**overrides: Any) -> Flask:
    """The application as a web server runs it; embedded, it also sends letters and erases what is over. `overrides`
    as in create_app."""
    app = create_app(**overrides)
    if app.config["DOORS_OPEN"]:
        app.logger.warning(DOORS_OPEN)
    if app.config["EMBEDDED_WORKERS"]:
        outbox.start_thread(app)
        purge.start_thread(app)
        inspection.start_thread(app)
    settle()
    return app


def settle() -> None:
    """What stands when a server starts stays until it ends: the collector would else look through all of it now and
    then, while somebody waits for an answer."""
    gc.collect()
    gc.freeze()


def _around(app: Flask) -> WSGIApplication:
    secure = app.config["SESSION_COOKIE_SECURE"]
    own = app.wsgi_app if app.config["SERVE"] == config.STAFF else waits.answered(app, app.wsgi_app)
    asked_often = sharing_words.answered(app, own)
    pages = compression.compressed(request_body.measured(last_resort.around(app, asked_often)))
    wsgi = security_headers.guarded(static_files.answered(app, pages), secure=secure, files=static_files.PLACES)
    proxies = app.config["PROXIES"]
    return ProxyFix(wsgi, x_for=proxies, x_proto=proxies) if proxies else wsgi


def _views(app: Flask) -> Iterable[Any]:
    """The pages that this process serves, each once."""
    pages_of = {config.CUSTOMERS: FOR_CUSTOMERS, config.STAFF: EVERY_PAGE}
    served = list(pages_of) if app.config["SERVE"] == config.BOTH else [app.config["SERVE"]]
    found = [view for whom in served for view in pages_of[whom]]
    if not app.config["PRODUCTION"]:
        found += [view for whom in served for view in DEVELOPING[whom]]
    return dict.fromkeys(found)


def _refuse_deafness(app: Flask, served: dict[str, portals.Portal]) -> None:
    """Also before the day on which the calls are required: on that day nobody would start it anew."""
    called = {} if app.config["SERVE"] == config.STAFF else served
    asking = [name for name, portal in called.items() if portal.phone_verification.mode == Mode.REQUIRED]
    if asking and requirement.has_no_way_in(app.config):
        told = f"a login of {', '.join(asking)} requires a call, and {requirement.NO_WAY_IN}"
        raise config.UnsafeSettings(f"refusing to start in production: {told}")


def _hasher(app: Flask) -> Hasher:
    return Hasher(
        memory_kib=app.config["ARGON2_MEMORY_KIB"],
        time_cost=app.config["ARGON2_TIME_COST"],
        parallelism=app.config["ARGON2_PARALLELISM"],
        at_once=app.config["ARGON2_AT_ONCE"],
        wait_seconds=app.config["ARGON2_WAIT_SECONDS"],
    )


def _portal_converter(served: dict[str, portals.Portal]) -> type[BaseConverter]:
    """Puts the portal itself, not its name, into the view; what is no name of one is looked for elsewhere, and not with
    a slash behind it."""

    class PortalConverter(BaseConverter):
        regex = "|".join(map(re.escape, served))

        def to_python(self, value: str) -> portals.Portal:
            return served[value]

        def to_url(self, value: portals.Portal) -> str:
            return value.name

    return PortalConverter


def _remember_portal(app: Flask) -> None:
    """Also of an address that leads nowhere: its page still says whose site it is. A process for staff knows none: it
    has no page of one to which an answer could lead."""

    @app.url_value_preprocessor
    def remember(endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.portal = app.extensions["portals here"].get(portal_of(request))
