"""Does every error have a page of ours, our headers and its own status, wherever it is raised and whatever is away?"""

import re
from contextlib import contextmanager

import factories
import pytest
from browser import Browser
from factories import PROFILE
from flask_wtf.csrf import CSRFError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from ways import apply_for, log_in, newest_link, pressed
from werkzeug import exceptions

from domain.accounts import authentication, password_hashing
from domain.photos import storage
from domain.staff import customers
from infra import rate_limits
from views.shared import error_page
from views.shared.security_headers import EVERYWHERE
from views.wizard.current_run import RunGone
from wizards.engine.access import AccessDenied, Reason

PERSONAL = f"{PROFILE['holder-family']} {PROFILE['email']}\n[2026-11-24] ERROR in app: forged"
# One of each error that a handler is there for; a handler without one fails the test below.
HANDLED = {
    Exception: (lambda: ValueError(PERSONAL), 500),
    CSRFError: (lambda: CSRFError(PERSONAL), 400),
    rate_limits.RateLimited: (lambda: rate_limits.RateLimited(90), 429),
    password_hashing.HashingOverloaded: (lambda: password_hashing.HashingOverloaded(PERSONAL), 503),
    authentication.Locked: (lambda: authentication.Locked(PERSONAL), 422),
    AccessDenied: (lambda: AccessDenied(Reason.MISSING), 404),
    RunGone: (lambda: RunGone(PERSONAL), 410),
    customers.Gone: (lambda: customers.Gone(PERSONAL), 500),
    storage.Missing: (lambda: storage.Missing(PERSONAL), 404),
    storage.StorageFailed: (lambda: storage.StorageFailed(PERSONAL), 503),
    exceptions.Forbidden: (lambda: exceptions.Forbidden(PERSONAL), 403),
    exceptions.NotFound: (lambda: exceptions.NotFound(PERSONAL), 404),
    exceptions.RequestEntityTooLarge: (lambda: exceptions.RequestEntityTooLarge(PERSONAL), 413),
    exceptions.SecurityError: (lambda: exceptions.SecurityError(PERSONAL), 400),
    exceptions.BadHost: (lambda: exceptions.BadHost(PERSONAL), 400),
    exceptions.ClientDisconnected: (lambda: exceptions.ClientDisconnected(PERSONAL), 400),
    exceptions.LengthRequired: (lambda: exceptions.LengthRequired(PERSONAL), 411),
}
OTHERS = [
    (lambda: OperationalError(PERSONAL, {"name": PERSONAL}, Exception(PERSONAL)), 500),
    (lambda: KeyError(PERSONAL), 500),
    *(
        (lambda code=code: exceptions.default_exceptions[code](PERSONAL), code)
        for code in exceptions.default_exceptions
    ),
    (lambda: exceptions.BadRequestKeyError(PERSONAL), 400),
]
ERRORS = [*HANDLED.values(), *OTHERS]
WITH_A_HANDLER_OF_THEIR_OWN = (authentication.Locked, AccessDenied, RunGone, storage.Missing, storage.StorageFailed)
REFUSED = (
    CSRFError,
    rate_limits.RateLimited,
    password_hashing.HashingOverloaded,
    authentication.Locked,
    exceptions.SecurityError,
    exceptions.BadHost,
)
# Nobody is asked for these in any case.
BARE = (exceptions.SecurityError, exceptions.BadHost)
UNASKED = (*BARE, exceptions.ClientDisconnected, exceptions.LengthRequired)
WAYS_IN = ("/okyakusama/registration/", "/okyakusama/password-again", "/keiyakusha/login", "/", "/static/css/site.css")
REFERENCE = re.compile(r"お問い合わせ番号 ([0-9A-F]{8})）")


class Trouble:
    """Raises what is to be raised next; the database may be away meanwhile."""

    def __init__(self):
        self.error = None

    def __call__(self, *_, **__):
        if self.error:
            raise self.error

    def view(self, **_):
        self()


@pytest.fixture
def trouble():
    return Trouble()


@contextmanager
def database_away(monkeypatch):
    def away(*_, **__):
        raise OperationalError(PERSONAL, {"name": PERSONAL}, Exception(PERSONAL))

    with monkeypatch.context() as patched:
        patched.setattr(Engine, "connect", away)
        patched.setattr(Engine, "raw_connection", away)
        yield


def ask(client, address):
    return client.get(address, query_string={"mail": PROFILE["email"]}, headers={"User-Agent": PERSONAL.split()[1]})


