"""How does a customer show their screen to an operator, pause that, and end it? 921 and 922 (screens.md section 12)."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from rules.portals import Portal
from views.shared import current_customer, errors, redirects, sharing_acts, sharing_shown
from views.shared.page import page
from views.shared.screens import screen

bp = Blueprint("sharing", __name__, url_prefix="/<portal:portal>/sharing")
BEGIN = screen(921, "オペレーターと画面を確認する")
ENDED = screen(922, "画面の共有を終了しました")


@bp.get("")
def ask(portal: Portal) -> str:
    """921: what is shown to whom; once it was begun, the six digits to read out."""
    sharing = sharing_shown.present()
    return page("sharing/begin.html", BEGIN, shared=sharing, onward=_onward(portal, request.args.get("next", "")))


@bp.post("")
def change(portal: Portal) -> ResponseReturnValue:
    """Begin it, pause it, let it go on, or end it."""
    return sharing_acts.act(portal, request.form.get("sharing", ""), _onward(portal, request.form.get("next", "")))


@bp.get("/ended")
def ended(portal: Portal) -> str:
    """922."""
    return page("sharing/ended.html", ENDED, onward=_onward(portal, request.args.get("next", "")))


@errors.shown_again("sharing.change")
def redisplay_after_lost_token(portal: Portal) -> ResponseReturnValue:
    """921 once more after its token was lost: nothing was begun by it."""
    return ask(portal), 400


def _onward(portal: Portal, asked: str) -> str:
    """The page that was left, in this portal; where there is none, home or the login."""
    start = redirects.home(portal) if current_customer.current() else errors.login_url(portal)
    return redirects.within(f"/{portal.name}/", asked, start)
