"""Does the stamp change whenever a login or a run begins or ends, and only then? (row A30, ASVS 14.3)"""

import re

import factories
import pytest
from factories import PASSWORD, PROFILE
from ways import (
    apply_for,
    at_once,
    carried,
    cookie,
    log_in,
    log_out,
    newest_link,
    pressed,
    to_104,
    to_109,
    to_403,
    to_413,
    to_605,
    to_722,
    twin,
)

import models
from infra.database import read
from views.shared import page_stamp

PERSON = {name: value for name, value in PROFILE.items() if name not in ("keyword", "employee")}
WRONG = "himawari1"


@pytest.fixture
def customer(app, browser):
    """Somebody who is logged in, with a contract."""
    with app.app_context():
        _, browser.contract = factories.held(app)
    return log_in(browser)


def held(browser, portal="okyakusama"):
    found = browser.client.get_cookie(f"madoguchi-{portal}-stamp")
    return found.value if found else ""


def borne(browser):
    return browser.page.html.get("data-whose")


def of_form(browser):
    return browser.form.select_one("input[disabled]")["name"]


def set_by(answer):
    return {line.partition("=")[0] for line in answer.headers.getlist("Set-Cookie")}


def to_302(browser):
    return browser.open("/okyakusama/temporary/").send({**PERSON, "number": "C900000001"})


@pytest.mark.parametrize("address", ["login", "first-time", "terms", "nowhere", "keyword", "home"])
def test_who_has_done_nothing_carries_none(browser, address):
    answer = browser.client.get(f"/okyakusama/{address}", follow_redirects=True)
    assert held(browser._arrive(answer, answer.status_code)) == borne(browser) == ""


def test_it_says_nothing(app, customer):
    """It is opaque, out of reach of scripts and of other sites."""
    stamp = held(customer)
    assert re.fullmatch(r"[0-9a-f]{64}", stamp)
    with app.app_context(), read() as session:
        [login] = session.query(models.Login).all()
    assert login.id not in stamp and stamp not in str(carried(app, customer))
    found = customer.client.get_cookie("madoguchi-okyakusama-stamp")
    assert (found.http_only, found.same_site, found.path, found.expires) == (True, "Lax", "/", None)


