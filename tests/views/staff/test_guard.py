"""Is every page of staff shut to nobody and to customers, and every page of customers to staff?"""

import re

import pytest
import staffing
from approving import waiting
from browser import Browser
from factories import PASSWORD
from sqlalchemy import update
from staffing import RECEIPT, Desk, at_work, hire
from standing import seen_by
from talking import Talk, case_now
from ways import log_in

from domain.staff import searches
from domain.staff.members import Role
from domain.staff.searches import Wanted
from infra.database import read, write
from models import StaffLogin, StaffMember
from views.staff import guard

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
OPEN = {"staff.login", "staff.log_in", "staff_passkeys.challenge", "staff_passkeys.log_in"}
# Tells a script whose the browser is, and nobody anything else.
OPEN |= {"staff_kept.state"}
OWN = {"receipt_number": RECEIPT, "photo_id": f"picture-{RECEIPT}-0", "accident_id": 1}
OWN |= {"portal_name": "okyakusama", "number": 103}
OWN |= {"approval_id": "theirs", "account_id": 1, "contract_id": 1, "case_id": "a-case", "item": "birth"}
OWN |= {"name": "a-screen", "act": "web_access", "run_id": "r" * 22, "slug": "reason"}
OWN |= {"note_id": "n" * 22}
# What leads to another page: home, and a contract to the account that holds it.
LEADS_ON = {"staff_home.home", "staff_cases.ask_for_contract"}
# A run that nobody has begun.
LEADS_ON |= {"staff_procedures.show"}
FOR_CUSTOMERS = ("home", "history", "my-page", "contracts", "devices")


@pytest.fixture
def town(app):
    """A member of staff, a customer and what that one sent, and a search of theirs."""
    whose, _ = staffing.sent(app)
    member_id = hire(app, role=Role.SUPERVISOR)
    with app.app_context():
        OWN["search_id"] = searches.keep(Wanted("タカサキ"), member_id, staffing.NOW)
        waiting("theirs", 1, whose)


def ours(app, **own):
    """Every address of staff that is not open, with what stands in it."""
    urls, there = app.url_map.bind(""), {**OWN, **own}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/staff") and rule.endpoint not in OPEN:
            yield rule, urls.build(rule.endpoint, {name: there[name] for name in rule.arguments})


def nobody(app):
    return app.test_client()


def customer(app):
    return log_in(Browser(app.test_client()), password=PASSWORD).client


def customer_with_their_cookie_here(app):
    """Under the name of ours: it is signed by the same key."""
    client = customer(app)
    client.set_cookie("madoguchi-staff", client.get_cookie("madoguchi-okyakusama").value)
    return client


def customer_who_came_from_our_login(app):
    """With a token of ours, so that nothing but the guard is in the way."""
    client = customer(app)
    client.get("/staff/login")
    return client


def who_was_logged_out(app):
    """With the cookie from before, kept by whoever copied it."""
    desk = at_work(app)
    kept = desk.client.get_cookie("madoguchi-staff").value
    desk.log_out()
    desk.client.set_cookie("madoguchi-staff", kept)
    return desk.client


@pytest.mark.parametrize(
    "stranger",
    [nobody, customer, customer_with_their_cookie_here, customer_who_came_from_our_login, who_was_logged_out],
)
def test_every_page_but_the_login_is_shut_to(app, town, stranger):
    client, tried = stranger(app), set()
    for rule, path in ours(app):
        if "POST" in rule.methods:
            token = TOKEN.search(client.get("/staff/login").text)[1]
            answer = client.post(path, data={"csrf_token": token})
            assert (answer.status_code, answer.location) == (303, "/staff/login?next=/staff/"), rule
        else:
            answer = client.get(path)
            assert (answer.status_code, answer.location) == (303, f"/staff/login?next={path}"), rule
        tried.add(rule.endpoint)
    assert {"staff_audit.index", "staff_audit.export", "staff_audit.check"} <= tried
    assert {"staff.logout", *(f"staff_photos.{page}" for page in ("home", "of_accident", "show", "copy"))} <= tried


