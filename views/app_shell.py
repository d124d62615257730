"""What does a browser keep of スマ保? How it is installed, and a page for who has no connection; nothing of anybody's.

The browser asks for these by itself. Nobody is looked up for them, whoever may be logged in.
"""

import hashlib
import json
from collections.abc import Mapping

from flask import Blueprint, Response, current_app, render_template, url_for

from rules.portals import Portal
from views.photos import offers_photos
from views.shared import error_page
from views.shared.offered import only_where
from views.shared.screens import screen
from views.shared.static_files import BARS

bp = Blueprint("app_shell", __name__)

OFFLINE = screen(911, "インターネットに接続できません")
NAME = "スマ保"
# The ground of each portal's colour, as in static/css/tokens.css.
GROUNDS = {"blue": "#f4f6f9", "green": "#f4f7f5", "purple": "#f6f5f9", "teal": "#f3f7f8"}
ICONS = (("192", "192x192", "any"), ("512", "512x512", "any"), ("512-maskable", "512x512", "maskable"))


@bp.before_request
def ask_nobody() -> None:
    """What is kept is everybody's."""
    error_page.ask_nobody()


@bp.get("/<portal:portal>/app/manifest.webmanifest")
@only_where(offers_photos)
def manifest(portal: Portal) -> Response:
    """How the portal is installed: under which name, with which icon, and where it begins."""
    begins = url_for("app.top", portal=portal)
    said = {
        "id": begins,
        "name": f"{NAME} {portal.title}",
        "short_name": NAME,
        "lang": "ja",
        "dir": "ltr",
        "start_url": begins,
        "scope": _scope(portal),
        "display": "standalone",
        "theme_color": BARS[portal.colour],
        "background_color": GROUNDS[portal.colour],
        "icons": [
            {"src": _file(f"icons/mark-{portal.colour}-{name}.png"), "sizes": size, "type": "image/png", "purpose": use}
            for name, size, use in ICONS
        ],
    }
    return Response(json.dumps(said, ensure_ascii=False), mimetype="application/manifest+json")


@bp.get("/<portal:portal>/service-worker.js")
def worker(portal: Portal) -> Response:
    """What answers for the portal where there is no connection. Its scope is the folder that it lies in. Where スマ保
    is not offered any more, what was left in browsers is told to go."""
    own = {"scope": _scope(portal)}
    if not offers_photos(portal):
        return _script("app/farewell.js", own)
    files = [_file(name) for name in ("customers.css", "customers.js", f"icons/mark-{portal.colour}.svg")]
    offline_url = url_for(".offline", portal=portal)
    return _script("app/worker.js", {**own, "version": _version(portal), "offline": offline_url, "files": files})


@bp.get("/<portal:portal>/app/offline")
@only_where(offers_photos)
def offline(portal: Portal) -> str:
    """911: what is shown without a connection. It says nothing of now, since it may be shown at any time."""
    return _offline_page(portal)


def _offline_page(portal: Portal) -> str:
    return render_template("app/offline.html", portal=portal, screen=OFFLINE, desk_open=None, whose="")


def _script(template: str, own: Mapping[str, object]) -> Response:
    return Response(render_template(template, own=own), mimetype="text/javascript")


def _scope(portal: Portal) -> str:
    return f"/{portal.name}/"


def _file(name: str) -> str:
    return url_for("static", filename=name)


def _version(portal: Portal) -> str:
    """Another one whenever the release, a file or the page is another: the page names the files, and their names hold
    what is in them."""
    whole = [current_app.extensions["edition"], _offline_page(portal)]
    return hashlib.sha256("\0".join(whole).encode()).hexdigest()[:16]
