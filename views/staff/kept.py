"""Is a page that the browser kept still its member's? Its script asks (static/js/back.js)."""

from typing import Any

from flask import Blueprint

from views.staff import frame, guard

bp = Blueprint("staff_kept", __name__, url_prefix="/staff")
frame.init(bp)


@bp.get("/kept")
def state() -> dict[str, Any]:
    """Whose the browser is. Is no sign of life of a member, and knows of nobody once they were away too long."""
    logged_in = guard.current()
    return {"whose": logged_in.login.id if logged_in else ""}
