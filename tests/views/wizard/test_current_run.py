"""Is a run walked with what lies in the database, and made only by who was let in? (rows W2 and A17, decision 35)"""

import re
from datetime import UTC, datetime

import factories
import pytest
from browser import Browser
from factories import PASSWORD
from ways import half_of, keep, kept, log_in, log_out, pressed, run_id_of, tables, to_104

from forms.kit import validators
from wizards.engine.access import ByLink, asks_password, needs_login, needs_subject
from wizards.registry import WIZARDS

PERSONAL = [name for name, wizard in WIZARDS.items() if asks_password(wizard.enter)]
CLOSED = [name for name, wizard in WIZARDS.items() if needs_login(wizard.enter) or isinstance(wizard.enter, ByLink)]
ROUTES = ("begin", "answer", "extend", "extend with its subject", "back", "fill", "again", "pause")
TYPED = {"email": "new@example.jp", "email-again": "new@example.jp", "phone-area": "080", "plan": "same", "number": "7"}
OWN_RUN = "r" * 22
JUST_BEFORE_THE_PAUSE = datetime(2026, 11, 29, 16, 55, tzinfo=UTC)


def test_the_path_follows_what_lies_in_the_database(app, browser):
    """W2: the position is not kept anywhere."""
    to_104(browser)
    confirm, run = browser.url, run_id_of(browser)
    half = half_of(app, browser, run)
    steps = kept(app, run, half)
    version, answer, *rest = steps["profile"]
    keep(app, run, {"profile": [version, {**answer, "birth-month": ["13"]}, *rest]}, half)
    assert browser.open(confirm).number == 103
    keep(app, run, steps, half)
    assert browser.open(confirm).number == 104
    keep(app, run, {}, half)
    assert browser.open(confirm).number == 103


def test_an_answer_that_was_good_yesterday_is_judged_by_today(browser, clock):
    """W2: what was found good is remembered for the day only. At New Year one is a year older."""
    clock.now = datetime(2026, 12, 31, 14, 50, tzinfo=UTC)
    to_104(browser, **{"birth-era": "ad", "birth-year": "1906"})
    confirm = browser.url
    assert browser.open(confirm).number == 104
    clock.forward(minutes=15)
    assert browser.open(confirm).number == 103
    assert "生年月日の年をご確認ください。" in browser.response.text


def test_an_answer_that_was_good_under_other_rules_is_judged_by_these(app, browser, monkeypatch):
    """W2: the program may have been replaced meanwhile."""
    to_104(browser)
    confirm = browser.url
    monkeypatch.setattr(validators, "KEYWORD", re.compile("[0-9]+"))
    assert browser.open(confirm).number == 104
    monkeypatch.setitem(app.extensions, "edition", "the next one")
    assert browser.open(confirm).number == 103


def customer(app, user_id="yoshino.t@example.jp"):
    """A customer with a contract; gives the contract's id."""
    with app.app_context():
        if user_id != "yoshino.t@example.jp":
            return factories.account(app, user_id=user_id).id
        return factories.held(app)[1]


def start(name, contract):
    """Where a sequence begins, and its subject."""
    if not needs_subject(WIZARDS[name].enter):
        return f"/okyakusama/{name}/", ""
    subject = f"{contract}{'-insured' if name == 'change' else ''}"
    return f"/okyakusama/{name}/of/{subject}/", subject


def send(browser, name, route, contract, run, proof):
    """Whatever could write a run, by this route, as a page of ours would send it."""
    begins, subject = start(name, contract)
    screen = f"/okyakusama/{name}/{run}/{WIZARDS[name].first.slug}"
    addresses = {
        "answer": screen,
        "extend": f"{screen}/extend",
        "extend with its subject": f"{screen}/extend?subject={subject}",
    }
    more = {"back": {"back": "1"}, "fill": {"fill": "address"}, "again": {"csrf_token": ""}}
    token = browser.open("/keiyakusha/terms").client.get("/okyakusama/login").text.split('csrf_token" value="')[1]
    data = {
        **TYPED,
        "version": "0",
        "run": run,
        "proof": proof,
        "csrf_token": token.split('"')[0],
        **more.get(route, {}),
    }
    if route == "pause":
        browser.client.application.config["CLOCK"].forward(minutes=1)
    return browser.client.post(addresses.get(route, begins), data=data)


def shown(browser, name, contract):
    """The id of the run of a first page as it is shown, and its proof."""
    _, data = pressed(browser.open(start(name, contract)[0]))
    return data["run"], data["proof"]


def after_the_pause(browser, clock):
    """Who was logged in before it is so again, and some time has gone by."""
    clock.forward(hours=2)
    log_in(browser)
    clock.forward(minutes=6)


PROOFS = {
    "none": lambda app, browser, name, contract: (OWN_RUN, ""),
    "made up": lambda app, browser, name, contract: (OWN_RUN, "0" * 64),
    "of another sequence": lambda app, browser, name, contract: shown(browser, *another_sequence(app, name, contract)),
    "of another run": lambda app, browser, name, contract: (OWN_RUN, shown(browser, name, contract)[1]),
    "of an earlier login": lambda app, browser, name, contract: shown_before(browser, name, contract),
    "another's": lambda app, browser, name, contract: shown_to_another(app),
}


def another_sequence(app, name, contract):
    """One whose first page can be shown, with the very run that it shows."""
    return ("change" if name == "address_change" else "address_change"), contract


def shown_before(browser, name, contract):
    found = shown(browser, name, contract)
    log_out(browser.open("/okyakusama/home"))
    log_in(browser)
    return found


def shown_to_another(app):
    customer(app, "taro@example.jp")
    return shown(log_in(Browser(app.test_client()), "taro@example.jp"), "address_change", None)


