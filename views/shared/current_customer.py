"""Which customer is at this browser? Flask-Login over the rows of domain/accounts/logins.py."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from domain.accounts import logins
from infra import clock
from infra.encryption import Keyring, Purpose
from rules.japanese.times import UtcDateTime
from rules.portals import Portal
from views.shared import web_session

PROVED_FOR = timedelta(minutes=5)
_UNASKED: Any = object()
# What a page or the browser asks by itself is no sign of life (row W19).
BY_ITSELF = ("kept_pages.", "app_shell.", "files.state")

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

flask_login = LoginManager()
flask_login.session_protection = None


def idle_timeout() -> timedelta:
    """How long a login may be left alone."""
    return timedelta(minutes=current_app.config["IDLE_MINUTES"])


def absolute_timeout() -> timedelta:
    """How long a login lasts, however busy."""
    return timedelta(hours=current_app.config["LOGIN_HOURS"])


@flask_login.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> logins.LoggedIn | None:
    portal: Portal | None = g.get("portal")
    if portal is None:
        return None
    return logins.find(token, portal.name, clock.now(), idle=idle_timeout(), whole=absolute_timeout())


def current() -> logins.LoggedIn | None:
    """Who is logged in here, None where nobody is."""
    found: logins.LoggedIn | None = g.get("customer", _UNASKED)
    if found is _UNASKED:
        user = current_user._get_current_object() if web_session.login_token() else None
        found = g.customer = user if isinstance(user, logins.LoggedIn) else None
    return found


def current_id() -> int | None:
    """The account that is logged in here."""
    logged_in = current()
    return logged_in.account.id if logged_in else None


def login_required(view: View) -> View:
    """A view for who is logged in; whoever is not sees what the one unauthorized handler says (errors.py).

    Flask-Login's own decorator would let everybody in by a setting (LOGIN_DISABLED).
    """

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        if current() is None:
            away: ResponseReturnValue = flask_login.unauthorized()
            return away
        return view(**values)

    return cast(View, guarded)


def present() -> logins.LoggedIn:
    """Who is logged in, in a view that requires it."""
    logged_in = current()
    assert logged_in is not None
    return logged_in


def present_id() -> int:
    """The account of who is logged in, in a view that requires it."""
    return present().account.id


def looked_up_again() -> int | None:
    """The account that is logged in, asked of the database once more: this very request may have ended the login."""
    g.pop("customer", None)
    g.pop("_login_user", None)
    return current_id()


def lapsed_id() -> int | None:
    """The account whose login in this browser ran out: its owner may come back to what they were typing."""
    portal: Portal | None = g.get("portal")
    token = web_session.login_token()
    return logins.account_of(token, portal.name) if portal and token and current() is None else None


def ends_at(logged_in: logins.LoggedIn) -> UtcDateTime:
    """When this login ends if nothing more is done."""
    return logins.ends_at(logged_in.login, idle=idle_timeout(), whole=absolute_timeout())


def has_proved() -> bool:
    """Whether the customer gave their password within the last minutes."""
    logged_in = current()
    if logged_in is None:
        return False
    given_at = logged_in.login.proved_at or logged_in.login.created_at
    return clock.now() - given_at <= PROVED_FOR


def proof_for(run: str) -> str:
    """What says that the password was given for this run: good in this browser's login and today (decision 35). `run`
    names it with its sequence and what that is about."""
    return _keyring().fingerprint(Purpose.PROOF, _given_for(run, clock.today()))


def is_proof(run: str, proof: str | None) -> bool:
    """Whether this says so, of this login and of today."""
    if not proof or current() is None:
        return False
    return _keyring().verify(Purpose.PROOF, _given_for(run, clock.today()), proof)


def was_proof(run: str, proof: str) -> bool:
    """Whether the page that bears this was shown by right, though its login or its day may be over: what was typed
    there is worth keeping, and opens nothing."""
    days = (clock.today(), clock.today() - timedelta(days=1))
    return any(_keyring().verify(Purpose.PROOF, _given_for(run, day), proof) for day in days)


def _given_for(run: str, day: date) -> str:
    token = web_session.login_token()
    return f"{logins.name_of(token) if token else ''}\0{run}\0{day}"


def _keyring() -> Keyring:
    own: Keyring = current_app.extensions["keyring"]
    return own


def extend_url(portal: Portal) -> str:
    """Where a press gives the login its full time again."""
    return url_for("account.extend", portal=portal)


def log_in(account_id: int, **shown: Any) -> None:
    """Log this browser in: a new session and a new login (ASVS 7.2.4), one however often the same page is sent.

    What was `shown` for it (`proved`, `repeated`, `stands`) as in logins.begin. Raise StaleCredentials as there.
    """
    now, before, mark = clock.now(), current(), web_session.came_as()
    token = _keyring().fingerprint(Purpose.LOGIN, f"{account_id}\0{mark}")
    begun = logins.begin(account_id, web_session.device(), now, token=token, browser=mark, **shown)
    if before and before.login.id != begun.login.id:
        logins.end(before.login.id)
    web_session.renew(keep_link=True)
    login_user(begun)
    g.pop("customer", None)


def log_out() -> None:
    """End the login on the server and empty the cookie (ASVS 7.4.1)."""
    logged_in = current()
    if logged_in:
        logins.end(logged_in.login.id)
    logout_user()
    g.pop("customer", None)
    web_session.renew()


def note_seen() -> None:
    """The customer did something: their idle time begins anew."""
    by_itself = (request.endpoint or "").startswith(BY_ITSELF)
    logged_in = current() if g.get("portal") and not by_itself else None
    if logged_in:
        logins.seen(logged_in.login, clock.now())


def init(app: Flask) -> None:
    """Let Flask-Login know us, and note every page that a customer asks for."""
    flask_login.init_app(app, add_context_processor=False)
    app.before_request(note_seen)
