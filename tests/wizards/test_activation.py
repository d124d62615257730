"""Does 107–110 open one account, with the address that the link proved, and its contracts? (decisions 7, 14, 15)"""

from datetime import date, timedelta

import factories
import pytest
from browser import Browser
from factories import ACCESS, PASSWORD
from ways import (
    TRACES,
    at_once,
    counted,
    letters,
    link_in,
    log_in,
    plain,
    pressed,
    register,
    tables,
    to_104,
    to_108,
    to_109,
)

import models
from domain.accounts import issued_passwords
from infra.database import read

OTHER = {"email": "other@example.jp", "email-again": "other@example.jp"}


@pytest.fixture
def contracts(app):
    with app.app_context():
        factories.agency()
        return factories.contract(), factories.contract(number="C900000002", holder_birth=date(1970, 1, 1))


def account(app):
    with app.app_context(), read() as session:
        [found] = session.query(models.Account).all()
        return found


def test_the_whole_way_ends_logged_in_with_the_contracts_that_match(app, browser, contracts):
    register(browser, app)
    assert (browser.number, account(app).user_id) == (110, "yoshino.t@example.jp")
    browser.open("/okyakusama/renewals")
    assert "C900000001" in browser.text
    assert "C900000002" not in browser.text


def test_the_names_keep_their_characters(app, browser):
    register(browser, app)
    found = account(app)
    assert (found.family_name, found.given_name) == ("髙﨑", "𠮷乃")
    assert (found.family_kana, found.given_kana, found.birth_date) == ("タカサキ", "ヨシノ", date(1960, 4, 1))


ONE_NAME = {"holder-family": "SUHARTO", "holder-given": "", "kana-family": "すはると", "kana-given": ""}


def test_who_has_one_name_registers_with_it(app, browser):
    with app.app_context():
        factories.agency()
        factories.contract(holder_name="SUHARTO", holder_kana="ｽﾊﾙﾄ")
    to_104(browser, **ONE_NAME)
    assert browser.summary["契約者氏名"] == "SUHARTO（姓・名の区別なし）"
    to_108(browser, app, **ONE_NAME).send(ACCESS)
    assert browser.summary["契約者氏名カナ"] == "スハルト（セイ・メイの区別なし）"
    assert browser.send().number == 110
    found = account(app)
    assert (found.family_name, found.given_name) == ("SUHARTO", "")
    assert (found.family_kana, found.given_kana) == ("スハルト", "")
    browser.open("/okyakusama/renewals")
    assert "C900000001" in browser.text
    assert "SUHARTO 様" in " ".join(browser.page.get_text().split())


def test_the_password_is_kept_as_a_hash_and_opens_the_account(app, browser):
    register(browser, app)
    assert account(app).password.startswith("$argon2id$")
    assert log_in(Browser(app.test_client())).number == 511


def test_a_receipt_and_a_letter_say_that_it_is_done(app, browser):
    """W23."""
    register(browser, app)
    number = browser.page.select_one(".receipt-no dd").get_text().replace(" ", "")
    assert number.isdigit()
    letter = letters(app)[-1]
    assert letter.address == "Yoshino.T@example.jp"
    assert number in letter.text.replace(" ", "")
    assert PASSWORD not in letter.text + letter.html
    assert "Yoshino.T@example.jp" not in letter.text


def test_the_password_is_not_read_back(app, browser):
    to_109(browser, app)
    assert PASSWORD not in browser.response.text
    assert "●●●●●●●●" in browser.response.text
    assert browser.response.text.count("●") == 8


def test_two_equal_confirms_one_after_the_other_show_the_same_page(app, browser):
    """W10: the second press sees what the first left, to the byte."""
    action, data = pressed(to_109(browser, app))
    first = browser.client.post(action, data=data, follow_redirects=True)
    cookieless_repeat = browser.client.get(first.request.path)
    assert plain(first.text) == plain(cookieless_repeat.text)


def test_an_address_that_got_an_account_meanwhile_is_refused_and_nothing_is_lost(app, browser):
    to_109(browser, app)
    with app.app_context():
        factories.account(app)
    before = counted(app)
    browser.send(status=409)
    assert (browser.number, counted(app)) == (109, before)
    assert browser.summary["契約者氏名"] == "髙﨑 𠮷乃"