def check(answer, status, caplog, *, lines):
    """What holds for every answer; `lines` are how many refusals and how many faults are told of."""
    assert answer.status_code == status, f"{answer.status} is not {status}"
    for name, value in EVERYWHERE:
        assert answer.headers.getlist(name) == [value]
    assert answer.headers.getlist("Cache-Control") == ["no-store"]
    assert answer.mimetype == "text/html" and len(re.findall(r"<h1>[^<]+</h1>", answer.text)) == 1
    assert re.search(r"<title>.*（画面番号\d{3}）｜.*</title>", answer.text)
    told = [(record.levelname, record.getMessage()) for record in caplog.records if record.levelname != "INFO"]
    assert [level for level, _ in told] == ["WARNING"] * lines[0] + ["ERROR"] * lines[1], told
    for typed in (*PERSONAL.split("\n"), PROFILE["email"], PROFILE["holder-family"]):
        assert typed not in caplog.text and typed not in answer.text
    if "（画面番号908）" in answer.text:
        assert status >= 500
        assert f"request {REFERENCE.search(answer.text)[1]}: " in told[-1][1]
    caplog.clear()


def faults(error):
    """How many entries there are of an error that is our fault."""
    return int(not isinstance(error, (*REFUSED, AccessDenied, RunGone)) and status_of(error) >= 500)


def status_of(error):
    return error.code if isinstance(error, exceptions.HTTPException) else 500


def handled_by(app, blueprint):
    spec = app.error_handler_spec[blueprint]
    return {kind for by_class in spec.values() for kind in by_class}


def test_every_error_that_is_handled_is_tried_here(app):
    kinds = {kind for blueprint in app.error_handler_spec for kind in handled_by(app, blueprint)}
    assert kinds == HANDLED.keys()
    for blueprint in (None, "wizard", "password_again", "staff_photos"):
        assert handled_by(app, blueprint), blueprint


def test_in_the_check_of_the_host(app, trouble, monkeypatch, caplog):
    """Nobody is asked and no address can be told from another."""
    monkeypatch.setattr(app, "create_url_adapter", lambda request: trouble() if request else None)
    for make, status in ERRORS:
        trouble.error = error = make()
        is_http = isinstance(error, exceptions.HTTPException)
        lines = (int(isinstance(error, REFUSED)), faults(error)) if is_http else (0, 1)
        for address in WAYS_IN:
            app.extensions["refusals"].__init__()
            answer = ask(app.test_client(), address)
            assert "Set-Cookie" not in answer.headers
            check(answer, status if is_http else 500, caplog, lines=lines)


def test_before_the_portal_is_known(app, trouble, monkeypatch, caplog):
    app.url_value_preprocessors[None].insert(0, trouble)
    for make, status in ERRORS:
        for blueprint, address in (("wizard", WAYS_IN[0]), ("password_again", WAYS_IN[1]), ("pages", "/")):
            trouble.error = error = make()
            alien = isinstance(error, WITH_A_HANDLER_OF_THEIR_OWN) and type(error) not in handled_by(app, blueprint)
            refused = isinstance(error, REFUSED) and not alien
            app.extensions["refusals"].__init__()
            lines = (int(refused), int(alien or faults(error)))
            check(ask(app.test_client(), address), 500 if alien else status, caplog, lines=lines)


def test_while_the_session_is_opened(app, trouble, monkeypatch, caplog):
    """Which view was asked for is not known yet either."""
    monkeypatch.setattr(app.session_interface, "open_session", trouble)
    for make, status in ERRORS:
        trouble.error = error = make()
        alien = isinstance(error, WITH_A_HANDLER_OF_THEIR_OWN)
        lines = (int(isinstance(error, REFUSED) and not alien), int(alien or faults(error)))
        for address in WAYS_IN[:-1]:
            app.extensions["refusals"].__init__()
            answer = ask(app.test_client(), address)
            assert "Set-Cookie" not in answer.headers
            check(answer, 500 if alien else status, caplog, lines=lines)
        if not isinstance(error, BARE):
            assert "お客さまWebサービス" in ask(app.test_client(), "/okyakusama/login").text
        caplog.clear()


@pytest.fixture
def customer(app, browser):
    """Logged in, and come from an agency: every page asks for both."""
    with app.app_context():
        factories.agency()
        factories.account(app)
    browser.open("/okyakusama/agencies/A1000")
    return log_in(browser)


def test_while_the_database_is_away(app, customer, trouble, monkeypatch, caplog):
    """The page keeps its status, its way on and its headers; it only says nothing of who is there."""
    app.before_request_funcs[None].insert(0, trouble)
    for make, status in ERRORS:
        trouble.error = error = make()
        alien = isinstance(error, WITH_A_HANDLER_OF_THEIR_OWN)
        app.extensions["refusals"].__init__()
        with database_away(monkeypatch):
            answer = ask(customer.client, "/okyakusama/home")
        refused = isinstance(error, REFUSED) and not alien
        assert isinstance(error, BARE) or ("/static/customers." in answer.text and "様</b>" not in answer.text)
        assert "Set-Cookie" not in answer.headers, "what the browser keeps is still the customer's"
        assert ("Retry-After" in answer.headers) == isinstance(
            error, (rate_limits.RateLimited, password_hashing.HashingOverloaded)
        )
        check(answer, 500 if alien else status, caplog, lines=(int(refused), int(not isinstance(error, UNASKED))))


