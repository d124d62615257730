"""What does this browser carry? Opaque keys in a signed cookie, one cookie a portal and one for /staff, and nothing a
person typed; and beside it a cookie with a stamp, which is drawn from them (views/shared/page_stamp.py).

The only file that names the session (decision 8): a secret from which the halves of run keys are derived, the id of an
opened link, the agency the visitor came from, the name of a login of staff, that of a screen
that is shared, and what Flask-Login, Flask-WTF and Flask
put there themselves: the name of a customer's login, the CSRF secret, and a line to be shown on the next page.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable

from flask import Flask, Request, Response, current_app, g, has_request_context, request, session
from flask.globals import request_ctx
from flask.sessions import NullSession, SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

DEVICE_LENGTH = 200


class PortalCookies(SecureCookieSessionInterface):
    """Each portal has a cookie of its own, so that what is open in one is unknown in the other."""

    _signs: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once: Flask makes it twice at each request."""
        if self._signs is None:
            self._signs = super().get_signing_serializer(app)
        return self._signs

    def get_cookie_name(self, app: Flask) -> str:
        """The name set in the settings and the portal of the address."""
        name = super().get_cookie_name(app)
        return f"{name}-{portal_of(request)}" if has_request_context() else name


def was_at(portal: str) -> bool:
    """Whether this browser brings the cookie of a portal, whatever is in it."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-{portal}" in request.cookies


def portal_of(asked: Request) -> str:
    """The first part of the address, where it could be a portal's name."""
    first = asked.path.split("/")[1]
    return first if first.isascii() and first.isalnum() else "none"


def carry_nothing() -> None:
    """Where the cookie could not be opened: go on as if there were none, and keep none."""
    if request_ctx._session is None:
        request_ctx._session = NullSession()


def secret() -> str:
    """This visitor's secret; made when it is first needed."""
    found: str | None = session.get("visitor")
    if found is None:
        found = session["visitor"] = secrets.token_urlsafe(24)
    return found


def known_secret() -> str | None:
    """This visitor's secret, None where none was made yet."""
    return session.get("visitor")


def mark() -> str:
    """A fingerprint of the visitor's secret, by which rows know whose they are without holding it."""
    return hashlib.sha256(b"mark" + secret().encode()).hexdigest()


def csrf_secret() -> str:
    """The secret of this browser's forms, in hexadecimal digits; made when it is first needed."""
    found = known_csrf_secret()
    if found is None:
        found = session["csrf_token"] = secrets.token_hex(20)
    return found


def known_csrf_secret() -> str | None:
    """As `csrf_secret`, None where none was made yet."""
    return session.get("csrf_token")


def came_as() -> str:
    """A fingerprint of the secret behind the CSRF tokens of this browser's pages: the same for a page that is sent
    twice, also where the first answer renewed the session."""
    own = session.get("csrf_token") or secrets.token_hex()
    return hashlib.sha256(b"came as" + own.encode()).hexdigest()


def browser() -> str:
    """A fingerprint of this browser, whoever logs in and out there; made with the page of the login. It opens nothing:
    it tells whether two logins come from one place (decision 22)."""
    if "browser" not in session:
        session["browser"] = secrets.token_urlsafe(18)
    return known_browser()


def known_browser() -> str:
    """As `browser`, "" where no page of a login was seen yet."""
    own = session.get("browser")
    return hashlib.sha256(b"browser" + own.encode()).hexdigest() if own else ""


def halves() -> Callable[[str], bytes]:
    """The visitor's half of each run's key, by the run's id; good even after the session was renewed."""
    own = secret().encode()
    return lambda run_id: hmac.digest(own, run_id.encode(), "sha256")


def opened_link() -> str | None:
    """The id of the link this browser opened last."""
    return session.get("link")


def remember_link(link_id: str) -> None:
    """A link was opened here."""
    session["link"] = link_id


def login_token() -> str | None:
    """The name of this browser's login, which may have run out."""
    return session.get("_user_id")


def agency_code() -> str | None:
    """The agency from whose page the visitor came (101)."""
    return session.get("agency")


def device() -> str:
    """What this browser says that it is, not endlessly."""
    return request.user_agent.string[:DEVICE_LENGTH]


def network_address() -> str:
    """The address of the network that the request came from, as its owner may know it (row A21)."""
    return request.remote_addr or "unknown"


def staff_token() -> str | None:
    """The name of the login of staff in this browser, which may have run out. Portals have other cookies: none holds
    one."""
    return session.get("staff")


def log_staff_in(token: str) -> None:
    """Begin a new session that holds the name of a login of staff and nothing else."""
    session.clear()
    session["staff"] = token


def log_staff_out() -> None:
    """Begin a new session that holds nothing."""
    session.clear()


def sharing() -> str | None:
    """The name of the sharing of this browser's screen with an operator, which may have ended."""
    return session.get("sharing")


def remember_sharing(name: str | None) -> None:
    """This browser's screen is shared under this name; under none any more, where it is None."""
    session.pop("sharing", None)
    if name:
        session["sharing"] = name


def remember_agency(code: str) -> None:
    """The visitor came from this agency's page."""
    session["agency"] = code


def carried_stamp() -> str:
    """The stamp that this browser sends."""
    if "carried_stamp" not in g:
        g.carried_stamp = request.cookies.get(_stamp_name(), "")
    found: str = g.carried_stamp
    return found


def carry_stamp(answer: Response, stamp: str) -> None:
    """Let the browser send this stamp from now on."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(_stamp_name(), stamp, secure=secure, httponly=True, samesite="Lax")


def _stamp_name() -> str:
    return f"{current_app.session_interface.get_cookie_name(current_app)}-stamp"


def renew(*, keep_link: bool = False) -> None:
    """Begin a new session that keeps only where the visitor came from, which browser it is, whether its screen is
    shared, and at a login the link that they opened: nobody's outlives a change of who they are (ASVS 7.2.4)."""
    agency, link, own, shared = agency_code(), opened_link(), session.get("browser"), sharing()
    session.clear()
    remember_sharing(shared)
    if own:
        session["browser"] = own
    if agency:
        remember_agency(agency)
    if link and keep_link:
        remember_link(link)