def test_a_different_address_waits_for_a_link_of_its_own(app, browser, another_browser):
    """Decision 15."""
    to_109(browser, app, **OTHER)
    browser.send()
    found = account(app)
    assert (found.user_id, found.email) == ("yoshino.t@example.jp", "Yoshino.T@example.jp")
    letter = letters(app)[-1]
    assert letter.address == "other@example.jp"
    path = link_in(letter)
    log_in(another_browser)
    before = tables(app, without=TRACES)
    for _ in range(5):
        assert another_browser.open(path).number == 704
        another_browser.client.head(path)
    assert tables(app, without=TRACES) == before
    assert "other@example.jp" not in another_browser.response.text
    another_browser.send()
    assert (account(app).user_id, letters(app)[-1].address) == ("other@example.jp", "Yoshino.T@example.jp")
    assert log_in(Browser(app.test_client()), "other@example.jp").number == 511
    log_in(Browser(app.test_client()), status=422)


def test_contracts_are_matched_by_the_proved_address_and_not_by_the_typed_one(app, browser, another_browser):
    """Decision 14."""
    with app.app_context():
        factories.agency()
        factories.contract(holder_email="other@example.jp")
    to_109(browser, app, **OTHER)
    browser.send().open("/okyakusama/renewals")
    assert "C900000001" not in browser.text
    log_in(another_browser).open(link_in(letters(app)[-1])).send()
    assert "C900000001" in browser.open("/okyakusama/renewals").text


def test_the_other_address_belonging_to_somebody_is_not_told_on_the_screen(app, browser):
    pages = []
    for taken in (False, True):
        other = Browser(app.test_client())
        if taken:
            with app.app_context():
                factories.account(app, user_id="other@example.jp")
        to_108(other, app, email=f"me{int(taken)}@example.jp")
        other.send({**ACCESS, **OTHER}).send()
        text = plain(other.response.text)
        number = other.page.select_one(".receipt-no dd").get_text()
        pages.append(text.replace(number, "NUMBER").replace(f"me{int(taken)}@", "me@"))
    assert pages[0] == pages[1]


def test_a_used_link_leaves_nothing_of_the_answers(app, browser):
    register(browser, app)
    assert all("'contents': None" in row for row in tables(app)["links"])
    assert all("'answers': None" in row for row in tables(app)["runs"])


@pytest.mark.postgresql
def test_two_who_drop_each_others_waiting_never_wait_for_each_other(make_app, postgresql_url):
    """Each registers with the address at which somebody waits for the contract that the other is given."""
    app = make_app(postgresql_url)
    first, second = "first@example.jp", "second@example.jp"
    with app.app_context():
        factories.agency()
        until = factories.NOW + timedelta(hours=48)
        for number, held, waits in (("C900000001", second, first), ("C900000002", first, second)):
            policy = factories.contract(number=number, holder_email=held).id
            factories.hold(factories.issued(app, "okyakusama", waits, until=until, email=waits).id, policy)
    browsers = [Browser(app.test_client()) for _ in range(2)]
    presses = []
    for browser, address in zip(browsers, (first, second), strict=True):
        presses.append(pressed(to_108(browser, app, email=address).send(ACCESS)))
    calls = [
        lambda browser=browser, press=press: browser.client.post(press[0], data=press[1])
        for browser, press in zip(browsers, presses, strict=True)
    ]
    assert [answer.status_code for answer in at_once(calls)] == [303, 303]
    assert len(tables(app)["accounts"]) == 2


def test_the_initial_password_of_a_contract_is_never_ones_own(app, browser):
    """Decision 38: of one that holds the address the link proved."""
    initial = "uERsmM8c"
    with app.app_context():
        factories.agency()
        kept = issued_passwords.keep(app.extensions["keyring"], "okyakusama C900000001", initial)
        factories.contract(initial_password=kept)
        factories.contract(number="C900000002", holder_email="else@example.jp", initial_password=kept)
    to_108(browser, app).send({**ACCESS, "password": initial, "password-again": initial}, 422)
    assert "はじめにお知らせしたパスワード" in browser.errors[1]
    other = to_108(Browser(app.test_client()), app, email="third@example.jp")
    assert other.send({**ACCESS, "password": initial, "password-again": initial}).number == 109