def test_while_no_page_can_be_drawn(app, customer, trouble, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError(PERSONAL)

    monkeypatch.setattr(error_page, "page", broken)
    monkeypatch.setitem(app.view_functions, "account.home", trouble.view)
    for make, status in ERRORS:
        trouble.error = error = make()
        alien = isinstance(error, WITH_A_HANDLER_OF_THEIR_OWN)
        app.extensions["refusals"].__init__()
        answer = ask(customer.client, "/okyakusama/home")
        refused = isinstance(error, REFUSED) and not alien
        assert "/static/customers." not in answer.text
        assert ("Retry-After" in answer.headers) == isinstance(
            error, (rate_limits.RateLimited, password_hashing.HashingOverloaded)
        )
        check(answer, 500 if alien else status, caplog, lines=(int(refused), int(not isinstance(error, BARE))))


def test_all_that_went_wrong_is_one_entry_the_first_thing_first(app, trouble, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError(PERSONAL)

    monkeypatch.setattr(error_page, "page", broken)
    monkeypatch.setitem(app.view_functions, "account.login", trouble.view)
    trouble.error = KeyError(PERSONAL)
    app.test_client().get("/okyakusama/login")
    [record] = caplog.records
    assert ": KeyError, then RuntimeError" in record.getMessage()


@pytest.mark.parametrize("where", ["after_request_funcs", "teardown_appcontext_funcs", "save_session", "answer"])
def test_what_fails_after_the_view_is_answered_too(app, customer, trouble, monkeypatch, caplog, where):
    """Of the session, of the database's connections, or by a view that gives no answer."""
    if where == "save_session":
        monkeypatch.setattr(app.session_interface, "save_session", trouble)
    elif where == "answer":
        monkeypatch.setitem(app.view_functions, "account.home", lambda portal: object())
    elif where == "after_request_funcs":
        app.after_request_funcs.setdefault(None, []).append(lambda response: trouble() or response)
    else:
        app.teardown_appcontext_funcs.append(trouble)
    trouble.error = ValueError(PERSONAL)
    check(ask(customer.client, "/okyakusama/home"), 500, caplog, lines=(0, 1))


def test_a_head_has_no_body(app, monkeypatch):
    monkeypatch.setattr(app, "create_url_adapter", lambda request: 1 / 0 if request else None)
    answer = app.test_client().head("/okyakusama/login")
    assert (answer.status_code, answer.data) == (500, b"")


def test_a_form_that_would_be_shown_again_says_that_the_database_is_away(app, browser, monkeypatch, caplog):
    action, data = pressed(browser.open("/okyakusama/registration/").send(PROFILE))
    with database_away(monkeypatch):
        answer = browser.client.post(action, data=data | {"csrf_token": "lost"})
    check(answer, 500, caplog, lines=(1, 1))


@pytest.mark.parametrize("address", ["keyword", "link/x", "home", "contracts/1", "address", "stop", "login", "nowhere"])
def test_no_page_needs_the_database_to_say_that_it_is_away(app, browser, monkeypatch, caplog, address):
    """Of who is logged in, of an agency, of a link, of a contract."""
    with app.app_context():
        factories.agency()
        factories.account(app, user_id="hanako@example.jp")
    apply_for(browser.open("/okyakusama/agencies/A1000"))
    log_in(browser.open(newest_link(app)), "hanako@example.jp")
    caplog.clear()
    with database_away(monkeypatch):
        answer = ask(browser.client, f"/okyakusama/{address}")
    check(answer, 500, caplog, lines=(0, 1))
    assert "（画面番号908）" in answer.text and "/static/customers." in answer.text


def test_the_pause_may_be_for_the_database(app, customer, clock, monkeypatch, caplog):
    """906 is what is said of work on it."""
    clock.now = clock.now.replace(day=29, hour=17)
    with database_away(monkeypatch):
        answer = ask(customer.client, "/okyakusama/home")
    assert answer.headers.get("Retry-After") == "7200", (answer.status, answer.text)
    assert "（画面番号906）" in answer.text
    check(answer, 503, caplog, lines=(0, 1))


def test_our_fault_keeps_the_portal_and_says_what_to_do(app, trouble, monkeypatch):
    monkeypatch.setitem(app.view_functions, "account.login", trouble.view)
    monkeypatch.setitem(app.view_functions, "pages.front", trouble.view)
    trouble.error = ValueError()
    phone = app.extensions["portals"]["okyakusama"].help_desk.phone
    told = Browser(app.test_client()).open("/okyakusama/login", 500).text
    assert f"時間をおいてお試しいただくか、{phone}へお電話ください（お問い合わせ番号" in told
    assert "時間をおいてお試しください（お問い合わせ番号" in Browser(app.test_client()).open("/", 500).text