@pytest.mark.parametrize("proof", PROOFS)
@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("name", PERSONAL)
def test_no_personal_sequence_opens_without_its_proof(app, browser, clock, name, route, proof):
    """Decision 35: by whatever way a run could be made."""
    if route == "pause":
        clock.now = JUST_BEFORE_THE_PAUSE
    contract = customer(app)
    log_in(browser)
    run, mark = PROOFS[proof](app, browser, name, contract)
    clock.forward(minutes=5 if route == "pause" else 6)
    send(browser, name, route, contract, run, mark)
    assert tables(app)["runs"] == []
    if route == "pause":
        after_the_pause(browser, clock)
    assert browser.open(start(name, contract)[0]).number == 715


@pytest.mark.parametrize("route", [each for each in ROUTES if each != "pause"])
@pytest.mark.parametrize("name", CLOSED)
def test_no_closed_sequence_opens_without_its_login_or_link(app, browser, name, route):
    contract = customer(app)
    assert send(browser, name, route, contract, OWN_RUN, "").status_code >= 303
    assert tables(app)["runs"] == []


def begun(browser, name, contract):
    """A run with a draft on its first screen, begun by right."""
    _, data = pressed(browser.open(start(name, contract)[0]))
    keeps = browser.page.select_one("[formaction*='/extend']")["formaction"]
    answer = browser.client.post(keeps, data=data, follow_redirects=True)
    return run_id_of(browser._arrive(answer, 200))


@pytest.mark.parametrize("route", ["answer", "extend", "back", "fill", "again", "pause"])
@pytest.mark.parametrize("name", PERSONAL)
def test_a_proof_is_of_no_other_login(app, browser, clock, name, route):
    """The run of an earlier login can be gone on with, after the password; what was typed is there then."""
    if route == "pause":
        clock.now = JUST_BEFORE_THE_PAUSE
    contract = customer(app)
    run = begun(log_in(browser), name, contract)
    log_out(browser.open("/okyakusama/home"))
    log_in(browser)
    clock.forward(minutes=5 if route == "pause" else 6)
    before = {name: step[:2] for name, step in kept(app, run).items()}
    address = f"/okyakusama/{name}/{run}/{WIZARDS[name].first.slug}"
    sent = {"back": "answer", "fill": "answer"}.get(route, route)
    answer = send(browser, name, sent, contract, run, "")
    if route != "pause":
        assert answer.location is None or answer.location.startswith(("/okyakusama/password-again", address))
    if route == "pause":
        after_the_pause(browser, clock)
    assert {name: step[:2] for name, step in kept(app, run).items()} == before
    assert browser.open(address).number == 715
    assert browser.send({"password": PASSWORD}).number == WIZARDS[name].first.number


@pytest.mark.parametrize("name", PERSONAL)
def test_a_proof_is_of_no_other_day(app, browser, clock, name):
    """Past midnight in Japan the password is asked once more, and nothing that was typed is lost."""
    clock.now = datetime(2026, 11, 24, 14, 50, tzinfo=UTC)
    contract = customer(app)
    log_in(browser)
    run = begun(browser, name, contract)
    address = f"/okyakusama/{name}/{run}/{WIZARDS[name].first.slug}"
    clock.forward(minutes=9)
    assert browser.open(address).number == WIZARDS[name].first.number
    clock.forward(minutes=2)
    assert browser.open(address).number == 715


def test_what_was_typed_over_midnight_is_there_after_the_password(app, browser, clock):
    clock.now = datetime(2026, 11, 24, 14, 50, tzinfo=UTC)
    contract = customer(app)
    log_in(browser).open(start("address_change", contract)[0])
    clock.forward(minutes=11)
    browser.send({"email": "new@example.jp", "email-again": "new@example.jp"})
    assert browser.number == 715
    browser.send({"password": PASSWORD})
    assert (browser.number, browser.values["email"]) == (701, "new@example.jp")
    assert browser.send().number == 702


@pytest.mark.parametrize("name", PERSONAL)
def test_more_time_on_the_first_screen_keeps_the_proof_and_what_is_typed(app, browser, clock, name):
    contract = customer(app)
    log_in(browser).open(start(name, contract)[0])
    extending = f"{browser.page.select_one('[data-extend-url]')['data-extend-url']}"
    clock.forward(minutes=20)
    answer = browser.client.post(extending, data=pressed(browser)[1], follow_redirects=True)
    assert browser._arrive(answer, 200).number == WIZARDS[name].first.number
    assert len(tables(app)["runs"]) == 1


@pytest.mark.parametrize("name", PERSONAL)
def test_more_time_in_a_run_of_an_earlier_login_keeps_the_new_proof(app, browser, clock, name):
    """Gone on with at once after the login, and thought over for long."""
    contract = customer(app)
    run = begun(log_in(browser), name, contract)
    log_out(browser.open("/okyakusama/home"))
    log_in(browser).open(f"/okyakusama/{name}/{run}/{WIZARDS[name].first.slug}")
    extending = browser.page.select_one("[data-extend-url]")["data-extend-url"]
    clock.forward(minutes=20)
    answer = browser.client.post(extending, data=pressed(browser)[1], follow_redirects=True)
    assert browser._arrive(answer, 200).number == WIZARDS[name].first.number


def test_the_card_of_a_run_is_there_though_its_proof_is_over(app, browser, clock):
    """W17: it leads over 715."""
    contract = customer(app)
    log_in(browser)
    begun(browser, "change", contract)
    log_out(browser.open("/okyakusama/home"))
    log_in(browser)
    clock.forward(minutes=6)
    browser.open("/okyakusama/home")
    card = browser.page.select_one("main a[href*='/change/']")
    assert card
    assert browser.open(card["href"]).number == 715
    assert browser.send({"password": PASSWORD}).number == 604
