"""Whose is this browser now? A stamp says it: every page bears one, and a cookie that scripts cannot read carries it.

Browsers keep pages with all that stands in them, typed passwords too, and show them on the way back without asking us;
Chromium keeps even those that say no-store, until a cookie changes that scripts cannot read. So the stamp changes
whenever a login or a run begins or ends (row A30, ASVS 14.3): what was kept before is forgotten. It has a cookie of its
own, since a session written for nothing else could overtake what another request has just put into it.
"""

import re
import secrets

from flask import Flask, Response, current_app, g

from infra.encryption import Keyring, Purpose
from views.shared import current_customer, web_session

FORM = re.compile(r"[0-9a-f]{64}")
OWNER = 32


def stamp() -> str:
    """Whose the browser is, and since when, in 64 hexadecimal digits; nothing where nobody was known here yet."""
    owner, carried = _owner(), web_session.carried_stamp()
    if not (owner or carried):
        return ""
    mark = _mark(owner)
    if FORM.fullmatch(carried) and carried.startswith(mark) and "since" not in g:
        return carried
    since: str = g.setdefault("since", secrets.token_hex(OWNER // 2))
    return mark + since


def _mark(owner: str) -> str:
    """Asked for by the page, by each form on it, and once more as it leaves."""
    if "whose" not in g or g.whose[0] != owner:
        g.whose = owner, _keyring().fingerprint(Purpose.WHOSE, owner)[:OWNER]
    mark: str = g.whose[1]
    return mark


def form_owner() -> str:
    """Whose a form is: the stamp, or for who is nobody a value drawn anew each time, which is nobody's ever after."""
    return stamp() or secrets.token_hex(OWNER)


def anew() -> None:
    """Something is over here: what the browser kept of it is nobody's any more."""
    g.setdefault("since", secrets.token_hex(OWNER // 2))


def _owner() -> str:
    """The login or, where there is none, the visitor; nothing where there is neither."""
    logged_in = current_customer.current()
    if logged_in:
        return f"login {logged_in.login.id}"
    secret = web_session.known_secret()
    return f"visitor {secret}" if secret else ""


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own


def _hand_over(answer: Response) -> Response:
    """Let the browser carry the stamp, where it is another.

    The stamp is never taken away: that a cookie is gone Chromium does not always count as a change.
    """
    # After a fault of ours nothing is asked that has perhaps just failed; and what the customer typed stays as it is.
    if g.get("portal") is None or "nobody_asked" in g or answer.status_code >= 500:
        return answer
    now = stamp()
    if now != web_session.carried_stamp():
        web_session.carry_stamp(answer, now)
    return answer


def init(app: Flask) -> None:
    """Look at every answer, and let forms say whose they are."""
    app.after_request(_hand_over)
    app.jinja_env.globals["form_owner"] = form_owner
