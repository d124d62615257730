"""What does the browser's Back show of a page that it kept, with all that was typed? Only what is still one's own."""

import pytest
from chromium import PHONE
from factories import PASSWORD, PROFILE
from playwright.sync_api import expect
from ways import BORN, NEW

pytestmark = pytest.mark.whole_browser
TYPED = {name: value for name, value in PROFILE.items() if value}
INITIAL = "uERsmM8c"
NAME, KEYWORD = "髙﨑", "Himawari7"
# Where a login is under way, pages tell one another when it ends; what is told something is kept no longer. The front
# page tells nothing.
REGISTRATION, TERMS, FRONT = "/okyakusama/registration/", "/okyakusama/terms", "/"
# Playwright can hold requests back, but not without keeping the browser from keeping pages.
HELD_BACK = (
    "const ask = fetch; window.fetch = (...asked) => new Promise((go) => (window.goOn = () => go(ask(...asked))))"
)
KEEPS_NOTHING = "addEventListener('unload', () => {})"
UNANSWERED = "window.fetch = () => Promise.reject(new TypeError())"
with_and_without = pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
# From the first screen to the last: what is typed on the first, and the buttons after it.
WITHOUT_LOGIN = {
    "registration": (TYPED, ["次へ"], 105),
    "forgotten": (BORN, ["次へ"], 403),
    "locked": (BORN, ["次へ"], 413),
    "temporary": ({name: value for name, value in TYPED.items() if name != "keyword"}, ["次へ"], 303),
}
ADDRESSED_AS = {"locked": "user_id"}
MORE = {"temporary": {"number": "C900000009"}}


@pytest.fixture
def customer(visitor, site, address):
    """Makes somebody who is logged in and reads their own data on 700."""
    site.account(address)

    def make(javascript=True, scripts=()):
        someone = visitor(size=PHONE, javascript=javascript)
        for script in scripts:
            someone.page.add_init_script(script)
        someone.open("/okyakusama/login")
        someone.send({"user_id": address, "password": PASSWORD}, "ログイン")
        assert someone.open("/okyakusama/my-page").number == 700
        assert NAME in someone.seen
        return someone

    return make


def at_204(visitor, site, address, javascript):
    number = site.policy(INITIAL)
    someone = visitor(size=PHONE, javascript=javascript).open("/okyakusama/easy/")
    someone.send({"number": number, "initial": INITIAL})
    someone.send({"email": address, "email-again": address, **NEW, "news": "yes", "terms": "yes", "privacy": "yes"})
    assert someone.number == 204
    return someone


def shows_nothing_of(someone, *words):
    """Back, and back again."""
    for _ in range(2):
        someone.back()
        assert not [word for word in words if word in someone.seen]


def keyword_in(someone):
    return someone.page.locator("[name=keyword]").input_value()


@with_and_without
def test_what_was_typed_and_not_sent_is_still_there(visitor, javascript):
    """So that it is known, too, that this browser keeps pages."""
    someone = visitor(javascript=javascript).open(REGISTRATION).fill({"keyword": "Ajisai22"})
    assert someone.open(TERMS).back().number == 103
    assert someone.from_memory
    assert keyword_in(someone) == "Ajisai22"


def test_but_no_password(visitor, address):
    someone = visitor().open("/okyakusama/login").fill({"user_id": address, "password": PASSWORD})
    someone.page.locator("[data-shows=password]").click()
    assert someone.open(TERMS).back().from_memory
    assert address in someone.seen
    assert PASSWORD not in someone.seen


@with_and_without
@pytest.mark.parametrize("wizard", WITHOUT_LOGIN)
def test_nothing_of_what_was_sent_without_a_login(visitor, address, wizard, javascript):
    typed, buttons, last = WITHOUT_LOGIN[wizard]
    someone = visitor(size=PHONE, javascript=javascript).open(f"/okyakusama/{wizard}/")
    someone.send({**typed, ADDRESSED_AS.get(wizard, "email"): address, **MORE.get(wizard, {})})
    assert address in someone.seen
    for words in buttons:
        someone.press(words)
    assert someone.number == last
    someone.back()
    assert (someone.number, someone.from_memory) == (last, False)
    someone.back()
    assert not someone.from_memory
    assert address not in someone.seen and NAME not in someone.seen


@with_and_without
def test_nothing_after_a_registration_and_the_logout(visitor, site, address, javascript):
    someone = at_204(visitor, site, address, javascript)
    assert someone.press("この内容で登録する").number == 205
    with someone.led_on():
        someone.page.locator(".who button").click()
    someone.arrived()
    for _ in range(4):
        someone.back()
        assert not [word for word in (NAME, address, NEW["password"], INITIAL) if word in someone.seen]


@with_and_without
def test_nothing_of_a_run_that_is_over(visitor, site, address, javascript):
    someone = at_204(visitor, site, address, javascript)
    site.idle()
    assert someone.press("この内容で登録する").number == 901
    shows_nothing_of(someone, address, NEW["password"])


@with_and_without
def test_nothing_of_a_login_that_ran_out(site, customer, javascript):
    someone = customer(javascript)
    site.idle()
    assert someone.open("/okyakusama/home").number == 901
    shows_nothing_of(someone, NAME)


@with_and_without
def test_nothing_of_a_login_that_was_ended_on_another_device(customer, javascript):
    someone, other = customer(javascript), customer()
    assert other.open("/okyakusama/devices").press("ログアウトさせる").number == 713
    assert someone.open("/okyakusama/home").number == 102
    shows_nothing_of(someone, NAME)


