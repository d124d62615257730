"""Is スマ保 installed as it should be, and does a browser keep nothing of it that is anybody's?"""

import json
import re
import struct
from pathlib import Path

import pytest
from factories import account, issued
from sqlalchemy import select
from ways import log_in

import models
from infra.database import read
from rules.portals import COLOURS
from views.app_shell import BARS, GROUNDS, ICONS

ROOT = Path(__file__).parents[2]
MANIFEST, WORKER, OFFLINE = (
    "/okyakusama/app/manifest.webmanifest",
    "/okyakusama/service-worker.js",
    "/okyakusama/app/offline",
)


def told(script):
    """What the program is told of its portal."""
    return json.loads(re.search(r"= (\{.+\});", script)[1])


def picture_size(data):
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", data[16:24])


@pytest.fixture
def coloured(make_app, sqlite_url, tmp_path):
    """Makes an application whose first portal has another colour."""

    def make(colour):
        portals = tmp_path / "portals.toml"
        portals.write_text((ROOT / "portals.toml").read_text().replace('"blue"', f'"{colour}"'))
        return make_app(sqlite_url, PORTALS_FILE=str(portals)).test_client()

    return make


def test_the_manifest_says_what_is_installed(app):
    answer = app.test_client().get(MANIFEST)
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("application/manifest+json", "nosniff")
    said = json.loads(answer.text)
    assert (said["name"], said["short_name"]) == ("スマ保 お客さまWebサービス", "スマ保")
    assert (said["start_url"], said["id"], said["scope"]) == ("/okyakusama/app/", "/okyakusama/app/", "/okyakusama/")
    assert (said["display"], said["lang"]) == ("standalone", "ja")
    assert app.test_client().get(said["start_url"]).status_code == 200


@pytest.mark.parametrize("colour", COLOURS)
def test_each_colour_has_icons_of_the_sizes_that_are_told_and_its_own_bar(coloured, colour):
    client = coloured(colour)
    said = json.loads(client.get(MANIFEST).text)
    assert [each["purpose"] for each in said["icons"]] == [use for _, _, use in ICONS]
    for icon in said["icons"]:
        assert f"mark-{colour}-" in icon["src"]
        data = client.get(icon["src"]).data
        assert "{}x{}".format(*picture_size(data)) == icon["sizes"]
        assert len(data) < 8000
    icons = ROOT / "static" / "icons"
    assert picture_size((icons / f"mark-{colour}-180.png").read_bytes()) == (180, 180)
    assert picture_size((icons / f"mark-{colour}-32.png").read_bytes()) == (32, 32)
    assert (said["theme_color"], said["background_color"]) == (BARS[colour], GROUNDS[colour])
    assert f'content="{BARS[colour]}"' in client.get("/okyakusama/login").text


@pytest.mark.parametrize("colour", COLOURS)
def test_its_colours_are_those_of_the_pages(colour):
    ramps = (ROOT / "static" / "css" / "tokens.css").read_text()
    own = re.search(rf"\.portal-{colour} (\{{.+?\}})" if colour != "blue" else r"(?s):root (\{.+?\n\})", ramps)[1]
    assert (BARS[colour], GROUNDS[colour]) == (
        re.search(r"--brand-1000: (#\w+)", own)[1],
        re.search(r"--ground: (#\w+)", own)[1],
    )


def test_the_program_lies_in_the_folder_that_it_answers_for(app):
    """So that no header needs to widen its scope."""
    answer = app.test_client().get(WORKER)
    assert answer.mimetype == "text/javascript"
    assert answer.headers.getlist("Cache-Control") == ["no-store"]
    assert "Service-Worker-Allowed" not in answer.headers
    assert WORKER.startswith(told(answer.text)["scope"])


def test_what_it_keeps_is_everybodys_and_there(app):
    client = app.test_client()
    kept = told(client.get(WORKER).text)
    assert kept["offline"] == OFFLINE
    assert [re.sub(r"\.[0-9a-f]{12}", "", file) for file in kept["files"]] == [
        "/static/customers.css",
        "/static/customers.js",
        "/static/icons/mark-blue.svg",
    ]
    page = client.get(OFFLINE).text
    for file in kept["files"]:
        assert client.get(file).status_code == 200, file
        assert f'"{file}"' in page, "the page loads another"


def test_it_is_another_program_after_a_release_or_with_another_page(app):
    client = app.test_client()
    versions = [told(client.get(WORKER).text)["version"]]
    assert told(client.get(WORKER).text)["version"] == versions[0]
    app.extensions["edition"] += "1"
    versions.append(told(client.get(WORKER).text)["version"])
    portal = app.extensions["portals"]["okyakusama"]
    object.__setattr__(portal, "title", "別の名前")
    versions.append(told(client.get(WORKER).text)["version"])
    assert len(set(versions)) == 3


def test_it_says_goodbye_where_it_is_not_offered(app):
    script = app.test_client().get("/keiyakusha/service-worker.js")
    assert (script.status_code, script.mimetype) == (200, "text/javascript")
    assert told(script.text) == {"scope": "/keiyakusha/"}
    assert "registration.unregister()" in script.text and '"fetch"' not in script.text


def test_the_page_without_a_connection_says_what_can_be_done_and_nothing_of_now(app, browser, clock):
    browser.open(OFFLINE)
    assert (browser.number, browser.heading) == (911, "インターネットに接続できません")
    assert "機内モード" in browser.text and "月〜金曜日 9:00〜17:00" in browser.text
    assert browser.page.select_one("main a[href='tel:0120000000']")
    assert browser.page.select_one("main .act a")["href"] == ""
    assert "ただいま" not in browser.page.text
    page = browser.response.text
    clock.forward(hours=9)
    assert browser.open(OFFLINE).response.text == page


def test_it_is_the_same_whoever_asks(app, browser, another_browser):
    """Also for who is logged in, comes from an agency and is about to be told something."""
    with app.app_context():
        account(app)
    stranger = another_browser.open(OFFLINE).response.text
    log_in(browser)
    # On every page it would be given anew.
    browser.client.delete_cookie("madoguchi-okyakusama-stamp")
    for address in (OFFLINE, MANIFEST, WORKER):
        answer = browser.client.get(address)
        assert answer.headers.getlist("Set-Cookie") == [], address
        assert answer.text == another_browser.client.get(address).text
    assert browser.client.get(OFFLINE).text == stranger
    assert 'data-whose=""' in stranger and "csrf" not in stranger


def test_a_line_for_the_next_page_is_not_lost_on_it(app, browser):
    with app.app_context():
        issued(app, "okyakusama", email="yoshino.t@example.jp", user_id="yoshino.t@example.jp")
    log_in(browser, password="Ymd8Kkn3")
    assert browser.number == 711
    browser.client.get("/okyakusama/home")
    for address in (OFFLINE, MANIFEST, WORKER):
        assert browser.client.get(address).status_code == 200
    assert browser.open("/okyakusama/password_change/").notices


def test_what_a_browser_asks_by_itself_is_no_sign_of_life(app, browser, clock):
    with app.app_context():
        account(app)
    log_in(browser)

    def seen():
        with app.app_context(), read() as session:
            return session.scalar(select(models.Login.seen_at))

    before = seen()
    clock.forward(minutes=20)
    for address in (OFFLINE, MANIFEST, WORKER):
        browser.client.get(address)
    assert seen() == before
    browser.open("/okyakusama/app/")
    assert seen() > before
