"""Does who has 証券番号 and 初回パスワード register by them, once, and nobody else? 201–205 (003 A, A2–A4, A24)."""

from dataclasses import replace

import factories
import pytest
from browser import Browser
from factories import PASSWORD
from ways import letters, link_in, log_in, newest_link, plain, pressed, register, tables, twin

from domain.accounts import issued_passwords
from domain.contracts import matching
from infra.database import read
from rules.phone_verification import PhoneVerification

NUMBER, INITIAL = "C900000001", "uERsmM8c"
ASKED = {"number": NUMBER, "initial": INITIAL}
ACCESS = {
    "email": "yoshino.t@example.jp",
    "email-again": "yoshino.t@example.jp",
    "password": "kaede55mado",
    "password-again": "kaede55mado",
    "news": "yes",
    "terms": "yes",
    "privacy": "yes",
}
MISMATCH, NO_MORE = "一致するご契約を確認できませんでした", "これ以上お試しいただけません"


def contract(app, number=NUMBER, initial=INITIAL, **different):
    with app.app_context():
        kept = issued_passwords.keep(app.extensions["keyring"], f"okyakusama {number}", initial) if initial else None
        return factories.contract(number=number, initial_password=kept, **different).id


@pytest.fixture
def policy(app):
    with app.app_context():
        factories.agency()
    return contract(app)


def to_203(browser, status=200, **different):
    return browser.open("/okyakusama/easy/").send({**ASKED, **different}, status)


def to_205(browser, **different):
    return to_203(browser).send({**ACCESS, **different}).send()


def test_from_the_choice_to_the_contract(app, browser, policy):
    browser.open("/okyakusama/login").follow("初めてご利用いただく方はこちら")
    assert browser.number == 112
    browser.open(browser.page.select_one(".way:-soup-contains('簡単登録') a")["href"])
    assert browser.number == 201
    assert "*****" in browser.text and browser.page.select_one("img[alt]")["alt"]
    assert browser.follow("初回ログインへ進む").number == 202
    assert browser.send({"number": "ｃ９００−０００００１", "initial": INITIAL}).number == 203
    assert browser.send(ACCESS).number == 204
    assert INITIAL not in browser.response.text and ACCESS["password"] not in browser.response.text
    assert browser.send().number == 205
    assert browser.summary["現在のユーザーID"] == NUMBER
    assert browser.follow("ホームへ").number == 511
    assert "髙﨑 𠮷乃 様" in browser.response.text
    assert NUMBER in browser.open("/okyakusama/renewals").text


def test_who_has_registered_reads_that_a_call_follows(app, browser, policy):
    """205, where nobody is let in without one."""
    served = app.extensions["portals"]
    asked = PhoneVerification("required", None, ("03-0000-0100",))
    served["okyakusama"] = replace(served["okyakusama"], phone_verification=asked)
    to_205(browser)
    assert "ご登録の電話番号からのお電話で" in browser.text
    assert browser.follow("「電話番号のご登録方法」").number == 505


def test_where_it_is_not_printed_the_other_way_is_shown(browser):
    browser.open("/okyakusama/initial").follow("新規登録")
    assert browser.number == 301


def test_the_address_is_the_id_once_its_link_is_opened_and_a_banner_says_so_until_then(app, browser, policy):
    to_205(browser)
    [letter] = letters(app)
    assert (letter.kind, letter.address) == ("confirm_address", ACCESS["email"])
    assert "メールアドレスの確認が済んでいません" in browser.open("/okyakusama/home").response.text
    log_in(Browser(app.test_client()), ACCESS["email"], ACCESS["password"], 422)
    assert log_in(Browser(app.test_client()), "c900000001", ACCESS["password"]).number == 511
    told = browser.open(link_in(letter)).text
    assert f"証券番号（{NUMBER}）ではログインできなくなります" in told and "これまでのメールアドレス" not in told
    assert "***@example.jp" in told and "もう一度送る" not in told
    browser.send()
    assert "メールアドレスの確認が済んでいません" not in browser.open("/okyakusama/home").response.text
    assert log_in(Browser(app.test_client()), ACCESS["email"], ACCESS["password"]).number == 511
    log_in(Browser(app.test_client()), NUMBER, ACCESS["password"], 422)


