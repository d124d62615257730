"""Is nobody let in by a password alone where a call is asked for, and nobody by a call alone? 503, 505."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import factories
import pytest
from browser import Browser
from factories import PASSWORD
from sqlalchemy import select
from ways import NEW, call, letters, log_out, plain, pressed, shown_on_503, tables, to_405, to_503

import models
from domain.accounts import credentials, logins
from infra.database import read, write
from rules.phone_verification import Mode
from views.wizard import run_ownership
from wizards.engine.access import AccessDenied, AccessRequest, Reason
from wizards.engine.definition import WaitState, Watched
from wizards.verification import PASSWORD as PASSWORD_CHANGED
from wizards.verification import TIME, heard, waiting_browser

OWN, LANDLINE, WITHHELD = "+819012345678", "0312345678", None


@pytest.fixture
def customer(app, clock):
    with app.app_context():
        factories.agency()
        made = factories.caller(app)
    clock.forward(seconds=1)
    return made


@pytest.fixture
def waiting(customer, browser, clock):
    """A browser on 503."""
    to_503(browser)
    clock.forward(seconds=20)
    return browser


def state(browser):
    return browser.client.get(browser.page.select_one("[data-wait]")["data-wait"]).text


def is_in(browser):
    return browser.client.get("/keiyakusha/home").status_code == 200


def required(app, **different):
    """The portal asks everybody for a call."""
    served = app.extensions["portals"]
    asked = replace(served["keiyakusha"].phone_verification, **{"mode": Mode.REQUIRED, "starts_on": None, **different})
    served["keiyakusha"] = replace(served["keiyakusha"], phone_verification=asked)


def test_the_password_alone_leads_to_the_wait_and_lets_nobody_in(waiting):
    assert waiting.number == 503
    assert "お電話をお待ちしています。" in waiting.text
    assert "090-****-5678" in waiting.text and "1234" not in waiting.text
    assert not is_in(waiting)


def test_the_number_can_be_called_by_a_link_and_read_by_a_telephone(waiting):
    shown = shown_on_503(waiting)
    assert shown in ("03-0000-0100", "03-0000-0200")
    digits = shown.replace("-", "")
    links = [link["href"] for link in waiting.page.select("main a[href^=tel]")]
    assert links == [f"tel:+81{digits[1:]}", f"tel:186{digits}", "tel:0300000000"]
    assert waiting.page.select_one("figure svg.qr path")
    assert not re.search(r"<svg[^>]*style|<path[^>]*style", str(waiting.page))


def test_the_call_of_the_customer_lets_this_browser_in(app, waiting):
    assert state(waiting) == "pending"
    assert call(app, OWN, shown_on_503(waiting)) == "confirmed"
    assert state(waiting).startswith("confirmed")
    assert not is_in(waiting)
    waiting.open(waiting.url)
    assert "お電話を確認しました。" in waiting.text
    assert waiting.send().number == 504
    assert "/keiyakusha/home" in waiting.url
    with app.app_context(), read() as session:
        [event] = session.scalars(select(models.Event).where(models.Event.kind == "logged in"))
        assert event.screen == 503


def test_the_button_before_the_call_says_that_nothing_was_heard(waiting):
    assert waiting.page.title.text.startswith("電話番号による本人認証") and not waiting.page.select("[data-focus]")
    assert waiting.send().number == 503
    assert "まだお電話を確認できていません。" in waiting.page.select_one("[data-focus]").text
    assert waiting.page.title.text.startswith("お知らせ：電話番号による本人認証")


def test_where_one_wanted_to_go_one_gets_after_the_call(app, customer, browser, clock):
    browser.open("/keiyakusha/contracts").send({"user_id": "SKR6473N", "password": PASSWORD})
    clock.forward(seconds=5)
    call(app, OWN, shown_on_503(browser))
    assert browser.send().number == 602


@pytest.mark.parametrize(
    ("caller", "told"),
    [
        (WITHHELD, "先頭に「186」を付けて、もう一度おかけください。"),
        (LANDLINE, "ご登録の電話番号とは別の固定電話の番号から"),
        ("08098765432", "ご登録の電話番号とは別の携帯電話の番号から"),
        ("05012345678", "050から始まる番号からでした。"),
        ("0120123456", "通話料無料の番号（0120・0800）からでした。"),
        ("0570012345", "0570などの特別な番号からでした。"),
        ("+12025550123", "海外の番号など、本人認証に使えない番号からでした。"),
    ],
)
def test_another_call_is_told_by_its_kind_and_the_right_one_after_it_lets_in(app, waiting, caller, told, clock):
    number = shown_on_503(waiting)
    before = state(waiting)
    assert call(app, caller, number) in ("withheld", "another")
    assert state(waiting) != before and state(waiting).startswith("refused")
    waiting.send()
    assert told in waiting.text
    assert not caller or caller[-8:] not in waiting.response.text
    clock.forward(seconds=10)
    assert call(app, OWN, number) == "confirmed"
    assert waiting.send().number == 504


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        (
            ("mobile", "landline"),
            "ご登録の固定電話か携帯電話（090・080・070・060）の番号から、もう一度おかけください。",
        ),
        (("mobile",), "ご登録の携帯電話（090・080・070・060）の番号から、もう一度おかけください。"),
    ],
)
@pytest.mark.parametrize("caller", ["05012345678", "+12025550123"])
def test_of_a_kind_that_is_none_it_is_told_which_are(app, waiting, caller, kinds, told):
    required(app, kinds=kinds)
    call(app, caller, shown_on_503(waiting))
    assert told in waiting.send().text
    assert waiting.page.select_one("[data-heard]").text.count("番号から、もう一度おかけください。") == 1


def test_a_second_call_within_a_minute_is_told_apart(app, waiting, clock):
    told = []
    for _ in range(2):
        clock.forward(seconds=5)
        call(app, WITHHELD, shown_on_503(waiting))
        told.append(waiting.open(waiting.url).page.select_one("[data-heard] b").text)
    assert [each[:9] for each in told] == ["12時00分26秒", "12時00分31秒"]


def test_who_has_the_number_no_more_is_told_whom_to_call(waiting):
    [line] = [each for each in waiting.page.select("main p") if "お使いになれない方は" in each.text]
    assert "ヘルプデスク（03-0000-0000）へお電話ください。" in line.text and line.a["href"] == "tel:0300000000"


def test_a_call_to_another_of_the_numbers_is_told_so(app, waiting):
    other = {"03-0000-0100": "03-0000-0200", "03-0000-0200": "03-0000-0100"}[shown_on_503(waiting)]
    assert call(app, OWN, other) == "another"
    assert "下の番号とは別の番号におかけになっています。" in waiting.open(waiting.url).text


def test_after_five_minutes_it_is_over(app, waiting, clock):
    number = shown_on_503(waiting)
    clock.forward(minutes=5)
    assert state(waiting) == f"expired {TIME}"
    assert call(app, OWN, number) == "another"
    waiting.open(waiting.url)
    assert "お電話での確認の時間が過ぎました。" in waiting.text
    assert waiting.page.select_one("main form") is None
    assert waiting.page.title.text.startswith("受付終了：")
    assert waiting.page.select_one("[data-heard] > [data-focus]") and waiting.page.select_one(".steps") is None
    assert waiting.follow("もう一度ログインする").number == 502


def test_two_browsers_end_each_other_and_nothing_opens_for_five_minutes(app, waiting, another_browser, clock):
    """Decision 22."""
    number = shown_on_503(waiting)
    assert "どちらのログインも取りやめました。" in to_503(another_browser).text
    assert "どちらのログインも取りやめました。" in waiting.open(waiting.url).text
    assert call(app, OWN, number) == "another"
    assert [letter.kind for letter in letters(app)] == ["logins_voided"]
    assert "しばらくのあいだ、この電話番号ではログインできません。" in to_503(waiting).text
    clock.forward(minutes=5)
    barred = waiting.open(waiting.url).page.select_one("[data-heard]").text
    assert "もう一度ログインしていただけます" in barred and "しばらくのあいだ" not in barred and "分から" not in barred
    assert "お電話をお待ちしています。" in to_503(waiting).text
    assert [letter.kind for letter in letters(app)] == ["logins_voided"]


def test_the_same_browser_begins_anew(app, waiting, clock):
    former = waiting.url
    to_503(waiting)
    clock.forward(seconds=5)
    assert call(app, OWN, shown_on_503(waiting)) == "confirmed"
    assert waiting.send().number == 504
    assert waiting.open(former, 410).number == 901
    assert waiting.follow("ログイン中の画面へ進む").number == 504


def test_a_password_that_was_changed_meanwhile_lets_nobody_in(app, customer, waiting):
    call(app, OWN, shown_on_503(waiting))
    with app.app_context(), write() as session:
        credentials.set_password(session.get(models.Account, customer.id), "another hash")
    assert state(waiting) == f"expired {PASSWORD_CHANGED}"
    waiting.send()
    assert "新しいパスワードで、もう一度ログインしてください。" in waiting.text
    assert waiting.follow("もう一度ログインする").number == 502
    assert not is_in(waiting)


def test_another_browser_with_the_address_sees_nothing_and_gets_nowhere(app, waiting, another_browser):
    call(app, OWN, shown_on_503(waiting))
    another_browser.open("/keiyakusha/login")
    answer = another_browser.client.get(waiting.url)
    assert answer.status_code == 410
    token = another_browser.standing(another_browser.form)["csrf_token"]
    assert another_browser.client.post(waiting.url, data={"csrf_token": token}).status_code == 410


def test_its_own_address_leads_to_the_login(browser):
    answer = browser.client.get("/keiyakusha/verification/")
    assert (answer.status_code, answer.location) == (303, "/keiyakusha/login")


def test_asking_what_became_of_it_is_no_sign_of_life_and_writes_nothing(app, waiting, clock):
    before = tables(app)
    clock.forward(minutes=2)
    state(waiting)
    assert tables(app) == before


@pytest.mark.parametrize("phone", ["", "050-1234-5678", "0120-000-123", "+1 202 555 0123"])
def test_without_a_number_that_can_verify_the_login_ends_on_505(app, browser, phone):
    with app.app_context():
        factories.agency()
        factories.caller(app, phone=phone)
    assert to_503(browser).number == 505
    assert not is_in(browser)


def test_everybody_is_asked_from_the_portals_day_on(app, browser, clock):
    required(app, starts_on=date(2026, 11, 25))
    with app.app_context():
        factories.agency()
        factories.caller(app, call_required=False)
    assert to_503(browser).number == 504
    log_out(browser)
    clock.forward(days=1)
    assert to_503(browser).number == 503


def test_a_link_by_mail_does_not_stand_for_the_call(app, browser):
    """ASVS 6.6.1: what resets the password logs in nobody who would have to call."""

    with app.app_context():
        factories.agency()
        factories.caller(app, user_id="KMA7482X")
    to_405(browser, app, "keiyakusha").send(NEW).send()
    assert browser.number == 406
    assert "続けて、新しいパスワードでログインしてください。" in browser.text
    assert not is_in(browser)
    assert to_503(browser, "KMA7482X", NEW["password"]).number == 503


def test_an_issued_password_is_changed_after_the_call(app, browser, clock):
    with app.app_context():
        factories.agency()
        made = factories.caller(app)
        with write() as session:
            kept = session.get(models.Account, made.id)
            credentials.issue_password(session, app.extensions["keyring"], kept, "Ymd8Kkn3")
    to_503(browser, password="Ymd8Kkn3")
    clock.forward(seconds=5)
    call(app, OWN, shown_on_503(browser))
    assert browser.send().number == 711


def test_who_was_no_login_of_this_browser_is_sent_to_log_in(app, context):
    visit = AccessRequest(app.extensions["portals"]["keiyakusha"], factories.NOW, "mark", subject="nothing")
    with pytest.raises(AccessDenied) as denied:
        waiting_browser(visit)
    assert denied.value.why is Reason.ANEW
    assert heard(Watched(visit.portal, "run", "nothing", factories.NOW)).state is WaitState.EXPIRED


def test_a_wrong_password_shows_the_same_whoever_it_is_and_whatever_number_they_have(app, clock):
    """Rows A1 and A2: neither the page nor the work tells who would have to call, or could."""
    with app.app_context():
        factories.agency()
        factories.caller(app)
        factories.caller(app, "MKR6473N", phone="")
        factories.caller(app, "NKR6473N", phone="03-1234-5678", call_required=False)
    pages = set()
    for user_id in ("SKR6473N", "MKR6473N", "NKR6473N", "XKR6473N"):
        other = Browser(app.test_client()).open("/keiyakusha/login")
        other.send({"user_id": user_id, "password": "wrong1Pass"}, 422)
        pages.add(plain(other.response.text).replace(user_id, ""))
    assert len(pages) == 1


def test_what_was_typed_over_an_ended_login_is_there_after_the_call(app, customer, browser, clock):
    """Row W20, decision 3."""
    log_in_by_call(app, browser, clock)
    browser.open("/keiyakusha/address_change/")
    clock.forward(minutes=31)
    typed = {"email": "other@example.jp", "email-again": "other@example.jp"}
    browser.send(typed, 403).follow("ログインする")
    browser.send({"user_id": "SKR6473N", "password": PASSWORD})
    clock.forward(seconds=5)
    call(app, OWN, shown_on_503(browser))
    assert browser.send().number == 701
    assert browser.values["email"] == "other@example.jp"


def log_in_by_call(app, browser, clock):
    to_503(browser)
    clock.forward(seconds=5)
    call(app, OWN, shown_on_503(browser))
    assert browser.send().number == 504


def test_a_second_press_of_the_login_is_the_same_browser(app, customer, browser, clock):
    """Also where the first answer got lost, with the cookie in it (decision 22)."""
    browser.open("/keiyakusha/login")
    action, data = pressed(browser)
    sent = {**data, "user_id": "SKR6473N", "password": PASSWORD}
    for _ in range(2):
        again = app.test_client()
        again._cookies.update(browser.client._cookies)
        last = Browser(again)
        last._arrive(again.post(action, data=sent, follow_redirects=True), 200)
    assert "お電話をお待ちしています。" in last.text
    assert letters(app) == []
    clock.forward(seconds=5)
    assert call(app, OWN, shown_on_503(last)) == "confirmed"


def test_who_was_in_and_out_here_is_the_same_browser_still(app, customer, browser, clock):
    with app.app_context():
        factories.account(app, "keiyakusha", "KMA7482X")
    to_503(browser, "KMA7482X")
    to_503(browser)
    log_out(browser.open("/keiyakusha/home"))
    assert "お電話をお待ちしています。" in to_503(browser).text


def test_nobodys_name_stands_over_the_wait(app, customer, browser):
    """Whoever is in at this browser: the login that waits is somebody else's."""
    with app.app_context():
        factories.account(app, "keiyakusha", "KMA7482X")
    assert to_503(browser, "KMA7482X").number == 504
    to_503(browser)
    assert browser.number == 503
    assert "様" not in browser.text and browser.page.select_one(".who") is None


