"""Is every numbered screen of every portal shown as it is, inert, apart from every customer and without a trace?"""

import logging
from datetime import date
from pathlib import Path

import factories
import pytest
from bs4 import BeautifulSoup
from practising import NEVER_SHOWN, SCREENS
from ways import at_once, tables

from infra import rate_limits
from views.practice import counter, ways
from views.practice.visitor import Lost

MARKER = "漆黒丸"

# Named by the tab that leads there, or by the part of a contract that is changed.
CALLED_BY_ITS_TAB = (602, 604, 700)


@pytest.mark.parametrize(("portal", "number", "title"), SCREENS, ids=lambda each: str(each))
def test_each_screen_is_shown_and_nothing_on_it_works(take, portal, number, title):
    screen = take(portal, number)
    assert (screen is None) == ((portal, number) in NEVER_SHOWN)
    if screen is None:
        return
    page = BeautifulSoup(screen.page, "html.parser")
    if number == 106:
        assert "初回利用登録に関するご案内" in page.title.text and "【キーワード】" in page.text
    else:
        assert page.select_one("header .screen-no dd").get_text() == f"{number:03d}"
        assert (
            f"{title}（画面番号{number:03d}）｜" in page.title.text.removeprefix("エラー：")
            or number in CALLED_BY_ITS_TAB
        )
    assert page.body.has_attr("inert")
    assert not page.select(
        "form, script, iframe, object, base, [onclick], [type=hidden], [autofocus], [contenteditable]"
    )
    assert not page.select("a[href], [action], [formaction], [target], button:not([type=button])")
    assert not page.select("[name]:not(meta)")
    for tag in page.select("img, link"):
        assert tag.get("src", tag.get("href", "")).startswith(("/static/", "data:image/jpeg;base64,/9j/"))
    assert len(page.select("h1")) == (0 if number == 106 else 1)


def test_it_bears_the_day_of_today_and_of_tomorrow_tomorrow(make_app, sqlite_url, clock):
    app = make_app(sqlite_url)
    with app.app_context():
        portal = app.extensions["portals"]["okyakusama"]
        assert "2026年11月24日 10:00" in counter.of_app().screen(portal, 606).page
        clock.forward(days=1)
        assert "2026年11月25日 10:00" in counter.of_app().screen(portal, 606).page


def test_no_screen_depends_on_which_was_asked_for_before(make_app, sqlite_url):
    pages = []
    for before in ((), (614, 606, 712, 904, 902)):
        app = make_app(sqlite_url)
        with app.app_context():
            portal = app.extensions["portals"]["okyakusama"]
            for number in before:
                counter.of_app().screen(portal, number)
            pages.append([counter.of_app().screen(portal, number).page for number in (102, 602, 603, 622)])
    assert pages[0] == pages[1]


def test_it_knows_no_customer_and_no_customer_comes_to_harm(app, browser, caplog):
    """Neither rows nor letters, neither limits nor the log."""
    with app.app_context():
        factories.held(app, holder_name=f"{MARKER}　一", location=f"{MARKER}町")
        before = tables(app)
        portal = app.extensions["portals"]["okyakusama"]
        caplog.clear()
        shown = [counter.of_app().screen(portal, number).page for number in (102, 602, 603, 607, 614, 904, 903)]
        assert not any(MARKER in page for page in shown)
        assert tables(app) == before
        assert rate_limits.are_on()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert browser.open("/okyakusama/login").number == 102


def test_where_everybody_works_there_is_one_too_and_nothing_of_it_can_be_reached(make_app, sqlite_url):
    secrets = {"PRODUCTION": True, "SECRET_KEYS": ["k" * 40], "SMTP_HOST": "mail.example.jp", "PHOTOS_BUCKET": ""}
    app = make_app(sqlite_url, TRUSTED_HOSTS=["mado.example"], SESSION_COOKIE_SECURE=True, **secrets)
    with app.app_context():
        own = counter.of_app()
        assert own.screen(app.extensions["portals"]["okyakusama"], 605).page
        settings = own._open.app.config
    assert not (settings["PRODUCTION"] or settings["SMTP_HOST"] or settings["RATELIMIT_ENABLED"])
    assert settings["SECRET_KEYS"] != app.config["SECRET_KEYS"] and len(settings["SECRET_KEY"]) == 64
    assert settings["DATABASE"]["url"] != app.config["DATABASE"]["url"]
    assert app.config["PRODUCTION"]
    assert app.test_client().get("/okyakusama/_dev/screens", base_url="https://mado.example").status_code == 404


@pytest.mark.parametrize("wrong", [Lost("x"), TypeError("yoshino.t@example.jp"), OSError("full")])
def test_a_way_that_breaks_off_is_told_and_tried_again(app, monkeypatch, caplog, wrong):
    def break_off(walk):
        raise wrong

    with app.app_context():
        portal = app.extensions["portals"]["okyakusama"]
        with monkeypatch.context() as broken:
            broken.setitem(ways.WAYS, 121, break_off)
            with pytest.raises(counter.Unshown):
                counter.of_app().screen(portal, 121)
        [record] = [each for each in caplog.records if each.levelname == "ERROR"]
        assert record.getMessage() == f"practice counter: screen 121 of okyakusama: {type(wrong).__name__}"
        assert counter.of_app().screen(portal, 121).page


def test_where_it_cannot_be_opened_that_is_told_too(app, monkeypatch):
    monkeypatch.setattr(counter, "TemporaryDirectory", lambda **_: Path("nowhere/at/all").read_text())
    with app.app_context(), pytest.raises(counter.Unshown):
        counter.of_app().screen(app.extensions["portals"]["okyakusama"], 121)


def test_who_leads_elsewhere_shows_nothing(app, monkeypatch):
    """A page of another number is not passed off as this one."""
    monkeypatch.setitem(ways.WAYS, 121, ways.WAYS[122])
    with app.app_context(), pytest.raises(counter.Unshown):
        counter.of_app().screen(app.extensions["portals"]["okyakusama"], 121)


def test_a_screen_is_walked_to_once_however_many_ask(app, monkeypatch):
    walked = []
    monkeypatch.setitem(ways.WAYS, 121, lambda walk: walked.append(date) or walk.visitor.here("terms"))

    def ask():
        with app.app_context():
            return counter.of_app().screen(app.extensions["portals"]["okyakusama"], 121).page

    assert len(set(at_once([ask] * 6))) == 1
    assert len(walked) == 1
