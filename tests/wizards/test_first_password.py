"""Does who logs in with a 仮パスワード choose their own, and is registered by it? 304–306 (003 B, row A24)."""

from datetime import timedelta

import factories
import pytest
from browser import Browser
from factories import PROFILE
from ways import NEW, at_once, letters, log_in, pressed, tables, twin

from domain.accounts import issued_passwords
from wizards import temporary

PERSON = {name: value for name, value in PROFILE.items() if name not in ("keyword", "employee")}
ADDRESS = "yoshino.t@example.jp"


@pytest.fixture
def policy(app):
    with app.app_context():
        factories.agency()
        kept = issued_passwords.keep(app.extensions["keyring"], "okyakusama C900000001", "uERsmM8c")
        factories.contract(number="C900000002")
        return factories.contract(initial_password=kept).id


@pytest.fixture
def password(app, policy, monkeypatch):
    """The one in the letter. One in five drawn has no digit, which a password of one's own must have."""
    monkeypatch.setattr(temporary, "new_password", lambda: "Kn7mRtx4Wy")
    browser = Browser(app.test_client()).open("/okyakusama/temporary/")
    browser.send({**PERSON, "number": "C900000001", "email": ADDRESS}).send()
    return letters(app)[-1].text.partition("仮パスワード：")[2].split()[0]


def come(browser, password, status=200):
    return log_in(browser, ADDRESS, password, status)


def test_from_the_login_to_the_contracts(app, browser, password):
    assert come(browser, password).number == 305
    for page in ("home", "my-page", "renewals", "devices", "password_change/", "address_change/", "addition/"):
        assert browser.open(f"/okyakusama/{page}").number == 305
    assert browser.send(NEW).number == 306
    assert browser.summary == {"ユーザーID": ADDRESS}
    assert letters(app)[-1].kind == "registered"
    assert browser.follow("ホームへ").number == 511
    listed = browser.open("/okyakusama/renewals").text
    assert "C900000001" in listed and "C900000002" in listed
    assert log_in(Browser(app.test_client()), password=NEW["password"]).number == 511


def test_it_opens_once(app, browser, another_browser, password):
    """A24: used once, whether or not one finishes; another can be asked for."""
    come(browser, password)
    come(another_browser, password, 422)
    assert browser.send(NEW).number == 306


def test_a_double_press_of_the_login_burns_nothing(app, browser, password):
    """Decision 38: the answer to the first got lost, or both came at once; one browser has one login then."""
    browser.open("/okyakusama/login")
    action, data = pressed(browser)
    before, data = twin(browser, app), {**data, "user_id": ADDRESS, "password": password}
    answers = at_once([lambda each=each: each.client.post(action, data=data) for each in (browser, before)])
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(tables(app)["logins"]) == 1
    assert before.open("/okyakusama/home").send(NEW).number == 306


def test_nobody_else_can_repeat_it_nor_can_anybody_later(app, browser, another_browser, password, clock):
    browser.open("/okyakusama/login")
    action, data = pressed(browser)
    before, data = twin(browser, app), {**data, "user_id": ADDRESS, "password": password}
    browser.client.post(action, data=data)
    come(another_browser, password, 422)
    clock.forward(seconds=61)
    assert before.client.post(action, data=data).status_code == 422


def test_it_is_never_ones_own(app, browser, password, clock):
    """Decision 38: on 305, nor ever after."""
    come(browser, password).send({"password": password, "password-again": password}, 422)
    assert "はじめにお知らせしたパスワード" in browser.errors[1]
    assert browser.send(NEW).number == 306
    browser.open("/okyakusama/password_change/")
    browser.send({"current": NEW["password"], "password": password, "password-again": password}, 422)
    assert "はじめにお知らせしたパスワード" in browser.errors[1]


def test_tries_from_before_count_for_nothing(app, browser, policy):
    """Decision 36: somebody guessed at an address that had no account yet."""
    for _ in range(5):
        log_in(browser, ADDRESS, "wrong7pass", 422)
    asked = Browser(app.test_client()).open("/okyakusama/temporary/")
    asked.send({**PERSON, "number": "C900000001", "email": ADDRESS}).send()
    sent = letters(app)[-1].text.partition("仮パスワード：")[2].split()[0]
    assert come(browser, sent).number == 305


