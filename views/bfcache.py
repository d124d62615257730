"""Is a page that the browser kept still anybody's, and does it still show what is now? Its script asks (back.js)."""

from typing import Any

from flask import Blueprint, request

from rules.portals import Portal
from views.shared import page_stamp
from views.wizard import current_run
from wizards.engine.access import AccessDenied
from wizards.registry import WIZARDS

bp = Blueprint("kept_pages", __name__)


@bp.get("/<portal:portal>/kept")
def state(portal: Portal) -> dict[str, Any]:
    """Whose the browser is, and how often the run in question has been written to; 0 where there is none here. Is no
    sign of life of a customer (row W19)."""
    return {"version": _version(portal), "whose": page_stamp.stamp()}


def _version(portal: Portal) -> int:
    wizard, run_id = WIZARDS.get(request.args.get("wizard", "")), request.args.get("run", "")
    if wizard is None or not current_run.RUN_ID.fullmatch(run_id) or not page_stamp.stamp():
        return 0
    try:
        asked = current_run.find(portal, wizard, run_id)
    except AccessDenied:
        return 0
    return asked.run.version if asked else 0
