"""What do the buttons do by which a customer shows their screen to an operator, pauses that, and ends it?"""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from domain.staff import screen_sharing
from infra import clock, rate_limits
from rules.portals import Portal
from views.shared import current_customer, sharing_shown, web_session


def at_once(what: str) -> None:
    """Pause or end it: whatever else is in the way of the request that asks for it, nothing more is seen."""
    sharing = sharing_shown.present()
    if sharing and what == "pause":
        screen_sharing.pause(sharing, clock.now())
    if what == "end":
        screen_sharing.end(web_session.sharing() or "", web_session.known_browser(), clock.now())
        web_session.remember_sharing(None)


def act(portal: Portal, what: str, onward: str) -> ResponseReturnValue:
    """Do what a button of the bar or of 921 says; then on to the page that was left for it. Raise RateLimited."""
    sharing, now = sharing_shown.present(), clock.now()
    if what == "begin":
        rate_limits.hit("sharing", portal)
        name = screen_sharing.begin(portal.name, web_session.browser(), current_customer.current_id(), now)
        web_session.remember_sharing(name)
    if what in ("begin", "ask"):
        return redirect(url_for("sharing.ask", portal=portal, next=onward), 303)
    at_once(what)
    if sharing and what == "go_on":
        screen_sharing.go_on(sharing, now)
    if what == "end":
        return redirect(url_for("sharing.ended", portal=portal, next=onward), 303)
    return redirect(onward, 303)
