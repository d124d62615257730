"""Where does a customer open a leaflet? From 123, as a PDF that lies on the shelf (docs/decisions/0040-leaflets.md)."""

from urllib.parse import quote

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue

from rules.portals import Portal
from views.shared import leaflets

bp = Blueprint("leaflet_files", __name__)


@bp.get("/<portal:portal>/leaflets/<name>.pdf")
def show(portal: Portal, name: str) -> ResponseReturnValue:
    """A leaflet of this portal, opened in the browser and kept under its Japanese name (RFC 6266). 404 where it has
    none of this name, or it was not made."""
    path, found = leaflets.path_of(portal, name), leaflets.LEAFLETS.get(name)
    if path is None or found is None:
        abort(404)
    answer = send_file(path, mimetype="application/pdf", conditional=True)
    kept = quote(f"{portal.title}_{found.title}.pdf")
    answer.headers["Content-Disposition"] = f"inline; filename=\"{path.name}\"; filename*=UTF-8''{kept}"
    return answer
