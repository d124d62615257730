"""Does a form that breaks off on its way leave anything behind? Told to the real server, over a real socket."""

import itertools
import re

import chromium
import factories
import pytest
from browser import Browser
from factories import ACCESS, PROFILE
from serving import ROOT, until
from ways import apply_for, letters, pressed, tables, to_104
from wire import Wire, multipart, urlencoded

from app import create_app
from infra import schema
from views.shared.security_headers import EVERYWHERE

ENCODINGS = {"urlencoded": urlencoded, "multipart": multipart}
LINK = re.compile(r"https?://[^/\s]+(/okyakusama/l/\S+)")
NUMBERS = itertools.count(1)


class Site:
    """The running server: its address, its log, and the application on the same database, to look into it."""

    def __init__(self, address, log, app):
        self.address, self.log, self.app = address, log, app

    def visitor(self):
        return Browser(Wire(self.address))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    portals = folder / "portals.toml"
    portals.write_text(re.sub(r"(?m)^pause = .*\n", "", (ROOT / "portals.toml").read_text()))
    database = f"sqlite:///{folder / 'madoguchi.sqlite'}"
    settings = {"DATABASE_URL": database, "MAIL_FOLDER": folder / "mail", "PORTALS_FILE": portals}
    quick = {"ARGON2_MEMORY_KIB": 8, "ARGON2_TIME_COST": 1, "EMBEDDED_WORKERS": 0}
    app = create_app(ARGON2_MEMORY_KIB=8, ARGON2_TIME_COST=1, DATABASE={"url": database})
    with app.app_context():
        schema.upgrade()
        factories.account(app)
    with chromium.served(folder, "--access-log", **settings, **quick) as address:
        yield Site(address, folder / "server.log", app)


def new_address():
    """One that nobody has written to: so many letters an hour go to each."""
    return {"email": f"yoshino{next(NUMBERS)}@example.jp"}


def at_login(site):
    return site.visitor().open("/okyakusama/login"), {"user_id": "Yoshino.T@example.jp", "password": "桜の窓7口"}


def at_the_first_screen(site):
    return site.visitor().open("/okyakusama/registration/"), PROFILE


def at_the_confirm_screen(site):
    return to_104(site.visitor(), **new_address()), {"more": "桜"}


def at_the_keyword(site):
    browser = apply_for(site.visitor(), **new_address())
    return browser.open(LINK.search(letters(site.app)[-1].text)[1]), {"keyword": "ｈｉｍａｗａｒｉ７"}


def at_a_later_screen(site):
    browser, answers = at_the_keyword(site)
    return browser.send(answers), {**ACCESS, "holder-given": "𠮷乃"}


PLACES = {
    "login": (at_login, 422),
    "the first screen": (at_the_first_screen, 303),
    "the confirm screen": (at_the_confirm_screen, 303),
    "the keyword": (at_the_keyword, 303),
    "a later screen": (at_a_later_screen, 303),
}


