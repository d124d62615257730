"""Where does a member of staff begin?"""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from views.staff import frame
from views.staff.guard import staff_required

bp = Blueprint("staff_home", __name__, url_prefix="/staff")
frame.init(bp)


@bp.get("/")
@staff_required
def home() -> ResponseReturnValue:
    """To the first page of the navigation that is theirs; to their own account where there is none."""
    first = [page.endpoint for page in frame.menu()] or ["staff_account.show"]
    return redirect(url_for(first[0]), 303)
