"""Can スマ保 be installed, and what does the program behind it keep? A real Chromium, with a network and without."""

import json

import pytest
from chromium import NARROW, PHONE
from factories import PASSWORD
from playwright.sync_api import expect
from serving import until

TOP, OFFLINE, FRONT = "/okyakusama/app/", "/okyakusama/app/offline", "/"
NAME = "髙﨑"
READY = "navigator.serviceWorker.ready.then(() => true)"
SHELVES = """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) => {
  const shelf = await caches.open(name);
  const kept = await Promise.all((await shelf.keys()).map(async (asked) =>
    [asked.url, await (await shelf.match(asked)).text()]));
  return [name, Object.fromEntries(kept)];
})))"""
NONE_LEFT = "() => navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"


@pytest.fixture
def owner(visitor, site, address):
    """Makes somebody on whose telephone スマ保 is set up, and who is logged in."""
    site.account(address)

    def make(size=PHONE):
        someone = set_up(visitor(size=size))
        someone.press("契約確認").send({"user_id": address, "password": PASSWORD}, "ログイン")
        assert someone.number == 511
        return someone

    return make


def set_up(someone):
    """811 is opened, and what answers without a network is there."""
    someone.open(TOP)
    assert someone.page.evaluate(READY)
    assert someone.open(TOP).page.evaluate(CONTROLLED)
    return someone


def without_network(someone, address):
    someone.context.set_offline(True)
    someone.page.goto(address)
    return someone


def shelves(someone):
    """What the browser keeps for the site's programs: by shelf, address and contents."""
    return someone.page.evaluate(SHELVES)


@pytest.mark.parametrize("size", [PHONE, NARROW])
def test_by_thumb_from_the_top_page_to_where_one_registers(visitor, size):
    someone = visitor(size=size).open(TOP)
    for tile in someone.page.locator(".tile, #register ~ .btn").all():
        box = tile.bounding_box()
        assert box["height"] >= 52 and box["width"] >= size[0] * 0.8
    assert someone.press("お持ちの方").number == 201
    assert someone.open(TOP).press("お持ちでない方").number == 301
    assert someone.open(TOP).press("事故サポート").number == 812


def test_letters_twice_as_large(visitor):
    someone = visitor(size=NARROW, letters=32)
    for address in (TOP, "/okyakusama/app/accident", OFFLINE):
        someone.open(address)


@pytest.mark.whole_browser
def test_it_can_be_installed(visitor):
    someone = set_up(visitor(size=PHONE))
    asked = someone.context.new_cdp_session(someone.page)
    found = asked.send("Page.getAppManifest")
    assert (found["url"], found["errors"]) == (f"{someone.site}/okyakusama/app/manifest.webmanifest", [])
    assert json.loads(found["data"])["short_name"] == "スマ保"
    wrong = {each["errorId"] for each in asked.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    # Each visitor is a window that leaves no trace, into which nothing is installed.
    assert wrong == {"in-incognito"}


def test_without_a_network_one_page_says_so_and_the_way_back_is_a_press(owner):
    someone = without_network(owner(), "/okyakusama/my-page")
    assert (someone.number, someone.heading) == (911, "インターネットに接続できません")
    expect(someone.page.locator(".panel").first).to_have_css("background-color", "rgb(255, 255, 255)")
    assert NAME not in someone.seen
    assert someone.page.url.endswith("/okyakusama/my-page")
    someone.context.set_offline(False)
    assert someone.press("もう一度表示する").number == 700
    assert NAME in someone.seen


def test_who_never_opened_it_has_nothing_of_it(visitor):
    someone = visitor().open("/okyakusama/login")
    assert someone.page.evaluate(NONE_LEFT)
    assert shelves(someone) == {}


def test_only_what_is_everybodys_is_kept(owner):
    someone = owner()
    for page in ("my-page", "contracts", "renewals", "devices", "history"):
        someone.open(f"/okyakusama/{page}")
    with someone.led_on():
        someone.page.locator(".who button").click()
    someone.arrived()
    [(name, kept)] = shelves(someone).items()
    assert name.startswith("shell /okyakusama/ ")
    pages = {url for url in kept if "/static/" not in url}
    assert pages == {someone.site + OFFLINE}
    assert not [url for url, text in kept.items() if NAME in text or "@example.jp" in text]


def test_a_new_program_takes_away_what_the_one_before_it_kept(visitor):
    someone = visitor(size=PHONE).open("/okyakusama/login")
    for name in ("shell /okyakusama/ old", "shell /keiyakusha/ its own", "another's"):
        someone.page.evaluate("name => caches.open(name)", name)
    kept = set(shelves(set_up(someone)))
    assert {"shell /keiyakusha/ its own", "another's"} < kept
    assert len(kept) == 3 and "shell /okyakusama/ old" not in kept


def test_where_it_is_not_offered_any_more_what_was_left_takes_itself_away(visitor):
    someone = visitor(size=PHONE).open("/keiyakusha/login")
    for name in ("shell /keiyakusha/ old", "shell /okyakusama/ its own"):
        someone.page.evaluate("name => caches.open(name)", name)
    someone.page.evaluate("navigator.serviceWorker.register('/keiyakusha/service-worker.js').then(() => true)")
    until(lambda: someone.page.evaluate(NONE_LEFT))
    assert set(shelves(someone)) == {"shell /okyakusama/ its own"}


def test_pages_are_asked_for_each_time_and_reach_nobody_else(owner):
    someone = owner().open("/okyakusama/my-page")
    for _ in range(2):
        with someone.page.expect_response(lambda answer: answer.url.endswith("/my-page")) as answer:
            someone.open("/okyakusama/my-page")
        assert answer.value.headers["cache-control"] == "no-store"
        assert answer.value.from_service_worker
    assert without_network(someone, "/okyakusama/my-page").number == 911


def test_what_is_sent_is_sent_by_the_browser_itself(owner):
    """And is not answered by the page without a connection, which would hide that it was not sent."""
    someone = owner()
    someone.context.set_offline(True)
    with someone.page.expect_event("requestfailed", lambda asked: asked.method == "POST") as failed:
        someone.page.locator(".who button").click()
    assert failed.value.url.endswith("/okyakusama/logout")


@pytest.mark.whole_browser
def test_back_shows_what_is_ones_own(owner):
    someone = owner().open("/okyakusama/my-page").open(FRONT)
    assert someone.back().number == 700
    assert someone.from_memory and NAME in someone.seen


@pytest.mark.whole_browser
def test_but_nothing_of_a_login_that_is_over(owner):
    someone = owner().open("/okyakusama/my-page")
    with someone.led_on():
        someone.page.locator(".who button").click()
    someone.arrived()
    for _ in range(3):
        someone.back()
        assert NAME not in someone.seen


@pytest.mark.whole_browser
def test_nor_of_one_that_was_ended_on_another_device(owner):
    someone, other = owner().open("/okyakusama/my-page").open(FRONT), owner()
    other.open("/okyakusama/devices").press("ログアウトさせる")
    assert someone.back().number == 102
    assert not someone.from_memory and NAME not in someone.seen


@pytest.mark.whole_browser
def test_a_page_that_was_left_is_not_shown_without_a_network(owner):
    """What the browser itself kept asks first whose it is, and nobody answers."""
    someone = owner().open("/okyakusama/my-page").open(FRONT)
    someone.context.set_offline(True)
    someone.page.go_back(wait_until="commit")
    expect(someone.page.locator("h1")).to_have_text("インターネットに接続できません")
    assert NAME not in someone.seen
