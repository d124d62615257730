"""Is a browser a customer's for as long as their login lasts, and what they proved good for as long as it may be?"""

from datetime import timedelta

import factories
import pytest
from flask import g, request, session
from ways import log_in

from infra.clock import CAME_AT
from views.shared import current_customer, web_session

MOMENT = timedelta(microseconds=1)
RUN = "change 1-insured"


@pytest.fixture
def counter(app):
    """A request of a browser, and by `later` the next one."""
    with app.test_request_context("/okyakusama/home"):
        g.portal = app.extensions["portals"]["okyakusama"]
        yield g


@pytest.fixture
def later(clock):
    """Lets time pass before the browser asks again."""

    def forward(by):
        clock.now += by
        request.environ.pop(CAME_AT, None)

    return forward


@pytest.fixture
def account(app, counter):
    return factories.account(app).id


@pytest.fixture
def logged_in(account):
    current_customer.log_in(account)
    return account


def test_nobody_is_nobody(counter):
    assert current_customer.current() is current_customer.current_id() is current_customer.lapsed_id() is None
    assert not current_customer.has_proved()
    current_customer.log_out()
    current_customer.note_seen()


def test_a_login_ends_when_it_was_left_alone_and_is_remembered_as_lapsed(logged_in, later):
    assert current_customer.current_id() == logged_in and current_customer.lapsed_id() is None
    assert current_customer.ends_at(current_customer.current()) == factories.NOW + current_customer.idle_timeout()
    later(current_customer.idle_timeout() - MOMENT)
    assert current_customer.looked_up_again() == logged_in
    later(MOMENT)
    assert current_customer.current_id() == logged_in, "of one request it is asked once"
    assert current_customer.looked_up_again() is None
    assert current_customer.lapsed_id() == logged_in


def test_what_a_customer_does_keeps_it_until_its_whole_time_is_over(logged_in, later):
    left = current_customer.absolute_timeout()
    while left > current_customer.idle_timeout():
        later(current_customer.idle_timeout() - MOMENT)
        left -= current_customer.idle_timeout() - MOMENT
        assert current_customer.looked_up_again() == logged_in
        current_customer.note_seen()
    assert current_customer.ends_at(current_customer.current()) == factories.NOW + current_customer.absolute_timeout()
    later(left)
    assert current_customer.looked_up_again() is None


def test_both_times_are_settings(app, counter):
    app.config |= {"IDLE_MINUTES": 7, "LOGIN_HOURS": 2}
    assert (current_customer.idle_timeout(), current_customer.absolute_timeout()) == (
        timedelta(minutes=7),
        timedelta(hours=2),
    )


def test_a_login_of_one_portal_is_none_of_another(app, logged_in):
    g.portal = app.extensions["portals"]["keiyakusha"]
    assert current_customer.looked_up_again() is None
    g.portal = None
    assert current_customer.looked_up_again() is current_customer.lapsed_id() is None


def test_to_log_in_and_out_begins_a_new_session(counter, account):
    session["left over"] = "of somebody"
    current_customer.log_in(account)
    assert "left over" not in session and current_customer.current_id() == account
    token, before = web_session.login_token(), web_session.mark()
    current_customer.log_out()
    assert (
        current_customer.looked_up_again() is None
        and web_session.login_token() is None
        and web_session.mark() != before
    )
    session["_user_id"] = token
    assert current_customer.looked_up_again() is current_customer.lapsed_id() is None, (
        "whoever kept the cookie has nothing"
    )


def test_who_logs_in_where_another_was_ends_that_login(app, logged_in):
    before = web_session.login_token()
    other = factories.account(app, user_id="taro@example.jp").id
    current_customer.log_in(other)
    assert current_customer.current_id() == other
    session["_user_id"] = before
    assert current_customer.looked_up_again() is None


def test_a_password_counts_as_given_for_five_minutes(logged_in, later):
    later(current_customer.PROVED_FOR)
    assert current_customer.has_proved()
    later(MOMENT)
    assert not current_customer.has_proved()


def test_a_proof_is_good_for_its_run_in_its_login(app, logged_in):
    proof = current_customer.proof_for(RUN)
    assert current_customer.is_proof(RUN, proof) and current_customer.was_proof(RUN, proof)
    for run, given in ((RUN, None), (RUN, ""), (RUN, f"{proof}x"), ("change 2-insured", proof)):
        assert not current_customer.is_proof(run, given)
    assert not current_customer.was_proof("change 2-insured", proof)
    current_customer.log_in(factories.account(app, user_id="taro@example.jp").id)
    assert not current_customer.is_proof(RUN, proof) and not current_customer.was_proof(RUN, proof)


def test_after_its_login_it_only_says_that_it_was_one(logged_in, later):
    proof = current_customer.proof_for(RUN)
    later(current_customer.idle_timeout())
    current_customer.looked_up_again()
    assert not current_customer.is_proof(RUN, proof) and current_customer.was_proof(RUN, proof)


@pytest.mark.parametrize(("days", "was"), [(1, True), (2, False)])
def test_after_its_day_in_japan_too_and_not_for_long(app, logged_in, later, days, was):
    app.config["LOGIN_HOURS"] = 24 * 7
    later(factories.NOW.replace(hour=14, minute=59) - factories.NOW)
    current_customer.note_seen()
    proof = current_customer.proof_for(RUN)
    for _ in range(days):
        for _ in range(72):
            later(timedelta(minutes=20))
            current_customer.looked_up_again()
            current_customer.note_seen()
    assert current_customer.current_id() == logged_in
    assert not current_customer.is_proof(RUN, proof)
    assert current_customer.was_proof(RUN, proof) is was


@pytest.mark.parametrize("cookie", ["1|0", "1|é", "|", "é"])
def test_a_cookie_that_we_never_give_out_is_not_looked_at(app, browser, clock, cookie):
    """Nobody is remembered here: Flask-Login would read such a cookie, and stumble over some."""
    with app.app_context():
        factories.account(app)
    log_in(browser)
    clock.forward(minutes=app.config["IDLE_MINUTES"])
    browser.client.set_cookie("remember_token", cookie)
    assert browser.open("/okyakusama/home", 403).number == 901