def cuts(body):
    """Where it breaks off: before anything, here and there, within a character, within its end, a byte too soon."""
    within = [place for place, byte in enumerate(body) if byte & 0xC0 == 0x80] or [body.index(b"%E") + 4]
    return sorted({0, 1, len(body) // 2, within[0], within[-1], len(body) - 20, len(body) - 3, len(body) - 1})


@pytest.mark.parametrize("encoded", ENCODINGS.values(), ids=ENCODINGS)
@pytest.mark.parametrize(("comes_to", "status"), PLACES.values(), ids=PLACES)
def test_a_form_that_breaks_off_leaves_nothing_and_the_whole_one_is_taken(site, comes_to, status, encoded):
    browser, answers = comes_to(site)
    action, standing = pressed(browser)
    data, before = {**standing, **answers}, tables(site.app)
    kind, body = encoded(data)
    head = browser.client.head(action, **{"Content-Type": kind, "Content-Length": len(body)})
    for cut in cuts(body):
        answer = browser.client.says(action, head + body[:cut])
        assert answer.status_code == 400, cut
        assert tables(site.app) == before, cut
    assert browser.client.post(action, data=data, encoded=encoded).status_code == status
    assert tables(site.app) != before


def test_what_is_answered_is_a_page_of_ours_that_knows_nobody(site):
    """Who is logged in is not looked up, and stays logged in."""
    browser, _ = at_login(site)
    browser.send({"user_id": "yoshino.t@example.jp", "password": factories.PASSWORD})
    action = browser.page.select_one("form[action$='/logout']")["action"]
    kind, body = urlencoded(browser.standing(browser.page.select_one("form[action$='/logout']")))
    head, before = browser.client.head(action, **{"Content-Type": kind, "Content-Length": len(body)}), tables(site.app)
    browser._arrive(browser.client.says(action, head + body[:-1]), 400)
    assert (browser.number, browser.heading) == (901, "お手続きを中断しました")
    assert "通信が途中で切れた" in browser.text
    assert not browser.page.select(".who")
    assert "Set-Cookie" not in browser.response.headers
    for name, value in EVERYWHERE:
        assert browser.response.headers.get_all(name) == [value]
    assert tables(site.app) == before
    assert browser.open("/okyakusama/home").number == 511


def test_a_visitor_who_is_gone_altogether_leaves_nothing_either(site):
    browser, answers = at_the_first_screen(site)
    action, standing = pressed(browser)
    kind, body = urlencoded({**standing, **answers})
    before, seen = tables(site.app), refused(site)
    head = browser.client.head(action, **{"Content-Type": kind, "Content-Length": len(body)})
    for cut in cuts(body):
        browser.client.breaks_off(head + body[:cut])
    until(lambda: refused(site) == seen + len(cuts(body)))
    assert tables(site.app) == before
    assert "Traceback" not in site.log.read_text()


def refused(site):
    """How many requests the server has answered with 400."""
    return site.log.read_text().count('" 400 ')


def test_no_limit_counts_a_form_that_breaks_off(site):
    """Sixty logins in ten minutes are heard."""
    browser, answers = at_login(site)
    action, standing = pressed(browser)
    kind, body = urlencoded({**standing, **answers})
    head = browser.client.head(action, **{"Content-Type": kind, "Content-Length": len(body)})
    for _ in range(61):
        assert browser.client.says(action, head + body[:-1]).status_code == 400
    assert browser.client.post(action, data={**standing, **answers}).status_code == 422


CHUNKS = b"7\r\nuser_id\r\n"
UNMEASURED = {
    "whole": CHUNKS + b"0\r\n\r\n",
    "between two chunks": CHUNKS,
    "within a chunk": CHUNKS + b"7\r\n=a",
    "before anything": b"",
}


@pytest.mark.parametrize("sent", UNMEASURED.values(), ids=UNMEASURED)
def test_a_form_in_chunks_is_not_read(site, sent):
    """The server ends the stream alike, whether all of it came or not."""
    browser, _ = at_login(site)
    before = tables(site.app)
    chunked = {"Content-Type": "application/x-www-form-urlencoded", "Transfer-Encoding": "chunked"}
    head = browser.client.head("/okyakusama/login", **chunked)
    answer = browser.client.says("/okyakusama/login", head + sent, ends=False)
    assert browser._arrive(answer, 411).number == 901
    assert tables(site.app) == before


@pytest.mark.parametrize("version", [b"HTTP/1.0", b"HTTP/1.1"])
def test_where_no_length_is_said_there_is_no_form(site, version):
    browser, answers = at_login(site)
    action, standing = pressed(browser)
    kind, body = urlencoded({**standing, **answers})
    before = tables(site.app)
    head = browser.client.head(action, **{"Content-Type": kind}).replace(b"HTTP/1.1", version)
    assert browser._arrive(browser.client.says(action, head + body, ends=False), 400).number == 102
    assert not browser.values["user_id"]
    assert tables(site.app) == before


def test_what_only_reads_needs_no_length(site):
    for method in ("GET", "HEAD", "OPTIONS"):
        assert site.visitor().client.ask(method, "/okyakusama/login").status_code == 200
    assert site.visitor().client.ask("TRACE", "/okyakusama/login").status_code == 405


def test_a_read_with_a_body_that_breaks_off_is_refused_too(site):
    client = site.visitor().client
    head = client.head("/okyakusama/registration/", **{"Content-Length": 9}).replace(b"POST", b"GET", 1)
    assert client.says("/okyakusama/registration/", head + b"run=").status_code == 400


def test_an_empty_form_is_a_whole_one(site):
    browser, _ = at_login(site)
    answer = browser.client.ask("POST", "/okyakusama/login", b"", **{"Content-Length": "0"})
    assert browser._arrive(answer, 400).number == 102


def test_what_follows_the_end_is_no_part_of_the_form(site):
    browser, answers = at_the_first_screen(site)
    action, standing = pressed(browser)
    kind, body = urlencoded({**standing, **answers})
    head = browser.client.head(action, **{"Content-Type": kind, "Content-Length": len(body)})
    answer = browser.client.says(action, head + body + b"&holder-family=%E5%8F%8D", ends=False)
    assert answer.status_code == 303
    assert browser.open(answer.headers["Location"]).summary["契約者氏名"] == "髙﨑 𠮷乃"


@pytest.mark.parametrize("encoded", ENCODINGS.values(), ids=ENCODINGS)
def test_every_letter_of_a_long_form_arrives(site, encoded):
    """Near the most that is taken, in several pieces; the last box counts."""
    browser, _ = at_login(site)
    action, standing = pressed(browser)
    letters_of_a_form = 256 * 1024 // (3 if encoded is multipart else 9)
    long = {"more": "桜" * (letters_of_a_form - 200)}
    data = {**standing, **long, "user_id": "yoshino.t@example.jp", "password": factories.PASSWORD}
    assert browser.client.post(action, data=data, encoded=encoded).status_code == 303


def test_too_much_is_too_much_before_it_has_come(site):
    browser, _ = at_login(site)
    head = browser.client.head("/okyakusama/login", **{"Content-Type": "text/plain", "Content-Length": 256 * 1024 + 1})
    assert browser._arrive(browser.client.says("/okyakusama/login", head, ends=False), 413).number == 909


def test_a_form_in_parts_that_lacks_its_end_is_taken_for_nothing(site):
    """As long as it says, but cut on its way by somebody else: nothing of it is read, its token neither."""
    browser, answers = at_the_first_screen(site)
    action, standing = pressed(browser)
    kind, body = multipart({**standing, **answers})
    before = tables(site.app)
    for cut in cuts(body)[1:-1]:
        assert browser.client.ask("POST", action, body[:cut], **{"Content-Type": kind}).status_code == 400, cut
        assert tables(site.app) == before
