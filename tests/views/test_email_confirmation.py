"""Does an address become the user ID by a press and nothing less, once, and is the old one told? (704, decision 15)"""

from datetime import timedelta

import factories
import pytest
from browser import Browser
from factories import ACCESS
from sqlalchemy import select
from ways import at_once, letters, link_in, log_in, newest_link, plain, pressed, tables, to_108, twin

import models
from infra.database import read

OTHER = "other@example.jp"


@pytest.fixture
def app(make_app, database_url):
    return make_app(database_url)


@pytest.fixture
def link(app):
    """Registered with another address on 108; the path of its letter's link."""
    with app.app_context():
        factories.agency()
        factories.contract(number="C900000002", holder_email=OTHER)
    apply_with_other_address(app)
    return newest_link(app)


def apply_with_other_address(app):
    return to_108(Browser(app.test_client()), app).send({**ACCESS, "email": OTHER, "email-again": OTHER}).send()


def press(browsers):
    """All of them at once."""

    def pressing(browser):
        action, data = pressed(browser)
        return lambda: browser.client.post(action, data=data)

    return at_once([pressing(browser) for browser in browsers])


def owner(app):
    """The customer, logged in on some device."""
    return log_in(Browser(app.test_client()))


def token(browser):
    return browser.page.select_one("[name=csrf_token]")["value"]


def user_ids(app):
    with app.app_context(), read() as session:
        return set(session.scalars(select(models.Account.user_id)))


def user_id(app):
    with app.app_context(), read() as session:
        return session.scalars(select(models.Account.user_id)).one()


def test_the_proved_address_stays_the_user_id_until_the_press(app, link):
    waiting = owner(app).open(link)
    assert (waiting.number, user_id(app)) == (704, "yoshino.t@example.jp")
    told = waiting.page.main.get_text()
    assert OTHER not in waiting.response.text and "（o***@example.jp）が、ユーザーIDになります" in told
    assert "これまでのメールアドレス（Y***@example.jp）ではログインできなくなります" in told
    owner(app)
    waiting.send()
    assert user_id(app) == OTHER
    log_in(Browser(app.test_client()), OTHER)


def test_nobody_but_who_asked_can_press(app, link):
    """Or a stranger's account would get the address, and the contracts, of whoever presses."""
    stranger = Browser(app.test_client()).open(link)
    assert stranger.number == 102
    assert "現在のユーザーIDでログインしてください" in stranger.text
    assert log_in(stranger, onward="?next=/okyakusama/address").number == 704
    with app.app_context():
        factories.account(app, user_id="taro@example.jp")
    other = log_in(Browser(app.test_client()), "taro@example.jp").open(link, 403)
    assert other.number == 903
    answer = other.client.post("/okyakusama/address", data={"csrf_token": token(other)})
    assert (answer.status_code, user_ids(app)) == (403, {"yoshino.t@example.jp", "taro@example.jp"})


def test_opening_it_fifty_times_changes_nothing(app, link):
    before = tables(app)
    for _ in range(50):
        Browser(app.test_client()).open(link)
    assert tables(app) == before


def test_the_former_address_is_told_and_contracts_are_matched_anew(app, link):
    owner(app).open(link).send()
    told = letters(app)[-1]
    assert (told.kind, told.address) == ("address_changed", "Yoshino.T@example.jp")
    assert "o***@example.jp" in told.text and OTHER not in told.text
    assert "C900000002" in log_in(Browser(app.test_client()), OTHER).open("/okyakusama/renewals").text


def test_of_twenty_presses_one_changes_it_and_one_letter_goes(app, link):
    browsers = [owner(app).open(link) for _ in range(20)]
    count = len(letters(app))
    answers = press(browsers)
    assert sorted(answer.status_code for answer in answers) == [303] + [410] * 19
    assert len(letters(app)) == count + 1


def test_a_double_press_in_one_browser_is_one_press(app, link):
    first = owner(app).open(link)
    count = len(letters(app))
    answers = press([twin(first, app) for _ in range(10)])
    assert {answer.status_code for answer in answers} <= {303, 410} and user_id(app) == OTHER
    assert 303 in {answer.status_code for answer in answers}
    assert not any("すでに別のご登録" in answer.text for answer in answers)
    assert len(letters(app)) == count + 1


def test_a_second_press_is_told_that_the_link_was_used(app, link):
    owner(app).open(link).send()
    assert Browser(app.test_client()).open(link, 410).number == 903


def test_it_ends_after_48_hours(app, link, clock):
    waiting = owner(app).open(link)
    clock.now += timedelta(hours=48)
    assert log_in(waiting, onward="?next=/okyakusama/address", status=410).number == 902


def test_an_address_taken_meanwhile_is_not_given_twice(app, link):
    with app.app_context():
        factories.account(app, user_id=OTHER)
    late = owner(app).open(link)
    assert late.send(status=410).number == 903
    assert "すでに別のご登録で使用されている" in late.text
    assert Browser(app.test_client()).open(link, 410).number == 903


def test_an_owner_of_the_other_address_gets_a_letter_and_no_link(app):
    with app.app_context():
        factories.account(app, user_id=OTHER)
    known = plain(apply_with_other_address(app).response.text)
    told = letters(app)[-1]
    assert (told.kind, told.address) == ("already_registered", OTHER)
    assert OTHER in known


def test_the_keyword_screen_does_not_open_it(app, link):
    stranger = Browser(app.test_client()).open(link)
    assert stranger.open("/okyakusama/keyword", 404).number == 907


@pytest.mark.parametrize("keyword", ["-", "ー", "x"])
def test_nor_does_a_keyword_spend_it(app, link, keyword):
    """It has none, so what folds to nothing must not be taken for it."""
    stranger = Browser(app.test_client()).open(link)
    before = tables(app)["links"]
    answer = stranger.client.post("/okyakusama/keyword", data={"keyword": keyword, "csrf_token": token(stranger)})
    assert (answer.status_code, tables(app)["links"]) == (404, before)


def test_a_link_of_another_purpose_is_none_of_this_page(app):
    to_108(Browser(app.test_client()), app)
    stranger = Browser(app.test_client())
    stranger.open(link_in(letters(app)[0]), 410)
    assert stranger.open("/okyakusama/address", 404).number == 907


def test_an_address_in_kanji_is_written_to_in_ascii_and_shown_as_it_was_written(app, browser):
    """As browsers have it, xn--; the ID is the same, however it is typed."""
    with app.app_context():
        factories.account(app)
    log_in(browser).open("/okyakusama/address_change/")
    written, ascii_alone = "hanako@例え.jp", "hanako@xn--r8jz45g.jp"
    browser.send({"email": ascii_alone, "email-again": written})
    assert browser.summary["新しいメールアドレス（ユーザーID）"] == written
    browser.send()
    assert written in browser.text
    assert [letter.address for letter in letters(app)][-1] == ascii_alone
    browser.open(newest_link(app)).send()
    assert written in browser.open("/okyakusama/my-page").text
    for user_id in (written, ascii_alone, "Ｈanako@例え．jp".casefold()):
        assert log_in(Browser(app.test_client()), user_id).number == 511