def test_the_press_of_the_button_is_good_for_a_minute_and_no_longer(app, waiting, clock):
    """A call counts once (screens.md section 6)."""
    before, (action, data) = dict(waiting.client._cookies), pressed(waiting)
    call(app, OWN, shown_on_503(waiting))
    waiting.send()

    def again():
        kept = app.test_client()
        kept._cookies.update(before)
        return kept.post(action, data=data)

    assert again().status_code == 303
    clock.forward(seconds=61)
    assert again().location != "/keiyakusha/home"


def test_a_wait_that_is_gone_is_told_as_such(app, waiting, another_browser):
    another_browser.open(waiting.url, 410)
    assert another_browser.number == 901
    assert "30分" not in another_browser.text
    assert another_browser.follow("ログインへ進む").number == 502


@pytest.mark.parametrize("early", ["two at once", "barred"])
def test_where_one_has_to_wait_the_way_on_is_not_the_main_button(waiting, another_browser, early):
    to_503(another_browser)
    if early == "barred":
        to_503(another_browser)
    assert another_browser.page.select_one("main .btn--p") is None
    assert another_browser.follow("「パスワードをお忘れの方」").number == 402


def test_the_letter_says_from_where_the_second_login_came(app, waiting, another_browser):
    """Row A21."""
    to_503(another_browser)
    [letter] = letters(app)
    assert "接続元：127.0.0.1" in letter.text and "お客さまに入力いただいた内容" not in letter.text


