"""Is a password changed by who knows it, once, and are all others out? 711, 712 (rows A8, A15, ASVS 6.2.3)."""

from contextlib import contextmanager

import factories
import pytest
from browser import Browser
from factories import PASSWORD
from ways import NEW, carried, keyword_on, letters, log_in, log_out, newest_link, pressed, tables, to_413, to_415, twin

import models
from domain.accounts import credentials, logins
from domain.accounts.password_hashing import Hasher
from infra.database import read, write
from views import devices
from views.wizard import answers, current_run

PAGE = "/okyakusama/password_change/"


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.account(app).id


def change(browser, status=200, current=PASSWORD, **different):
    return browser.open(PAGE).send({"current": current, **NEW, **different}, status)


def test_from_home_to_the_new_password(app, browser, customer):
    log_in(browser).follow("その他の手続")
    assert browser.number == 700
    assert browser.follow("パスワードの変更").number == 711
    assert browser.send({"current": PASSWORD, **NEW}).number == 712
    assert browser.follow("ホームへ").number == 511
    assert [letter.kind for letter in letters(app)] == ["password_changed"]
    log_in(Browser(app.test_client()), password=PASSWORD, status=422)
    assert log_in(Browser(app.test_client()), password=NEW["password"]).number == 511


def test_the_other_browser_is_out_at_its_next_request_and_a_copied_cookie_too(app, browser, another_browser, customer):
    """A15, ASVS 7.4.3."""
    log_in(another_browser)
    log_in(browser)
    copied, before = twin(browser, app), carried(app, browser)
    change(browser)
    for other in (another_browser, copied):
        assert other.open("/okyakusama/home").number == 102
        assert other.open("/okyakusama/devices").number == 102
    after = carried(app, browser)
    assert after["_user_id"] != before["_user_id"]
    assert after["csrf_token"] != before["csrf_token"]
    assert browser.open("/okyakusama/home").number == 511


def test_what_is_to_be_typed_again_is_said_beside_what_was_right(browser, customer):
    """Not beside a wrong password, which says so itself."""
    asked = "パスワードは安全のため、もう一度入力してください。"
    change(log_in(browser), 422, current="wrong1pass")
    assert [asked in field.get_text() for field in browser.page.select("main .field")] == [False, True]
    browser.send({"current": PASSWORD, "password": "short", "password-again": "short"}, 422)
    assert [asked in field.get_text() for field in browser.page.select("main .field")] == [True, True]


@pytest.mark.parametrize("url", ["sqlite_url", pytest.param("postgresql_url", marks=pytest.mark.postgresql)])
def test_who_is_put_out_meanwhile_changes_nothing_any_more(make_app, request, monkeypatch, url):
    """The password was right when 711 was sent, and the owner set another before it was carried out."""
    app = make_app(request.getfixturevalue(url))
    with app.app_context():
        customer = factories.account(app).id
    browser = log_in(Browser(app.test_client())).open(PAGE)
    real = answers.rate_limits.test

    def meanwhile(action, *given):
        if action == "wizard:password_change":
            with write() as session:
                credentials.set_password(session.get_one(models.Account, customer), "another")
                logins.end_of(session, customer)
        return real(action, *given)

    monkeypatch.setattr(answers.rate_limits, "test", meanwhile)
    assert browser.send({"current": PASSWORD, **NEW}).number == 102
    with app.app_context(), read() as session:
        assert session.get_one(models.Account, customer).password == "another"
        assert session.query(models.RunRow).filter(models.RunRow.committed_at.is_not(None)).count() == 0


def test_a_wrong_current_password_changes_nothing_and_says_so_beside_it(app, browser, customer):
    change(log_in(browser), 422, current="wrong1pass")
    assert browser.errors[1:] == ["1. 現在のパスワードが一致しません。もう一度入力してください。"]
    assert set(browser.values.values()) & {"wrong1pass", NEW["password"]} == set()
    assert log_in(Browser(app.test_client())).number == 511