def test_the_other_contracts_come_with_the_proved_address(app, browser, policy):
    """Decision 14."""
    other = contract(app, "C900000002", None)
    to_205(browser)
    assert "C900000002" not in browser.open("/okyakusama/renewals").text
    browser.open(newest_link(app)).send()
    assert "C900000002" in browser.open("/okyakusama/renewals").text
    assert other


def attempt(app, number, initial):
    """One try on 202 in a browser of its own; what is answered."""
    browser = Browser(app.test_client()).open("/okyakusama/easy/")
    action, data = pressed(browser)
    answer = browser.client.post(action, data={**data, "number": number, "initial": initial})
    return answer.status_code, plain(answer.text).replace(number, "NUMBER")


def test_real_and_invented_numbers_get_the_same_answer_at_each_of_seven_tries(app, policy):
    """A4: also one without an initial password, and one that is held."""
    contract(app, "C900000002", None)
    held = contract(app, "C900000003")
    with app.app_context():
        factories.hold(factories.account(app, user_id="other@example.jp").id, held)
    for number in range(1, 8):
        answers = {attempt(app, each, "wrong7pw") for each in (NUMBER, "C900000002", "C900000003", "C999999999")}
        assert len(answers) == 1, f"try {number} tells who exists"
        [(status, page)] = answers
        assert status == 422
        assert (NO_MORE in page) == (number >= 5) != (MISMATCH in page)


def test_the_right_one_during_the_lock_tells_nothing(app, policy):
    for _ in range(5):
        attempt(app, NUMBER, "wrong7pw")
    assert attempt(app, NUMBER, INITIAL) == attempt(app, NUMBER, "wrong7pw")


@pytest.mark.parametrize("around", [" ", "\u3000", "\t", "\u200b"])
def test_blanks_that_are_copied_along_are_no_part_of_the_initial_password(app, browser, policy, around):
    assert to_203(browser, initial=f"{around}{INITIAL}{around}").number == 203
    assert tables(app)["attempts"] == []


def test_a_right_one_begins_the_row_anew(app, browser, policy):
    for _ in range(4):
        attempt(app, NUMBER, "wrong7pw")
    assert to_203(browser).number == 203
    assert NO_MORE not in attempt(app, NUMBER, "wrong7pw")[1]


@pytest.mark.parametrize("different", [{"group_contract": True}, {"company": True, "holder_birth": None}])
def test_group_contracts_are_refused_only_after_the_right_password(app, browser, different):
    """Decision 20."""
    with app.app_context():
        factories.agency()
    contract(app, **different)
    assert MISMATCH in attempt(app, NUMBER, "wrong7pw")[1]
    to_203(browser, 422)
    assert "団体契約など" in browser.text and "0120-000-000" in browser.text


def test_it_is_spent_by_the_registration(app, browser, another_browser, policy):
    """A24."""
    to_205(browser)
    to_203(another_browser, 422)
    assert any(MISMATCH in line for line in another_browser.errors)


def test_registering_by_another_way_voids_it(app, browser, another_browser, policy):
    """「Using any path voids the initial and temporary passwords of the others」."""
    register(another_browser, app)
    to_203(browser, 422)


def test_two_at_once_open_one_account(app, browser, another_browser, policy):
    for each in (browser, another_browser):
        to_203(each).send(ACCESS)
    browser.send()
    assert another_browser.send(status=409).number == 204
    assert MISMATCH in another_browser.errors[0]
    assert len(tables(app)["accounts"]) == 1


