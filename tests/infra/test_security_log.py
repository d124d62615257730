"""Is each refusal told in a line that staff can act on, without a word of what was sent or a disk full of them?"""

import re
from collections import Counter
from datetime import timedelta

import factories
import pytest
from browser import Browser
from conftest import NOW
from factories import PASSWORD, PROFILE, account, agency, contract, hold
from ways import apply_for, at_once, letters, link_in, log_in, newest_link, to_108

from domain.accounts import link_tokens, password_hashing
from infra import rate_limits, security_log
from infra.security_log import MOST, OTHERS, Repeats, What

LINE = re.compile(
    r"refused ([a-z]+): source ([0-9a-f]{12}), request ([0-9A-F]{8}), ([A-Za-z ]+) ([a-z_.]+), portal ([a-z]+)"
)
MORE = re.compile(r"refused ([a-z]+): source ([0-9a-f]{12}|others), (\d+) times more in a minute")
# What the persona types, in every spelling in which it could reach a log.
TYPED = {value for value in PROFILE.values() if len(value) > 3} | {PASSWORD, "himawari7", "Yoshino", "%E9", "090-1234"}


@pytest.fixture
def told(caplog):
    """The lines so far, each taken apart, and none of them about anybody."""

    def read():
        lines = [record.getMessage() for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
        assert all(LINE.fullmatch(line) or MORE.fullmatch(line) for line in lines), lines
        assert not [typed for typed in TYPED if typed in caplog.text]
        caplog.clear()
        return [LINE.fullmatch(line).groups() for line in lines if LINE.fullmatch(line)]

    return read


def kinds(lines):
    return [(what, method, endpoint, portal) for what, _, _, method, endpoint, portal in lines]


def post(browser, address, **data):
    return browser.client.post(address, data=data)


def test_a_form_without_its_token(app, browser, told):
    post(browser, "/okyakusama/login", user_id=PROFILE["email"], password=PASSWORD)
    assert kinds(told()) == [("csrf", "POST", "account.log_in", "okyakusama")]
    post(Browser(app.test_client()), "/keiyakusha/logout")
    assert told() == [], "the same source in the same minute"


def test_a_limit(app, browser, told, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "login", rate_limits.Limit("1 per hour", "100 per hour"))
    log_in(browser, status=422)
    assert told() == []
    log_in(browser, status=429)
    assert kinds(told()) == [("limit", "POST", "account.log_in", "okyakusama")]


def test_a_machine_that_is_busy(app, browser, told, monkeypatch):
    def busy(*_):
        raise password_hashing.HashingOverloaded

    monkeypatch.setattr(app.extensions["hasher"], "check", busy)
    log_in(browser, status=503)
    assert kinds(told()) == [("busy", "POST", "account.log_in", "okyakusama")]


def test_a_lock(app, browser, told, context):
    account(app)
    browser.open("/okyakusama/login")
    for _ in range(4):
        log_in(browser, password="wrong1pass", status=422)
    assert told() == []
    log_in(browser, password="wrong1pass", status=422)
    assert kinds(told()) == [("locked", "POST", "account.log_in", "okyakusama")]


def test_a_lock_of_who_was_in(app, browser, told, context):
    account(app)
    log_in(browser).open("/okyakusama/password-again?next=/okyakusama/home")
    for _ in range(5):
        browser.send({"password": "wrong1pass"}, 422)
    assert kinds(told()) == [("locked", "POST", "password_again.answer", "okyakusama")]


def test_a_link_that_we_did_not_send(app, browser, told):
    """Signed with our key and leading nowhere; a cut or an invented one is nobody's."""
    key = app.config["SECRET_KEYS"][0]
    apply_for(browser)
    token = newest_link(app).rpartition("/")[2]
    for wrong in (token[:-9], "invented", f"{token}x"):
        browser.open(f"/okyakusama/l/{wrong}", 404)
    assert told() == []
    browser.open(f"/okyakusama/l/{link_tokens.write(key, 'another')}", 404)
    assert kinds(told()) == [("link", "GET", "opening.open_link", "okyakusama")]


def test_a_link_of_another_customers(app, browser, told, context):
    account(app, user_id="jiro@example.jp")
    to_change = log_in(browser, "jiro@example.jp").open("/okyakusama/address_change/")
    to_change.send({"email": "c@example.jp", "email-again": "c@example.jp"}).send()
    link = next(link_in(each) for each in letters(app) if each.address == "c@example.jp")
    account(app)
    stranger = log_in(Browser(app.test_client()))
    stranger.open(link, 403)
    assert kinds(told()) == [("link", "GET", "address.show", "okyakusama")]


def test_a_keyword_that_was_guessed_at(app, another_browser, told):
    apply_for(another_browser)
    another_browser.open(newest_link(app))
    for _ in range(4):
        another_browser.send({"keyword": "wrong1"}, 422)
    assert told() == []
    another_browser.send({"keyword": "wrong1"}, 410)
    assert kinds(told()) == [("keyword", "POST", "opening.try_keyword", "okyakusama")]


@pytest.fixture
def theirs(app, context):
    """A contract of somebody else's than who is logged in."""
    agency()
    found = contract().id
    hold(account(app).id, found)
    account(app, user_id="taro@example.jp")
    return found


def test_another_customers_contract(app, browser, told, theirs):
    log_in(browser, "taro@example.jp").open(f"/okyakusama/contracts/{theirs}", 404)
    assert kinds(told()) == [("anothers", "GET", "contracts.show", "okyakusama")]


def test_every_kind_is_told_somewhere():
    """And a new one is tried above."""
    of_calls = {"forged call", "old call", "malformed call"}  # tests/views/test_calls.py
    of_staff = {"staff login"}  # tests/views/staff/test_login.py
    assert {*What} - of_calls - of_staff == {"host", "csrf", "limit", "busy", "locked", "link", "keyword", "anothers"}


def test_nothing_that_was_sent_stands_in_it(app, browser, told):
    """Not in any part of a request: no line can be forged, and none is about anybody."""
    forged = f"{PROFILE['email']}\r\n[2026-11-24] WARNING in security_log: refused csrf: source 0, request 0, 0 0"
    sent = {
        "data": {"csrf_token": forged, "user_id": forged, PROFILE["email"]: forged},
        "headers": {"User-Agent": PROFILE["email"], "X-Forwarded-For": PROFILE["email"], "Referer": PROFILE["email"]},
        "query_string": {"next": forged, PROFILE["holder-family"]: PROFILE["keyword"]},
    }
    browser.client.set_cookie("madoguchi-okyakusama", PROFILE["email"])
    for path in (
        "/okyakusama/login",
        "/okyakusama/registration/髙﨑/Himawari7",
        "/okyakusama/l/Yoshino.T@example.jp",
    ):
        app.extensions["refusals"] = Repeats()
        browser.client.post(path, **sent)
        told()
    app.extensions["refusals"] = Repeats()
    browser.client.open("/okyakusama/login", method="Yoshino.T@EXAMPLE", headers={"Host": "yoshino..t"})
    assert kinds(told()) == [("host", "another method", "nowhere", "none")]


def test_lines_of_one_source_belong_together_and_tell_nobody_which_it_is(app, told):
    def refuse(address, portal):
        app.extensions["refusals"] = Repeats()
        client = app.test_client()
        client.post(f"/{portal}/login", environ_base={"REMOTE_ADDR": address})

    for address in ("203.0.113.7", "203.0.113.7", "203.0.113.8"):
        refuse(address, "okyakusama")
    first, second, other = told()
    assert first[1] == second[1] != other[1]
    assert len({line[2] for line in (first, second, other)}) == 3
    assert app.extensions["keyring"].fingerprint("source", "203.0.113.7").startswith(first[1])


def test_a_thousand_of_one_source_are_a_line_and_a_count(app, clock, caplog):
    client = app.test_client()
    for _ in range(40):
        client.post("/okyakusama/login")
    assert len(caplog.records) - info(caplog) == 1
    clock.forward(seconds=61)
    client.post("/okyakusama/login")
    lines = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len(lines) == 3
    assert MORE.fullmatch(lines[1])[3] == "39"
    assert lines[0].split(",")[0] == lines[1].split(",")[0] == lines[2].split(",")[0]


def info(caplog):
    return Counter(record.levelname for record in caplog.records)["INFO"]


def test_the_first_is_told_and_the_rest_are_counted_whoever_counts():
    """Twenty threads, two sources, one minute."""
    repeats = Repeats()
    found = at_once([lambda: [repeats.note("limit", each, NOW) for each in "ab" * 500] for _ in range(20)])
    assert sum(first for each in found for first, _ in each) == 2
    assert repeats.note("limit", "c", NOW + timedelta(seconds=60)) == (
        True,
        {("limit", "a"): 9999, ("limit", "b"): 9999},
    )
    assert repeats.note("limit", "c", NOW + timedelta(seconds=119)) == (False, {})


def test_what_is_told_of_very_many_has_an_end():
    repeats = Repeats()
    told = [repeats.note("csrf", f"{number}", NOW)[0] for number in range(MOST * 50)]
    assert sum(told) == MOST + 1
    assert len(repeats._times) == MOST + 1
    assert repeats.note("limit", "1", NOW)[0]
    over = repeats.note("limit", "1", NOW + security_log.MINUTE)[1]
    assert over == {("csrf", OTHERS): MOST * 49 - 1}


def test_a_clock_that_was_set_back_begins_anew():
    repeats = Repeats()
    repeats.note("csrf", "a", NOW)
    assert repeats.note("csrf", "a", NOW - timedelta(hours=1)) == (True, {})


def test_who_makes_no_mistake_is_never_told_of(app, browser, told):
    with app.app_context():
        factories.agency()
        factories.contract()
    to_108(browser, app).send(factories.ACCESS).send()
    browser.open("/okyakusama/contracts").open("/okyakusama/nowhere", 404)
    assert told() == []