@pytest.fixture
def others(app, customer):
    """Another customer, with another telephone."""
    with app.app_context():
        return factories.caller(app, "KMA7482X", phone="080-1111-2222", email="another@example.jp")


def let_in(app, browser, clock, user_id="SKR6473N", caller=OWN):
    """Log in with a call."""
    to_503(browser, user_id)
    clock.forward(seconds=5)
    assert call(app, caller, shown_on_503(browser)) == "confirmed"
    return browser.send()


def logins_of(app, account):
    with app.app_context(), read() as session:
        wanted = select(models.Login).where(models.Login.account_id == account.id)
        return session.scalars(wanted.order_by(models.Login.created_at)).all()


def test_who_logs_in_at_the_same_browser_meanwhile_has_nothing_of_it(app, clock, browser, another_browser, others):
    """Nor has their other device: a call lets in one browser, that of who gave the password. And nobody calls in vain:
    the page of the former says that it is over."""
    to_503(browser, "KMA7482X")
    theirs, number, (action, data) = browser.url, shown_on_503(browser), pressed(browser)
    asks_at = browser.page.select_one("[data-wait]")["data-wait"]
    clock.forward(seconds=5)
    assert let_in(app, browser, clock).number == 504
    assert "途中のお手続き" not in browser.text
    assert browser.client.get(asks_at).text == "expired replaced"
    assert call(app, "+818011112222", number) == "another"
    for each in (browser, let_in(app, another_browser, clock)):
        token = each.page.select_one("[name=csrf_token]")["value"]
        assert "あとから、このブラウザーでログインの操作がありました" in each.open(theirs, 410).text
        each.client.post(action, data={**data, "csrf_token": token})
        assert "KMA7482X" not in each.open("/keiyakusha/my-page").text
    assert logins_of(app, others) == []


