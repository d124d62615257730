"""Which member of staff is at this browser, what may they do, and who else is sent away?"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from domain.staff import logins, passkeys, screen_sharing
from domain.staff.members import RIGHTS, Right
from infra import clock
from models import StaffMember
from views.shared import redirects, web_session

FOLDER = "/staff/"
# What stands between a login and all else, the page itself first, and what is open at any time.
OWN_PASSWORD = ("staff_account.password", "staff_account.change_password")
OWN_PASSKEY = ("staff_passkeys.ask", "staff_passkeys.offer", "staff_passkeys.keep")
ALWAYS = ("staff.logout",)
# What a page asks by itself is no sign that its member is there.
BY_ITSELF = ("staff_record.now", "staff_presence.look")
_UNASKED: Any = object()

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def current() -> logins.LoggedIn | None:
    """Who is logged in here, None where nobody is."""
    found: logins.LoggedIn | None = g.get("staff", _UNASKED)
    if found is _UNASKED:
        token = web_session.staff_token()
        found = g.staff = logins.find(token, clock.now()) if token else None
    return found


def present() -> StaffMember:
    """Who is logged in, in a view that requires it."""
    return present_login().member


def present_login() -> logins.LoggedIn:
    """The login of this browser, in a view that requires it."""
    logged_in = current()
    assert logged_in is not None
    return logged_in


def staff_required(view: View) -> View:
    """A view for members of staff, whatever their role. Whoever is none is led to the login, and from there back to the
    page that they asked for; customers are strangers here."""

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        logged_in = current()
        if logged_in is None:
            onward = request.path if request.method in ("GET", "HEAD") else home()
            return redirect(url_for("staff.login", next=onward), 303)
        if request.endpoint not in BY_ITSELF:
            logins.seen(logged_in.login, clock.now())
        first = to_do_first()
        if first and request.endpoint not in (*first, *ALWAYS):
            return redirect(url_for(first[0]), 303)
        return view(**values)

    return cast(View, guarded)


def to_do_first() -> Sequence[str]:
    """Where who is logged in has to go before anything else, by its endpoints: to choose a password of their own in
    place of one that they were given, then, where keys are required, to the first of theirs. Nothing where all is
    open."""
    logged_in = current()
    if logged_in and logged_in.member.must_change:
        return OWN_PASSWORD
    if logged_in and passkeys.required() and not logged_in.login.by_passkey:
        return OWN_PASSKEY
    return ()


def why_over() -> logins.Over | None:
    """What the login of this browser ended by, if nobody ended it and nobody has logged in here since."""
    token = web_session.staff_token()
    return logins.why_over(token, clock.now()) if token and current() is None else None


def right_required(right: Right) -> Callable[[View], View]:
    """A view for members who have a right; of the others, who is no member is led to the login, and who is one is told
    that it is not theirs. The view raises Forbidden then."""

    def having(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            if not may(right):
                raise Forbidden
            return view(**values)

        return staff_required(cast(View, guarded))

    return having


def may(right: Right) -> bool:
    """Whether who is logged in here has a right; none while something comes before all else."""
    logged_in = current()
    return logged_in is not None and right in RIGHTS[logged_in.member.role] and not to_do_first()


def home() -> str:
    """Where a member begins."""
    return url_for("staff_home.home")


def onward(asked: str) -> str:
    """The page of staff that was asked for, or home where it is none."""
    return redirects.within(FOLDER, asked, home())


def log_in(begun: logins.LoggedIn) -> None:
    """Log this browser in, in place of who was; its cookie holds nothing of before."""
    before = current()
    if before and before.login.id != begun.login.id:
        _end(before)
    web_session.log_staff_in(begun.token)
    g.staff = begun


def log_out() -> None:
    """End the login on the server and empty the cookie."""
    logged_in = current()
    if logged_in:
        _end(logged_in)
    web_session.log_staff_out()
    g.staff = None


def _end(logged_in: logins.LoggedIn) -> None:
    """With it, no customer's screen is seen any more."""
    now = clock.this_moment()
    logins.end(logged_in.login, now)
    screen_sharing.leave_all(logged_in.login.id, now)