@pytest.mark.postgresql
def test_two_who_wait_for_one_contract_never_wait_for_each_other(make_app, postgresql_url):
    """Each drops the other: locked in one order, one of them is registered and the other is led to begin anew."""
    app = make_app(postgresql_url)
    with app.app_context():
        factories.agency()
        policy = factories.contract().id
        until = factories.NOW + timedelta(hours=48)
        for name in ("one", "two"):
            made = factories.issued(app, "okyakusama", f"{name}@example.jp", until=until, email=f"{name}@example.jp")
            factories.hold(made.id, policy)
    browsers = [Browser(app.test_client()) for _ in range(2)]
    for name, browser in zip(("one", "two"), browsers, strict=True):
        log_in(browser, f"{name}@example.jp", "Ymd8Kkn3")
    presses = [pressed(browser) for browser in browsers]
    calls = [
        lambda browser=browser, press=press: browser.client.post(press[0], data={**press[1], **NEW})
        for browser, press in zip(browsers, presses, strict=True)
    ]
    answers = at_once(calls)
    assert sorted(answer.status_code for answer in answers) in ([303, 303], [303, 403], [303, 410])
    assert len(tables(app)["accounts"]) == 1


def test_leaving_before_the_end_leaves_the_way_open(app, browser, password):
    come(browser, password)
    again = Browser(app.test_client()).open("/okyakusama/temporary/")
    again.send({**PERSON, "number": "C900000001", "email": ADDRESS}).send()
    assert letters(app)[-1].kind == "temporary_password"
    assert browser.open("/okyakusama/home").number == 102


@pytest.mark.parametrize("chosen", ["takasaki77", "mado0401x", "c900000001x", "qwerty123"])
def test_the_rules_hold(browser, password, chosen):
    come(browser, password).send({"password": chosen, "password-again": chosen}, 422)
    assert browser.number == 305


def test_a_press_that_comes_twice_shows_the_same(app, browser, password):
    action, data = pressed(come(browser, password))
    before = twin(browser, app)
    first = browser.client.post(action, data={**data, **NEW}, follow_redirects=True)
    second = before.client.post(action, data={**data, **NEW}, follow_redirects=True)
    assert ["（画面番号306）" in each.text for each in (first, second)] == [True, True]
    assert sum(letter.kind == "registered" for letter in letters(app)) == 1


def test_who_has_a_password_cannot_set_another_this_way(app, browser, policy):
    """Without the one as it is (ASVS 6.2.3)."""
    with app.app_context():
        factories.account(app)
    log_in(browser).open("/okyakusama/first_password/").send(NEW, 409)
    assert any("すでに設定されています" in line for line in browser.errors)
    log_in(Browser(app.test_client()))


def test_it_voids_the_initial_password_of_the_policy(app, browser, another_browser, password):
    come(browser, password).send(NEW)
    another_browser.open("/okyakusama/easy/").send({"number": "C900000001", "initial": "uERsmM8c"}, 422)


def test_the_initial_password_opens_while_somebody_only_waits_and_then_they_wait_in_vain(
    app, browser, another_browser, password
):
    """「Using any path voids the initial and temporary passwords of the others」."""
    access = {"email": "other@example.jp", "email-again": "other@example.jp", "news": "no", "terms": "yes"}
    another_browser.open("/okyakusama/easy/").send({"number": "C900000001", "initial": "uERsmM8c"})
    another_browser.send({**access, "privacy": "yes", **NEW}).send()
    assert another_browser.number == 205
    come(browser, password, 422)
    assert len(tables(app)["accounts"]) == 1


def test_another_login_of_the_same_account_is_out(app, browser, password):
    come(browser, password)
    other = twin(browser, app)
    browser.send(NEW)
    assert other.open("/okyakusama/home").number == 102