def test_who_logs_out_there_ends_what_waits_there(app, clock, browser, others):
    let_in(app, browser, clock)
    clock.forward(seconds=1)
    other_tab = Browser(browser.client)
    to_503(other_tab, "KMA7482X")
    log_out(browser.open("/keiyakusha/home"))
    assert state(other_tab) == "expired logged out"
    assert other_tab.open(other_tab.url, 410).number == 901


def test_who_was_in_already_has_a_new_login_after_the_call(app, clock, browser, customer):
    """ASVS 7.2.4: as without a call."""
    let_in(app, browser, clock)
    clock.forward(minutes=20)
    assert let_in(app, browser, clock).number == 504
    first, second = logins_of(app, customer)
    assert first.ended_at is not None and second.ended_at is None
    assert second.created_at - first.created_at > timedelta(minutes=20)
    clock.forward(minutes=29)
    assert is_in(browser)


@pytest.mark.parametrize("again", [False, True])
def test_nobody_is_let_in_where_another_password_was_set_after_the_button(app, waiting, customer, monkeypatch, again):
    """Also where the press is sent again because its answer never came."""
    call(app, OWN, shown_on_503(waiting))
    action, data = pressed(waiting)
    really = run_ownership.log_in_after

    def first(*committed):
        with app.app_context(), write() as session:
            credentials.set_password(session.get_one(models.Account, customer.id), "another")
        if again:
            raise SystemExit
        really(*committed)

    with monkeypatch.context() as meanwhile, suppress(SystemExit):
        meanwhile.setattr(run_ownership, "log_in_after", first)
        waiting.client.post(action, data=data)
    if again:
        waiting.client.post(action, data=data)
    assert not is_in(waiting) and logins_of(app, customer) == []


