"""Does スマ保 lead where its buttons say, by the login where one is needed, and is it only where it is offered?"""

from pathlib import Path

import pytest
from factories import PASSWORD, account
from flask import url_for
from ways import log_in

ROOT = Path(__file__).parents[2]
TOP, SUPPORT = "/okyakusama/app/", "/okyakusama/app/accident"
USER_ID = "yoshino.t@example.jp"
WITH_CODE, WITHOUT = "手続コード/初回パスワードをお持ちの方", "手続コード/初回パスワードをお持ちでない方"


@pytest.fixture
def customer(app):
    with app.app_context():
        return account(app)


def address_of(app, endpoint):
    with app.test_request_context():
        return url_for(endpoint, portal=app.extensions["portals"]["okyakusama"])


def sections(browser):
    return [each.text for each in browser.page.select("main h2")]


def test_the_top_page_has_large_buttons_for_contracts_and_accidents(browser):
    tiles = browser.open(TOP).page.select(".tile")
    assert [each.b.text for each in tiles] == ["契約確認・変更", "事故サポート"]
    assert (browser.number, browser.heading) == (811, "スマ保")
    assert browser.follow("事故サポート").number == 812
    assert browser.heading == "事故サポートメニュー"
    assert [each.b.text for each in browser.page.select(".tile")] == ["事故の画像を送る"]
    assert browser.follow("スマ保 TOPページへ戻る").number == 811


def test_who_has_registered_comes_to_511_through_the_login(browser, customer):
    assert browser.open(TOP).follow("契約確認").number == 102
    assert browser.send({"user_id": USER_ID, "password": PASSWORD}).number == 511
    assert browser.open(TOP).follow("契約確認").number == 511


def test_and_to_the_pictures_of_accidents(app, browser, customer):
    there = address_of(app, "photos.accidents")
    assert browser.open(SUPPORT).follow("事故の画像を送る").number == 102
    assert browser.url == f"/okyakusama/login?next={there}"
    assert browser.send({"user_id": USER_ID, "password": PASSWORD}).url == there
    assert browser.open(SUPPORT).follow("事故の画像を送る").url == there


@pytest.mark.parametrize(("words", "number"), [(WITH_CODE, 201), (WITHOUT, 301)])
def test_who_has_not_registered_does_so_by_what_is_at_hand(browser, words, number):
    browser.open(TOP)
    assert "今すぐ登録する" in sections(browser)
    assert [each.text for each in browser.page.select("#register ~ .btn")] == [WITH_CODE, WITHOUT]
    assert browser.follow(words).number == number


def test_who_is_logged_in_is_not_asked_to_register(browser, customer):
    assert "今すぐ登録する" not in sections(log_in(browser).open(TOP))
    assert not browser.page.select("nav.tabs")
    assert "利用登録が必要です" not in browser.open(SUPPORT).text


def test_a_portal_shows_the_ways_to_register_that_it_has(make_app, sqlite_url, tmp_path):
    portals = tmp_path / "portals.toml"
    portals.write_text((ROOT / "portals.toml").read_text().replace('"temporary", "first_password",', ""))
    page = make_app(sqlite_url, PORTALS_FILE=str(portals)).test_client().get(TOP).text
    assert "お持ちの方" in page and "お持ちでない方" not in page


def test_812_says_whom_to_ask_and_invents_no_number(app, browser):
    browser.open(SUPPORT)
    portal = app.extensions["portals"]["okyakusama"]
    assert "お客さまの事故の担当者へお問い合わせください" in browser.text
    calls = {link["href"].removeprefix("tel:") for link in browser.page.select("main a[href^='tel:']")}
    assert calls == {contact.phone.replace("-", "") for contact in portal.contacts}


def test_every_page_of_the_portal_tells_how_it_is_installed(browser):
    for page in ("login", "terms", "app/", "nowhere"):
        head = browser.open(f"/okyakusama/{page}", 404 if page == "nowhere" else 200).page.head
        assert head.select_one("[rel=manifest]")["href"] == "/okyakusama/app/manifest.webmanifest"
        assert head.select_one("[name=theme-color]")["content"] == "#00316a"
        assert head.select_one("[name=apple-mobile-web-app-title]")["content"] == "スマ保"


def test_only_its_own_pages_bring_what_answers_without_a_connection(browser):
    for page in (TOP, SUPPORT):
        assert browser.open(page).page.select_one("[data-worker]")["data-worker"] == "/okyakusama/service-worker.js"
    assert not browser.open("/okyakusama/login").page.select("[data-worker]")


def test_a_portal_that_takes_no_pictures_has_none_of_it(browser):
    for page in ("app/", "app/accident", "app/offline", "app/manifest.webmanifest"):
        browser.open(f"/keiyakusha/{page}", 404)
    assert not browser.page.select("[rel=manifest]")
    assert not {811, 812} & {int(row.text) for row in browser.open("/keiyakusha/screens").page.select("main .num")}
    assert "事故サポートメニュー" in browser.open("/okyakusama/screens").text


def test_icons_for_browsers_that_take_no_drawing_are_on_every_page(browser):
    for page in ("/", "/keiyakusha/login"):
        for link in browser.open(page).page.select("[rel='icon'][sizes], [rel='apple-touch-icon']"):
            answer = browser.client.get(link["href"])
            assert (answer.status_code, answer.mimetype) == (200, "image/png")
        assert len(browser.page.select("[rel='icon'], [rel='apple-touch-icon']")) == 3