def test_what_was_right_on_202_is_looked_at_again_at_the_end(app, browser, policy):
    """W22: an import brought another initial password meanwhile."""
    to_203(browser).send(ACCESS)
    with app.app_context():
        kept = issued_passwords.keep(app.extensions["keyring"], f"okyakusama {NUMBER}", "JBRNLun2")
        with factories.write() as session:
            session.get(factories.models.Contract, policy).initial_password = kept
    assert browser.send(status=409).number == 204


def test_a_press_that_comes_twice_shows_the_same(app, browser, policy):
    to_203(browser).send(ACCESS)
    action, data = pressed(browser)
    again = twin(browser, app)
    first = browser.client.post(action, data=data, follow_redirects=True)
    second = again.client.post(action, data=data, follow_redirects=True)
    assert ["（画面番号205）" in each.text for each in (first, second)] == [True, True]
    assert len(tables(app)["accounts"]) == len(letters(app)) == 1


@pytest.mark.parametrize("password", ["takasaki77", "x1960mado", "mado0401x", "c900000001", "x900000001"])
def test_the_password_does_not_hold_what_the_contract_says(browser, policy, password):
    to_203(browser).send({**ACCESS, "password": password, "password-again": password}, 422)
    assert browser.number == 203


def test_a_taken_address_is_told_to_its_owner_and_nobody_else(app, browser, policy):
    with app.app_context():
        factories.account(app, user_id=ACCESS["email"])
    assert to_205(browser).number == 205
    assert [letter.kind for letter in letters(app)] == ["already_registered"]


def test_the_initial_password_is_nowhere_in_the_database(app, browser, policy):
    to_203(browser).send(ACCESS)
    assert INITIAL not in repr(tables(app))
    assert PASSWORD != INITIAL


def test_every_number_costs_the_same_work(app, policy, monkeypatch):
    """A2."""
    calls, is_right, is_held = [], issued_passwords.is_right, matching.is_held
    monkeypatch.setattr(issued_passwords, "is_right", lambda *given: calls.append("hash") or is_right(*given))
    monkeypatch.setattr(matching, "is_held", lambda *given: calls.append("held") or is_held(*given))
    for number in (NUMBER, "C999999999"):
        attempt(app, number, "wrong7pw")
    assert calls == ["hash", "held"] * 2


def test_screens_cannot_be_skipped(app, browser, policy):
    browser.open("/okyakusama/easy/")
    run = browser.values["run"]
    browser.open(f"/okyakusama/easy/{run}/access", 410)
    with app.app_context(), read() as session:
        assert session.query(factories.models.RunRow).count() == 0


def test_its_password_is_never_ones_own(app, browser, policy):
    """Decision 38: on 203, nor ever after."""
    own = {"password": INITIAL, "password-again": INITIAL}
    to_203(browser).send({**ACCESS, **own}, 422)
    assert "はじめにお知らせしたパスワード" in browser.errors[1]
    browser.send(ACCESS).send()
    browser.open("/okyakusama/password_change/").send({"current": ACCESS["password"], **own}, 422)
    assert "はじめにお知らせしたパスワード" in browser.errors[1]


def test_tries_at_its_number_from_before_count_for_nothing(app, browser, policy):
    """Decision 36: it is the user ID until the address was confirmed."""
    for _ in range(5):
        log_in(Browser(app.test_client()), NUMBER, "wrong7pass", 422)
    to_205(browser)
    assert log_in(Browser(app.test_client()), NUMBER, ACCESS["password"]).number == 511


def test_whoever_is_locked_out_is_told_the_other_ways_and_the_desk_can_help(app, browser, policy):
    for _ in range(5):
        to_203(browser, 422, initial="wrong7pw")
    to_203(browser, 422)
    assert NO_MORE in browser.errors[1] and "ほかの方法" in browser.errors[1]
    assert app.test_cli_runner().invoke(args=["unlock", "easy", "okyakusama", "Ｃ９００－０００００１"]).exit_code == 0
    assert to_203(browser).number == 203