def test_five_wrong_ones_lock_and_log_out(app, browser, customer):
    """Guessing at a screen that was left alone: the same count as at the login."""
    log_in(browser)
    for number in range(4):
        change(browser, 422, current=f"wrong{number}pass")
    browser.open(PAGE).send({"current": "wrong9pass", **NEW}, 422)
    assert browser.number == 904
    assert browser.open("/okyakusama/home").number == 102
    log_in(browser, status=422)


def test_wrong_ones_here_and_at_the_login_are_one_row(app, browser, another_browser, customer):
    log_in(browser)
    for _ in range(3):
        log_in(another_browser, password="wrong1pass", status=422)
    change(browser, 422, current="wrong1pass")
    log_in(another_browser, password="wrong2pass", status=422)
    assert another_browser.number == 904


def test_the_same_again_is_no_change(app, browser, customer):
    same = {"password": PASSWORD, "password-again": PASSWORD}
    change(log_in(browser), 422, **same)
    assert browser.errors[1:] == ["2. 新しいパスワード：現在のパスワードと異なるパスワードを入力してください。"]


@pytest.mark.parametrize("password", ["xTakasaki7", "Mado0401x", "a1", "qwerty123", "kaede", "日本語のパス1"])
def test_the_rules_hold(app, browser, customer, password):
    change(log_in(browser), 422, password=password, **{"password-again": password})
    assert browser.number == 711


def test_an_empty_current_password_is_asked_for_and_counts_nothing(app, browser, customer):
    change(log_in(browser), 422, current="")
    assert "現在のパスワードを入力してください" in browser.errors[1]
    assert tables(app)["attempts"] == []


def test_a_press_that_comes_twice_shows_the_same_and_counts_nothing(app, browser, customer):
    """With the cookie from before it, and with that after it."""
    log_in(browser).open(PAGE)
    action, data = pressed(browser)
    data |= {"current": PASSWORD, **NEW}
    before = twin(browser, app)
    first = browser.client.post(action, data=data, follow_redirects=True)
    late = twin(browser, app)
    token = first.text.split('name="csrf_token" value="')[1].split('"')[0]
    for other, sent in ((before, data), (late, {**data, "csrf_token": token})):
        answer = other.client.post(action, data=sent, follow_redirects=True)
        assert "（画面番号712）" in answer.text
        assert other.open("/okyakusama/home").number == 511
    assert len(letters(app)) == 1
    change(late, 422, current="wrong1pass")
    assert late.number == 711


def test_a_press_that_overtakes_the_login_of_the_first_is_no_login_of_its_own(app, browser, customer, monkeypatch):
    """The first has committed and is about to log in: whoever is let in first, one password was set and no more."""
    log_in(browser).open(PAGE)
    action, data = pressed(browser)
    data |= {"current": PASSWORD, **NEW}
    overtaking, known = twin(browser, app), len(tables(app)["events"])
    real, came = current_run.run_ownership.log_in_after, []

    def meanwhile(*given):
        if not came:
            came.append(overtaking.client.post(action, data=data, follow_redirects=True))
        return real(*given)

    monkeypatch.setattr(current_run.run_ownership, "log_in_after", meanwhile)
    first = browser.client.post(action, data=data, follow_redirects=True)
    assert "（画面番号712）" in first.text and "（画面番号712）" in came[0].text
    assert len(tables(app)["events"]) == known + 1
    assert overtaking.open("/okyakusama/home").number == 511


def test_open_links_into_the_account_die(app, browser, another_browser, customer):
    """A8."""
    to_413(another_browser)
    keyword, link = keyword_on(another_browser), newest_link(app)
    change(log_in(browser))
    assert another_browser.open(link, 410).number == 903
    assert keyword


def test_an_account_without_an_address_is_told_nothing(app, browser):
    with app.app_context():
        factories.account(app, user_id="other@example.jp", email=None)
    change(log_in(browser, "other@example.jp"))
    assert browser.number == 712
    assert letters(app) == []


def test_it_is_for_customers(app, browser):
    assert browser.open(PAGE).number == 102