@pytest.mark.parametrize("ended", ["by time", "on another device"])
def test_nor_where_nothing_was_asked_for_since(site, customer, ended):
    """Where programs run: no cookie has changed yet, and the page itself asks whose it is."""
    someone, other = customer().open(FRONT), customer()
    if ended == "by time":
        site.idle()
    else:
        other.open("/okyakusama/devices").press("ログアウトさせる")
    someone.back()
    assert not someone.from_memory
    assert someone.number in (102, 901)
    assert NAME not in someone.seen


def test_nor_of_a_run_without_login(visitor, site, address):
    someone = visitor(size=PHONE).open(REGISTRATION).send({**TYPED, "email": address})
    someone.open(FRONT)
    site.idle()
    assert someone.back().number == 901
    assert address not in someone.seen


def test_what_is_still_ones_own_is_shown(customer):
    someone = customer().open(FRONT)
    assert someone.back().number == 700
    assert someone.from_memory
    assert NAME in someone.seen


def test_nothing_is_to_be_seen_before_it_is_known_whose_it_is(customer):
    page = customer(scripts=[HELD_BACK]).open(FRONT).page
    page.go_back(wait_until="commit")
    for part in ("h1", "main dd", ".who"):
        expect(page.locator(part).first).to_be_hidden()
    page.evaluate("goOn()")
    expect(page.locator("h1")).to_be_visible()
    assert NAME in page.inner_text(".who")


def test_where_nobody_answers_the_page_is_asked_for(customer):
    someone = customer(scripts=[UNANSWERED]).open(FRONT)
    assert someone.back().number == 700
    assert not someone.from_memory


def test_the_first_screen_shows_what_was_answered_and_can_be_changed(visitor, address):
    """Decision 4, row W9: an answer that is given again after Back is no other window's."""
    someone = visitor(size=PHONE).open(REGISTRATION).send({**TYPED, "email": address})
    assert someone.back().number == 103
    assert (keyword_in(someone), address in someone.seen) == (KEYWORD, True)
    assert someone.send({"keyword": "Ajisai22"}).number == 104
    assert "Ajisai22" in someone.text


def test_also_where_the_browser_keeps_no_page(visitor, address):
    """The first screen comes back as another beginning; nothing that was answered is lost by it."""
    someone = visitor(size=PHONE)
    someone.page.add_init_script(KEEPS_NOTHING)
    someone.open(REGISTRATION).send({**TYPED, "email": address})
    run = someone.page.url.rsplit("/", 1)[0]
    assert someone.back().page.url == f"{run}/profile"
    assert (someone.number, keyword_in(someone)) == (103, KEYWORD)
    assert someone.send({"keyword": "Ajisai22"}).number == 104
    assert someone.page.url.startswith(run) and "Ajisai22" in someone.text


def test_nor_is_what_is_done_begun_once_more(visitor, address):
    """Row W11."""
    someone = visitor(size=PHONE)
    someone.page.add_init_script(KEEPS_NOTHING)
    someone.open(REGISTRATION).send({**TYPED, "email": address}).press("次へ")
    done = someone.page.url
    assert someone.back().number == 105
    assert "受け付けています" in someone.back().text and someone.page.url == done


def test_what_is_over_is_begun_anew(visitor, site, address):
    someone = visitor(size=PHONE)
    someone.page.add_init_script(KEEPS_NOTHING)
    someone.open(REGISTRATION).send({**TYPED, "email": address})
    site.idle()
    with someone.page.expect_response(lambda answer: "/kept?" in answer.url):
        someone.back()
    assert (someone.number, keyword_in(someone)) == (103, "")


def test_nothing_can_be_typed_before_it_is_known_where_it_goes_on(visitor, address):
    someone = visitor(size=PHONE)
    for script in (KEEPS_NOTHING, HELD_BACK):
        someone.page.add_init_script(script)
    someone.open(REGISTRATION).send({**TYPED, "email": address})
    run = someone.page.url.rsplit("/", 1)[0]
    someone.page.go_back()
    expect(someone.page.locator("[name=keyword]")).to_be_hidden()
    with someone.led_on():
        someone.page.evaluate("goOn()")
    assert someone.arrived().page.url == f"{run}/profile"
    expect(someone.page.locator("[name=keyword]")).to_be_visible()


def test_where_nobody_says_where_it_goes_on_it_is_begun_anew(visitor, address):
    someone = visitor(size=PHONE)
    for script in (KEEPS_NOTHING, UNANSWERED):
        someone.page.add_init_script(script)
    someone.open(REGISTRATION).send({**TYPED, "email": address})
    assert (someone.back().number, keyword_in(someone)) == (103, "")
    expect(someone.page.locator("[name=keyword]")).to_be_visible()


def test_going_back_shows_what_is_now_true(visitor, address):
    someone = visitor(size=PHONE).open(REGISTRATION).send({**TYPED, "email": address})
    someone.change("キーワード").send({"keyword": "Ajisai22"})
    assert someone.number == 104
    assert someone.back().number == 103
    assert keyword_in(someone) == "Ajisai22"
    assert someone.send({"keyword": "Tsubaki8"}).number == 104
    assert "Tsubaki8" in someone.text
    assert someone.back().back().number == 104
    assert "Tsubaki8" in someone.text
