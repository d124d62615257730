"""Can the owner of the former address stop a change that they did not ask for? 705 (rows A6, A19)."""

import factories
import pytest
from browser import Browser
from ways import at_once, effects, letters, link_in, log_in, pressed, tables, twin

START, NEW = "/okyakusama/address_change/", {"email": "new@example.jp", "email-again": "new@example.jp"}


@pytest.fixture
def intruder(app):
    """Somebody who knows the password, and asked for another address."""
    with app.app_context():
        factories.account(app)
    return log_in(Browser(app.test_client())).open(START).send(NEW).send()


def the_links(app):
    """To the owner's mailbox, and to the intruder's."""
    told, asked = letters(app)[-2:]
    return link_in(told), link_in(asked)


def test_the_owner_stops_it_and_everybody_is_out(app, intruder, browser):
    stop, confirm = the_links(app)
    assert browser.open(stop).number == 705
    browser.send()
    assert browser.number == 102
    assert "変更を取りやめ" in browser.notices[0]
    assert intruder.open("/okyakusama/home").number == 102
    log_in(intruder)
    assert intruder.open(confirm, 410).number == 903
    assert intruder.open("/okyakusama/my-page").summary["メールアドレス"] == "yoshino.t@example.jp"
    assert "メールアドレスの変更を取りやめました" in intruder.open("/okyakusama/devices").text


def test_being_opened_stops_nothing(app, intruder, another_browser):
    """A6: mail scanners open links."""
    stop, confirm = the_links(app)
    before = effects(app)
    for _ in range(50):
        another_browser.client.get(stop, follow_redirects=True)
        another_browser.client.head(stop)
    assert effects(app) == before
    assert intruder.open(confirm).send().number == 511


def test_once_it_is_changed_it_is_too_late_and_says_whom_to_call(app, intruder, browser):
    stop, confirm = the_links(app)
    browser.open(stop)
    intruder.open(confirm).send()
    browser.send(status=410)
    assert browser.number == 903
    assert "0120-000-000へお電話ください" in browser.text


def test_twenty_presses_stop_it_once(app, intruder, browser):
    action, data = pressed(browser.open(the_links(app)[0]))
    clients = [twin(browser, app).client for _ in range(20)]
    answers = at_once([lambda client=client: client.post(action, data=data) for client in clients])
    assert {answer.status_code for answer in answers} <= {303, 410}
    assert 303 in {answer.status_code for answer in answers}
    assert sum("address change stopped" in row for row in tables(app)["events"]) == 1


def test_it_expires_like_any_link(app, intruder, browser, clock):
    clock.forward(hours=48)
    assert browser.open(the_links(app)[0], 410).number == 902


def test_without_the_link_there_is_nothing(browser):
    assert browser.open("/okyakusama/stop", 404).number == 907


def test_the_link_that_confirms_does_not_stop_and_the_other_way_round(app, intruder, browser):
    """A link is good for its purpose alone (ASVS 9.2.1)."""
    stop, confirm = the_links(app)
    browser.open(confirm).open("/okyakusama/stop", 404)
    intruder.open(stop).open("/okyakusama/address", 404)