@pytest.mark.parametrize("called", [False, True])
def test_a_logout_everywhere_ends_the_wait_too(app, waiting, called):
    if called:
        call(app, OWN, shown_on_503(waiting))
    said = app.test_cli_runner().invoke(args=["logout", "keiyakusha", "SKR6473N"])
    assert said.output == "Logins ended: 1.\n"
    assert state(waiting) == "expired logged out"
    assert "ログアウトの操作がありました" in waiting.send().text
    assert not is_in(waiting)


def test_a_logout_of_one_device_ends_no_wait(app, clock, waiting, customer):
    with app.app_context():
        login = logins.begin(customer.id, "a device", clock()).login
        with write() as session:
            assert logins.end_of(session, customer.id, only=login.id) == 1
    assert state(waiting) == "pending"


def test_it_is_shown_to_the_browser_that_gave_the_password_alone(app, waiting):
    with app.app_context(), read() as session:
        row = session.scalars(select(models.WaitingLogin)).one()
    visit = AccessRequest(app.extensions["portals"]["keiyakusha"], factories.NOW, "mark", subject=row.id)
    with app.app_context():
        assert waiting_browser(replace(visit, browser=row.browser)).registered == ("090-****-5678",)
        for another in (replace(visit, browser="another"), replace(visit, browser="")):
            with pytest.raises(AccessDenied) as away:
                waiting_browser(another)
            assert away.value.why is Reason.ANEW


def test_from_where_a_login_came_is_told_to_nobody_else(app, waiting, another_browser):
    """Two customers may share a number."""
    with app.app_context():
        factories.caller(app, "KMA7482X", email="another@example.jp")
    to_503(another_browser, "KMA7482X")
    told = {letter.address: "接続元" in letter.text for letter in letters(app)}
    assert told == {"yoshino.t@example.jp": False, "another@example.jp": True}


def test_who_logs_in_and_out_elsewhere_ends_nothing_here(app, clock, waiting, another_browser, others):
    let_in(app, another_browser, clock, "KMA7482X", "+818011112222")
    assert state(waiting) == "pending"
    log_out(another_browser)
    assert state(waiting) == "pending"