def test_every_page_is_open_to_a_member(app, town):
    """So that the test above does not pass because nothing could be shown."""
    desk = at_work(app)
    case_id = Talk(app, OWN["account_id"], desk=desk).case_id
    case_now(app, case_id, verified_at=staffing.NOW)
    for rule, path in ours(app, case_id=case_id, name=seen_by(app)):
        if "GET" in rule.methods and rule.endpoint not in LEADS_ON:
            assert desk.client.get(path).status_code == 200, rule


@pytest.mark.parametrize("page", FOR_CUSTOMERS)
def test_a_login_of_staff_opens_nothing_of_a_portal(app, town, page):
    client = at_work(app).client
    for there in ("none moved", "moved"):
        answer = client.get(f"/okyakusama/{page}")
        assert (answer.status_code, answer.location) == (303, f"/okyakusama/login?next=/okyakusama/{page}"), there
        client.set_cookie("madoguchi-okyakusama", client.get_cookie("madoguchi-staff").value)


def test_each_has_a_cookie_of_its_own_and_being_in_at_one_says_nothing_at_the_other(app, town):
    desk = at_work(app)
    held = desk.client.get_cookie("madoguchi-staff")
    assert held.http_only and held.same_site == "Lax" and held.path == "/"
    assert desk.client.get_cookie("madoguchi-okyakusama") is None
    log_in(Browser(desk.client), password=PASSWORD)
    assert desk.client.get_cookie("madoguchi-staff").value == held.value
    desk.open("/staff/").log_out()
    assert Browser(desk.client).open("/okyakusama/home").number == 511


def test_who_was_logged_in_begins_with_nothing_of_before(app, town):
    desk = Desk(app.test_client()).open("/staff/login")
    before = desk.values
    desk.log_in(app)
    assert desk.standing(desk.page.select_one("header form"))["csrf_token"] != before.get("csrf_token")


def test_another_login_in_the_same_browser_ends_the_first(app, town):
    hire(app, "suzuki")
    desk = at_work(app)
    desk.log_in(app, "suzuki")
    with app.app_context(), read() as session:
        ended = dict(session.query(StaffMember.name, StaffLogin.ended_at).join(StaffLogin).all())
    assert ended["tanaka"] and not ended["suzuki"]


def test_left_alone_it_is_over_and_a_page_that_is_asked_for_begins_its_time_anew(app, town, clock):
    desk = at_work(app)
    for _ in range(3):
        clock.forward(minutes=14)
        assert desk.client.get("/staff/photos").status_code == 200
    clock.forward(minutes=15)
    assert desk.client.get("/staff/").location == "/staff/login?next=/staff/"


def test_who_is_closed_is_out_at_once(app, town):
    desk = at_work(app)
    with app.app_context(), write() as session:
        session.execute(update(StaffMember).values(closed_at=staffing.NOW))
    assert desk.client.get("/staff/").status_code == 303


@pytest.mark.parametrize(
    ("asked", "onward"),
    [
        (f"/staff/photos/{RECEIPT}", f"/staff/photos/{RECEIPT}"),
        ("/staff/", "/staff/"),
        ("", "/staff/"),
        ("/okyakusama/home", "/staff/"),
        ("//evil.example/staff/", "/staff/"),
        ("https://evil.example/staff/", "/staff/"),
        ("/staffx/", "/staff/"),
        ("/staff/no-such-page", "/staff/"),
        ("/staff/photos/../../okyakusama/home", "/staff/"),
        ("/staff/photos/..", "/staff/"),
        ("/staff/photos/%2E%2e", "/staff/"),
    ],
)
def test_one_is_led_on_to_a_page_of_staff_and_nowhere_else(app, asked, onward):
    with app.test_request_context("/staff/login"):
        assert guard.onward(asked) == onward


@pytest.mark.parametrize("path", ["/staff/customers", "/staff/audit/find", "/staff/approvals/theirs"])
def test_a_form_whose_token_was_lost_shows_nothing_before_a_given_password_was_changed(app, town, path):
    desk = at_work(app)
    with app.app_context(), write() as session:
        session.execute(update(StaffMember).values(must_change=True))
    answer = desk.client.post(path, data={})
    assert answer.status_code == 303 and "/staff/login" in answer.location