def test_in_production_it_is_for_https_alone(make_app, sqlite_url):
    secure = {"SESSION_COOKIE_NAME": "__Host-madoguchi", "SESSION_COOKIE_SECURE": True}
    answer = make_app(sqlite_url, **secure).test_client().get("/okyakusama/registration/", base_url="https://localhost")
    [line] = [line for line in answer.headers.getlist("Set-Cookie") if "-stamp=" in line]
    assert line.startswith("__Host-madoguchi-okyakusama-stamp=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} == set(line.split("; ")[1:])


def test_every_page_bears_what_the_browser_carries(customer):
    for address in ("home", "my-page", "contracts", "terms", "addition/", "registration/"):
        assert borne(customer.open(f"/okyakusama/{address}")) == held(customer) != ""
        assert "data-whose" not in customer.open("/").page.html.attrs


def test_it_stays_while_the_same_one_is_at_work(browser):
    stamp = held(browser.open("/okyakusama/registration/"))
    browser.send({}, 422)
    assert (held(browser), borne(browser)) == (stamp, stamp)
    browser.open("/okyakusama/login").send({"user_id": "nobody@example.jp", "password": WRONG}, 422)
    assert held(to_104(browser)) == borne(browser) == stamp
    assert held(browser.change("キーワード").send({"keyword": "Ajisai22"})) == stamp
    assert held(browser.open("/okyakusama/nowhere", 404)) == stamp


def test_an_answer_that_changes_nothing_sets_none(customer):
    for address in ("home", "contracts", "nowhere"):
        assert set_by(customer.client.get(f"/okyakusama/{address}")) == set()


def test_each_has_their_own(app, browser, another_browser):
    stamps = [held(each.open("/okyakusama/registration/")) for each in (browser, another_browser)]
    assert stamps[0] != stamps[1]


def test_that_of_one_portal_is_none_in_another(customer):
    stamp = held(customer)
    customer.open("/keiyakusha/forgotten/")
    assert held(customer) == stamp
    assert held(customer, "keiyakusha") not in ("", stamp)


@pytest.mark.parametrize("planted", ["x", "0" * 64, "<b>"])
def test_what_is_not_ours_is_replaced(customer, planted):
    customer.client.set_cookie("madoguchi-okyakusama-stamp", planted)
    assert borne(customer.open("/okyakusama/home")) == held(customer) != planted


# What begins or ends: what leads there, and what does it.
COMMITS = {
    105: lambda app, browser: to_104(browser),
    303: lambda app, browser: to_302(browser),
    403: lambda app, browser: browser.open("/okyakusama/forgotten/").send(
        {"email": PROFILE["email"], **{name: PROFILE[name] for name in PROFILE if name.startswith("birth")}}
    ),
    110: lambda app, browser: to_109(browser, app),
}


@pytest.mark.parametrize("number", COMMITS)
def test_a_commit_without_a_login_changes_it(app, browser, number):
    COMMITS[number](app, browser)
    before = held(browser)
    assert browser.send().number == number
    assert held(browser) == borne(browser) != before


@pytest.mark.parametrize("way", [to_403, to_413])
def test_so_does_one_that_asks_for_a_keyword(browser, way):
    before = held(browser.open("/okyakusama/registration/"))
    assert held(way(browser)) != before


def test_a_commit_of_a_customer_changes_it(customer):
    before = held(to_605(customer, customer.contract))
    assert customer.send().number == 606
    assert held(customer) == borne(customer) != before


def test_a_commit_says_nothing_else_to_the_browser(browser):
    """So that it takes nothing away of what another request has put into the session meanwhile."""
    action, data = pressed(to_104(browser))
    answer = browser.client.post(action, data=data)
    assert (answer.status_code, set_by(answer)) == (303, {"madoguchi-okyakusama-stamp"})


def test_equal_presses_at_once_lose_nothing(app, browser):
    """Each answers with a stamp of its own, and whichever the browser keeps is good."""
    action, data = pressed(to_104(browser))
    before, stamp = carried(app, browser), held(browser)
    twins = [twin(browser, app) for _ in range(3)]
    answers = at_once([lambda each=each: each.client.post(action, data=data) for each in twins])
    assert {answer.status_code for answer in answers} == {303}
    assert len({held(each) for each in twins} | {stamp}) == 4
    for each in twins:
        kept = carried(app, each)
        assert {name: kept.get(name) for name in before} == before
        assert each.open(answers[0].location).number == 105
        assert borne(each) == held(each)


def test_a_login_and_a_logout_change_it(app, browser):
    with app.app_context():
        factories.account(app)
    stamps = [held(browser.open("/okyakusama/registration/"))]
    for act in (log_in, log_in, log_out, log_in):
        stamps.append(held(act(browser)))
        assert borne(browser) == stamps[-1]
    assert len({*stamps}) == len(stamps)
    assert "" not in stamps


@pytest.mark.parametrize("minutes", [30, 8 * 60])
def test_a_login_that_ran_out_changes_it_once(customer, clock, minutes):
    before = held(customer)
    clock.forward(minutes=minutes)
    customer.open("/okyakusama/home", 403)
    after = held(customer)
    assert after == borne(customer) != before
    assert held(customer.open("/okyakusama/home", 403)) == after


def ended_on_another_device(app, other):
    assert log_in(other).open("/okyakusama/devices").send().number == 713


def ended_by_command(app, other):
    assert app.test_cli_runner().invoke(args=["logout", "okyakusama", "yoshino.t@example.jp"]).exit_code == 0


def ended_by_another_password(app, other):
    log_in(other).open("/okyakusama/password_change/")
    new = {"password": "Kaede55mado", "password-again": "Kaede55mado"}
    assert other.send({"current": PASSWORD, **new}).number == 712


@pytest.mark.parametrize("end", [ended_on_another_device, ended_by_command, ended_by_another_password])
def test_a_login_that_was_ended_elsewhere_changes_it(app, customer, another_browser, end):
    before = held(customer)
    end(app, another_browser)
    assert held(customer) == before
    assert customer.open("/okyakusama/home").number == 102
    assert held(customer) == borne(customer) not in ("", before)


@pytest.mark.parametrize("page", ["password-again", "password_change/"])
def test_who_guesses_too_often_while_logged_in_is_out(customer, clock, page):
    before = held(customer)
    new = {"password": "Kaede55mado", "password-again": "Kaede55mado"} if "change" in page else {}
    name = "current" if new else "password"
    for _ in range(5):
        customer.open(f"/okyakusama/{page}").send({name: WRONG, **new}, 422)
    assert customer.number == 904
    assert held(customer) == borne(customer) not in ("", before)


def test_a_run_that_is_over_changes_it(browser, clock):
    before = held(to_104(browser))
    clock.forward(minutes=31)
    assert browser.open(browser.url, 410).number == 901
    assert held(browser) == borne(browser) not in ("", before)


def test_a_link_that_is_over_changes_it(app, browser, another_browser):
    """What was begun through it is over, too: 108 and 109."""
    apply_for(browser)
    first = newest_link(app)
    before = held(another_browser.open(first))
    apply_for(browser)
    assert another_browser.open(first, 410).number == 903
    assert held(another_browser) not in ("", before)


def test_a_fault_of_ours_leaves_it(app, customer, monkeypatch):
    """What the customer typed may be had by Back then."""
    before = held(customer)
    monkeypatch.setitem(app.view_functions, "account.home", lambda portal: 1 / 0)
    assert customer.open("/okyakusama/home", 500).number == 908
    assert held(customer) == before


def test_a_form_is_told_apart_by_whose_it_is_and_what_was_written(app, browser):
    """Browsers fill what was typed into an equal form that they ask for anew."""
    form = of_form(browser.open("/okyakusama/registration/"))
    assert of_form(browser.open("/okyakusama/registration/")) == form
    first = of_form(to_104(browser).change("キーワード"))
    assert of_form(browser.open(browser.url)) == first
    assert of_form(browser.send({"keyword": "Ajisai22"}).change("キーワード")) not in (first, form)
    browser.open(browser.url.partition("?")[0].replace("profile", "confirm")).send()
    assert of_form(browser.open("/okyakusama/registration/")) not in (first, form)


def test_a_form_of_nobody_is_like_no_other(browser):
    forms = [of_form(browser.open("/okyakusama/login")) for _ in range(2)]
    assert forms[0] != forms[1]


def test_nothing_of_it_is_sent(browser):
    sent = browser.open("/okyakusama/registration/").standing(browser.form)
    assert of_form(browser) not in sent


def test_something_new_is_over_once_a_request(app):
    with app.test_request_context("/okyakusama/login", headers={"Cookie": f"madoguchi-okyakusama-stamp={'0' * 64}"}):
        app.preprocess_request()
        page_stamp.anew()
        stamp = page_stamp.stamp()
        page_stamp.anew()
        assert page_stamp.stamp() == stamp


HELD = {"visitor", "browser", "csrf_token", "agency", "_flashes", "_user_id", "_fresh", "_id"}


def test_the_session_holds_what_it_held(app, customer):
    to_722(customer)
    assert set(carried(app, customer)) <= HELD
    assert cookie(customer.client).value != held(customer)
