"""Does every page show around its content whose site it is, which screen, who helps and who is logged in?"""

import factories
import pytest
from flask import flash, g

from views.shared import current_customer, page, web_session
from views.shared.screens import Screen

SCREEN = Screen(42, "お知らせ")


@pytest.fixture
def request_to(app):
    """A request to this address, of a portal or of none."""

    def arrive(address="/okyakusama/home", portal="okyakusama", **more):
        context = app.test_request_context(address, **more)
        context.push()
        opened.append(context)
        g.portal = app.extensions["portals"].get(portal)

    opened = []
    yield arrive
    for context in reversed(opened):
        context.pop()


@pytest.fixture
def given(monkeypatch, app):
    """What a template is given by the frame."""

    class Told:
        def render(self, content):
            return content

    monkeypatch.setattr(app.jinja_env, "get_template", lambda name: Told())
    return lambda **content: page.page("any.html", SCREEN, **content)


def test_a_stranger_is_shown_whose_site_it_is_and_nothing_of_anybody(app, request_to, given):
    request_to()
    shown = given()
    assert (shown["portal"], shown["screen"]) == (app.extensions["portals"]["okyakusama"], SCREEN)
    assert [shown[name] for name in ("customer", "agency", "expires_at", "extend_url")] == [None] * 4
    assert (shown["notices"], shown["here"], shown["server_now"]) == ([], "/okyakusama/home", factories.NOW)


def test_a_page_of_no_portal_has_no_help_desk_and_is_nobodys(request_to, given):
    request_to("/", None)
    web_session.secret()
    shown = given()
    assert (shown["portal"], shown["desk_open"], shown["pause_begins"], shown["whose"]) == (None, False, None, "")


def test_a_customer_is_named_with_the_end_of_their_login(app, request_to, given):
    request_to()
    current_customer.log_in(factories.account(app).id)
    shown = given()
    assert shown["customer"].user_id == "yoshino.t@example.jp"
    assert (shown["expires_at"], shown["extend_url"]) == (
        factories.NOW + current_customer.idle_timeout(),
        "/okyakusama/extend",
    )
    assert len(shown["whose"]) == 64


def test_the_agency_that_one_came_from_stays(app, request_to, given):
    with app.app_context():
        factories.agency()
    request_to()
    web_session.remember_agency("A1000")
    assert given()["agency"].name == "駅前ほけん"


@pytest.mark.parametrize(("hours", "is_open"), [(0, True), (9, False)])
def test_whether_somebody_answers_the_telephone_is_said_of_now(request_to, given, clock, hours, is_open):
    """At noon of a Tuesday in Japan, and at nine in the evening."""
    clock.forward(hours=hours)
    request_to()
    assert given()["desk_open"] is is_open


def test_notices_are_shown_once(request_to, given):
    request_to()
    flash("変更しました。")
    assert given()["notices"] == ["変更しました。"]


def test_what_a_page_says_itself_stands_before_the_frame_but_for_what_it_leaves_open(app, request_to, given):
    request_to()
    current_customer.log_in(factories.account(app).id)
    shown = given(expires_at=None, extend_url="/here", rows=[1], notices=None)
    assert (shown["expires_at"], shown["extend_url"], shown["rows"], shown["notices"]) == (
        factories.NOW + current_customer.idle_timeout(),
        "/here",
        [1],
        [],
    )


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("/okyakusama/contracts", "/okyakusama/contracts"),
        ("/okyakusama/contracts?which=now&page=2", "/okyakusama/contracts?which=now&page=2"),
        ("/okyakusama/contracts?", "/okyakusama/contracts"),
        ("/okyakusama/契約", "/okyakusama/%E5%A5%91%E7%B4%84"),
        ("/okyakusama/a%3Fb", "/okyakusama/a%3Fb"),
        ("/okyakusama/a%0d%0ab?c=%0d%0a", "/okyakusama/a%0D%0Ab?c=%0d%0a"),
        ('/okyakusama/"><b>?"><b>', "/okyakusama/%22%3E%3Cb%3E?%22%3E%3Cb%3E"),
    ],
)
def test_an_address_is_one_that_a_page_and_a_redirect_can_hold(request_to, address, here):
    request_to(address)
    assert page.here() == here
