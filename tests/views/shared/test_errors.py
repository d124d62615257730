"""What stands in the way, said plainly, with the right status and a way on? (901–909, the pause)"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time

import factories
import pytest
from browser import Browser
from factories import PROFILE
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from ways import cookie, effects, log_in, pressed, to_104, to_722

import models
from domain.accounts import logins, password_hashing
from domain.contracts import agencies
from infra import rate_limits
from infra.database import read
from rules.weekly_pause import WeeklyPause
from views import contracts

JUST_BEFORE = datetime(2026, 11, 29, 16, 59, 59, tzinfo=UTC)
"""Monday 30 November, 01:59:59 in Japan."""
PAUSE = {
    "01:59:59": (JUST_BEFORE, False),
    "02:00:00": (datetime(2026, 11, 29, 17, 0, 0, tzinfo=UTC), True),
    "03:59:59": (datetime(2026, 11, 29, 18, 59, 59, tzinfo=UTC), True),
    "04:00:00": (datetime(2026, 11, 29, 19, 0, 0, tzinfo=UTC), False),
    "Sunday 02:00": (datetime(2026, 11, 28, 17, 0, 0, tzinfo=UTC), False),
    "Tuesday 02:00": (datetime(2026, 11, 30, 17, 0, 0, tzinfo=UTC), False),
}


@pytest.mark.parametrize(("at", "resting"), PAUSE.values(), ids=PAUSE)
@pytest.mark.parametrize(
    "address", ["/okyakusama/login", "/okyakusama/registration/", "/okyakusama/home", "/okyakusama/terms"]
)
def test_the_portal_rests_on_monday_from_two_to_four(app, clock, at, resting, address):
    clock.now = at
    answer = app.test_client().get(address)
    assert (answer.status_code == 503) == resting
    assert ("（画面番号906）" in answer.text) == resting
    if resting:
        seconds = (datetime(2026, 11, 29, 19, 0, 0, tzinfo=UTC) - at).total_seconds()
        assert int(answer.headers["Retry-After"]) == seconds
        assert "午前4時" in answer.text


def test_another_portal_does_not_rest(app, clock, browser):
    clock.now = PAUSE["02:00:00"][0]
    assert browser.open("/keiyakusha/login").number == 502
    assert browser.open("/").number == 1


def test_the_pages_of_the_pause_look_as_they_should(app, clock, browser):
    clock.now = PAUSE["02:00:00"][0]
    assert browser.open("/okyakusama/login", 503).response.headers["Cache-Control"] == "no-store"
    assert app.test_client().get("/static/customers.css").status_code == 200


@pytest.mark.parametrize(("minutes", "told"), [(121, False), (119, True), (6, True)])
def test_the_pause_is_announced_two_hours_before(browser, clock, minutes, told):
    clock.now = PAUSE["02:00:00"][0]
    clock.forward(minutes=-minutes)
    browser.open("/okyakusama/login")
    said = "本日午前2時からメンテナンスを行います。午前1時55分までにお手続きを完了してください。"
    assert (said in browser.page.get_text()) == told


def test_a_pause_of_any_hours_is_told_as_one_says_it(app, browser, clock, monkeypatch):
    """906, 102 and 121, from the settings: never 「午前20時」 (E-28)."""
    portal = app.extensions["portals"]["okyakusama"]
    pause = WeeklyPause("日", time(20), time(22, 20))
    monkeypatch.setitem(app.extensions["portals"], "okyakusama", replace(portal, pause=pause))
    said = "毎週日曜日の午後8時から午後10時20分まで"
    for path in ("login", "terms"):
        assert f"{said}を除き、いつでもご利用いただけます" in browser.open(f"/okyakusama/{path}").page.get_text()
    clock.now = datetime(2026, 11, 29, 11, 0, tzinfo=UTC)
    told = browser.open("/okyakusama/login", 503).page.get_text()
    assert f"{said}は、ご利用いただけません。午後10時20分以降にもう一度" in told


@pytest.mark.parametrize(
    ("at", "says", "not_said"),
    [("19:59", "次は、11月27日（金）9:00から受け付けます", "お急ぎ"), ("16:59", "お急ぎのとき", "受け付けます")],
)
def test_a_problem_says_when_somebody_answers_the_telephone(browser, clock, at, says, not_said):
    hour, minute = map(int, at.split(":"))
    clock.now = datetime(2026, 11, 26, hour - 9, minute, tzinfo=UTC)
    told = browser.open("/okyakusama/nonsense", 404).page.main.get_text()
    assert says in told and not_said not in told


def test_answers_are_kept_over_the_pause(app, browser, clock):
    clock.now = JUST_BEFORE
    address = to_104(browser).url
    clock.forward(minutes=60)
    before = effects(app)
    assert browser.open(address, 503).number == 906
    assert effects(app) == before
    clock.now = PAUSE["04:00:00"][0]
    clock.forward(minutes=29)
    assert browser.open(address).summary["契約者氏名"] == "髙﨑 𠮷乃"
    assert browser.send().number == 105


def test_what_is_sent_during_the_pause_is_there_afterwards(app, browser, clock):
    clock.now = JUST_BEFORE
    to_104(browser).change("キーワード")
    address, sent = browser.url, pressed(browser)
    clock.forward(minutes=5)
    answer = browser.client.post(sent[0], data={**sent[1], "keyword": "Tsubaki8"})
    assert answer.status_code == 503
    clock.now = PAUSE["04:00:00"][0]
    assert browser.open(address).values["keyword"] == "Tsubaki8"


def test_nothing_is_committed_during_the_pause(app, browser, clock):
    clock.now = JUST_BEFORE
    action, data = pressed(to_104(browser))
    clock.forward(seconds=1)
    before = effects(app)
    assert browser.client.post(action, data=data).status_code == 503
    assert effects(app) == before


def test_a_login_is_not_tried_during_the_pause(app, browser, clock):
    clock.now = JUST_BEFORE
    browser.open("/okyakusama/login")
    action, data = pressed(browser)
    clock.forward(seconds=1)
    assert browser.client.post(action, data={**data, "user_id": "a@example.jp", "password": "x"}).status_code == 503
    assert effects(app)["attempts"] == []


@pytest.mark.parametrize(
    "address",
    ["/nonsense", "/okyakusama/nonsense", "/keiyakusha/nonsense", "/okyakusama/registration/x/y/z", "/okyakusama/%00"],
)
def test_what_is_not_there_is_907_with_a_way_on(browser, address):
    browser.open(address, 404)
    assert browser.number == 907
    assert browser.page.select("main a")


def test_too_large_is_909_and_says_what_to_do(app, browser):
    browser.open("/okyakusama/registration/")
    action, data = pressed(browser)
    answer = browser.client.post(action, data={**data, **PROFILE, "employee": "1" * 300_000})
    browser._arrive(answer, 413)
    assert browser.number == 909
    assert browser.follow("前の画面へ戻る").number == 103


def test_our_fault_is_908_with_a_number_and_tells_nothing_of_the_inside(app, browser, monkeypatch, caplog):
    def fail(portal):
        raise ValueError(factories.PROFILE["email"])

    monkeypatch.setitem(app.view_functions, "account.login", fail)
    browser.open("/okyakusama/login", 500)
    assert browser.number == 908
    number = browser.page.select_one(".receipt-no dd").get_text().replace(" ", "")
    assert number in caplog.text and "ValueError" in caplog.text and "in fail" in caplog.text
    assert factories.PROFILE["email"] not in caplog.text
    assert "ValueError" not in browser.response.text
    assert "Traceback" not in browser.response.text


def test_hashing_too_much_at_once_is_503_with_retry_after(app, browser, monkeypatch):
    """O13."""

    def busy(*_):
        raise password_hashing.HashingOverloaded

    monkeypatch.setattr(app.extensions["hasher"], "check", busy)
    log_in(browser, status=503)
    assert browser.number == 905
    assert int(browser.response.headers["Retry-After"]) > 0


def test_too_often_is_905_with_retry_after(app, browser, monkeypatch):
    monkeypatch.setitem(rate_limits.LIMITS, "login", rate_limits.Limit("1 per hour", "100 per hour"))
    log_in(browser, status=422)
    log_in(browser, status=429)
    assert browser.number == 905
    assert browser.page.select_one("main a[data-before]")["href"] == "/okyakusama/login"
    assert 3590 < int(browser.response.headers["Retry-After"]) <= 3600


def test_a_form_without_its_token_that_cannot_be_shown_again_says_so(app, browser):
    with app.app_context():
        factories.account(app)
    log_in(browser)
    browser._arrive(browser.client.post("/okyakusama/logout"), 400)
    assert browser.page.select("main a")


def test_what_a_customer_sends_after_their_login_ran_out_leads_to_901_and_on(app, browser, clock):
    """E-25."""
    with app.app_context():
        factories.account(app)
    to_722(log_in(browser))
    clock.forward(minutes=31)
    browser.open(browser.url, 403)
    assert browser.number == 901
    browser.follow("ログインする")
    browser.send({"user_id": "yoshino.t@example.jp", "password": factories.PASSWORD})
    assert browser.number == 722


def test_no_problem_page_sets_up_a_session(app):
    """Nothing is remembered of who only met a wall."""
    for address in ("/okyakusama/nonsense", "/okyakusama/keyword", "/okyakusama/terms"):
        browser = Browser(app.test_client())
        browser.client.get(address)
        held = cookie(browser.client)
        assert held is None or "visitor" not in held.value


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(app, method):
    assert getattr(app.test_client(), method)("/okyakusama/login").status_code == 405


def test_when_the_database_is_away_the_page_says_so_in_our_words(app, browser, monkeypatch, caplog):
    """W27, E-36: the page of the failure asks for nothing that failed."""
    log_in_as_customer(app, browser)

    @contextmanager
    def away():
        raise OperationalError(PROFILE["holder-family"], PROFILE, Exception("no route"))
        yield

    for module in (agencies, logins, contracts):
        monkeypatch.setattr(module, "read", away)
    browser.open("/okyakusama/renewals", 500)
    assert browser.number == 908
    assert "OperationalError" in caplog.text
    assert PROFILE["email"] not in caplog.text and PROFILE["holder-family"] not in caplog.text


def log_in_as_customer(app, browser):
    with app.app_context():
        factories.agency()
        factories.account(app)
    browser.open("/okyakusama/agencies/A1000")
    return log_in(browser)


def test_a_customer_can_log_out_while_the_portal_rests(app, browser, clock):
    clock.now = JUST_BEFORE
    log_in_as_customer(app, browser)
    form = browser.page.select_one("form[action$='/logout']")
    clock.now = PAUSE["02:00:00"][0]
    assert browser.client.post(form["action"], data=browser.standing(form)).status_code == 303
    with app.app_context(), read() as session:
        assert session.scalars(select(models.Login.ended_at)).one() == clock.now


def test_a_wrong_way_to_ask_is_our_page_too(browser):
    assert browser.open("/okyakusama/registration/run/profile/extend", 405).number == 907
