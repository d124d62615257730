"""Does who lost mailbox and password get in by 706, and does nobody else before the owner was told and had their time?
(row A20)"""

import factories
import pytest
from approving import asked, boss, decide
from browser import Browser
from staffing import hire
from ways import BORN, NEW, at_once, effects, letters, link_in, log_in, opened, pressed, tables, twin

ADDRESS, OLD = "new@example.jp", "yoshino.t@example.jp"
ANSWERS = {
    "email": ADDRESS,
    "email-again": ADDRESS,
    "password": "forgotten",
    "number": "C900000001",
    "reason": "アドレスもパスワードも失ったとのお電話",
}


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def agreed(app):
    """Two members agreed to it; the paths of the links in the letters to the former and to the new address."""
    with app.app_context():
        factories.held(app)
    hire(app)
    asked(app, "recovery", 1, **ANSWERS)
    decide(app, boss(app))
    return [link_in(each) for each in letters(app)]


def account(app):
    [row] = tables(app)["accounts"]
    return row


def test_who_waits_three_days_gets_in_with_the_new_address(app, agreed, browser, clock):
    clock.forward(hours=72)
    assert browser.open(agreed[1]).number == 706
    browser.send()
    assert browser.number == 402 and f"'user_id': '{ADDRESS}'" in account(app)
    browser.send({"email": ADDRESS, **BORN}).send()
    opened(browser, app).send(NEW).send()
    assert browser.number == 406
    assert ("address_changed", OLD) in [(each.kind, each.address) for each in letters(app)]


@pytest.mark.parametrize("hours", [0, 71])
def test_before_that_nothing_happens_and_the_page_says_from_when_on(app, agreed, browser, clock, hours):
    clock.forward(hours=hours, minutes=59)
    browser.open(agreed[1])
    assert "11月27日" in browser.text and not browser.page.select("main button[type=submit]")
    before = effects(app)
    token = browser.page.select_one("[name=csrf_token]")["value"]
    answer = browser.client.post("/okyakusama/recover", data={"csrf_token": token})
    assert answer.status_code == 303 and effects(app) == before and OLD in account(app)


def test_being_opened_changes_nothing(app, agreed, browser, clock):
    clock.forward(hours=73)
    before = effects(app)
    for _ in range(20):
        browser.client.get(agreed[1], follow_redirects=True)
    assert effects(app) == before


def test_a_thief_does_not_get_in_where_the_owner_reads_the_letter(app, agreed, browser, another_browser, clock):
    """With a telephone and a 証券番号, and two members deceived."""
    told = letters(app)[0]
    assert (told.kind, told.address) == ("recovery_asked", OLD) and "なりすまし" in told.text
    clock.forward(hours=71)
    assert another_browser.open(agreed[0]).number == 705
    another_browser.send()
    clock.forward(hours=2)
    assert browser.open(agreed[1], 410).number == 903
    assert OLD in account(app) and ADDRESS not in account(app)


def test_the_owner_can_stop_it_as_long_as_the_thief_can_go_on(app, agreed, browser, another_browser, clock):
    clock.forward(hours=119)
    assert browser.open(agreed[1]).number == 706
    another_browser.open(agreed[0]).send()
    browser.send(status=410)
    assert browser.number == 903 and OLD in account(app)


def test_a_login_since_then_stops_it_too(app, agreed, browser, clock):
    clock.forward(hours=10)
    log_in(Browser(app.test_client()))
    clock.forward(hours=70)
    browser.open(agreed[1]).send(status=409)
    assert "ログインがあったため" in browser.text and OLD in account(app)


def test_a_password_set_anew_stops_it_too(app, agreed, browser, another_browser, clock):
    another_browser.open("/okyakusama/forgotten/").send({"email": OLD, **BORN}).send()
    opened(another_browser, app).send(NEW).send()
    clock.forward(hours=73)
    assert browser.open(agreed[1], 410).number == 903


def test_the_thief_has_to_know_the_password_to_be_quicker(app, agreed, browser):
    """The link alone is good for nothing on 704, and no reset goes to the new address before."""
    browser.open("/okyakusama/forgotten/").send({"email": ADDRESS, **BORN}).send()
    assert [each.kind for each in letters(app)] == ["recovery_asked", "recovery_link"]


def test_it_ends_with_its_time(app, agreed, browser, clock):
    clock.forward(hours=120)
    assert browser.open(agreed[1], 410).number == 902


def test_every_login_of_before_ends_with_it(app, browser, clock):
    with app.app_context():
        factories.held(app)
    log_in(Browser(app.test_client()))
    clock.forward(minutes=1)
    hire(app)
    asked(app, "recovery", 1, **ANSWERS)
    decide(app, boss(app))
    clock.forward(hours=72)
    browser.open(link_in(letters(app)[1])).send()
    [login] = tables(app)["logins"]
    assert ADDRESS in account(app) and "'ended_at': None" not in login


def test_twenty_presses_change_it_once(app, agreed, browser, clock):
    clock.forward(hours=72)
    action, data = pressed(browser.open(agreed[1]))
    clients = [twin(browser, app).client for _ in range(20)]
    answers = at_once([lambda client=client: client.post(action, data=data) for client in clients])
    assert {answer.status_code for answer in answers} <= {303, 410}
    assert sum("address changed" in row for row in tables(app)["events"]) == 1


def test_an_address_that_is_somebodys_by_then_is_not_taken(app, agreed, browser, clock):
    clock.forward(hours=72)
    with app.app_context():
        factories.account(app, user_id=ADDRESS)
    browser.open(agreed[1]).send(status=410)
    assert "すでに別のご登録で使用されている" in browser.text


def test_a_link_of_another_kind_does_not_open_it(app, agreed, browser, clock):
    clock.forward(hours=72)
    browser.open(agreed[0])
    assert browser.open("/okyakusama/recover", 404).number == 907