def test_what_began_before_goes_on_after_it(app, browser, customer):
    """A run of theirs is theirs by their account, whatever becomes of the login."""
    log_in(browser).open("/okyakusama/addition/").send(
        {"number": "C900000009", "kana-family": "タカサキ", "kana-given": "ヨシノ", "birth-era": "ad"}
        | {"birth-year": "1960", "birth-month": "4", "birth-day": "1", "phone_end": "1234"}
    )
    confirming = browser.url
    change(browser)
    assert browser.open(confirming).number == 722


def test_who_holds_the_cookie_of_before_is_out(app, browser, customer):
    """A15: also where they know the run and press its button at once; only the new password that it bore lets in."""
    log_in(browser).open(PAGE)
    thief = twin(browser, app)
    action, data = pressed(browser)
    browser.send({"current": PASSWORD, **NEW})
    run = f"{PAGE}{data['run']}/password"
    other = {"password": "Botan33mado", "password-again": "Botan33mado"}
    for address, typed in ((action, {}), (run, {}), (action, other), (run, other)):
        thief.client.post(address, data={**data, "current": PASSWORD, **typed})
        assert thief.client.get("/okyakusama/my-page").status_code in (302, 303, 403)
    owner = twin(browser, app)
    assert owner.open("/okyakusama/my-page").number == 700


def test_a_run_of_somebody_elses_choice_is_none_of_the_customers(app, browser, customer, clock):
    """Nobody who holds a cookie lays a run ready for its owner to fill in."""
    log_in(browser)
    clock.forward(minutes=6)
    token = browser.open("/okyakusama/my-page").page.select_one("[name=csrf_token]")["value"]
    made_up = {"csrf_token": token, "version": "0", "run": "t" * 22}
    browser.client.post(f"{PAGE}{'t' * 22}/password/extend", data=made_up)
    assert tables(app)["runs"] == []


def test_a_logout_elsewhere_while_the_password_is_hashed_leaves_this_browser_in(app, browser, customer, monkeypatch):
    """A hash is waited for; what ended a login meanwhile came before the commit, which logs in anew."""
    other = log_in(Browser(app.test_client()))
    log_in(browser).open(PAGE)
    real, came = Hasher.hash, []

    def waited_for(hasher, password):
        if not came:
            app.config["CLOCK"].forward(seconds=3)
            came.append(log_out(other.open("/okyakusama/home")))
            app.config["CLOCK"].forward(seconds=1)
        return real(hasher, password)

    monkeypatch.setattr(Hasher, "hash", waited_for)
    assert browser.send({"current": PASSWORD, **NEW}).number == 712
    assert came and browser.open("/okyakusama/home").number == 511


@pytest.mark.parametrize("ready", ["711", "415"])
def test_a_press_repeated_after_all_were_logged_out_elsewhere_logs_nobody_in(app, browser, monkeypatch, ready):
    """713 was asked for before the commit, and had to wait for it: its end of all logins came after."""
    with app.app_context():
        factories.owner(app)
    other = log_in(Browser(app.test_client())).open("/okyakusama/devices")
    ending = {"csrf_token": other.page.select_one("[name=csrf_token]")["value"]}
    _ = log_in(browser).open(PAGE) if ready == "711" else to_415(browser, app)
    action, data = pressed(browser)
    data |= {"current": PASSWORD, **NEW}
    copy, real, came = twin(browser, app), devices.write, []

    @contextmanager
    def waits_for_the_commit():
        if not came:
            app.config["CLOCK"].forward(seconds=2)
            came.append(browser.client.post(action, data=data, follow_redirects=True))
            app.config["CLOCK"].forward(seconds=2)
        with real() as session:
            yield session

    monkeypatch.setattr(devices, "write", waits_for_the_commit)
    other.client.post("/okyakusama/devices", data={"csrf_token": ending["csrf_token"]})
    assert f"（画面番号{int(ready) + 1}）" in came[0].text
    assert browser.open("/okyakusama/home").number == 102
    copy.client.post(action, data=data)
    assert copy.open("/okyakusama/home").number == 102
