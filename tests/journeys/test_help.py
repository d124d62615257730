"""What does JavaScript add? Passwords to be seen, one press counted once, a warning before time is up."""

import pytest
from chromium import PHONE
from factories import PASSWORD, PROFILE
from playwright.sync_api import expect

TYPED = {name: value for name, value in PROFILE.items() if value}
REGISTRATION = "/okyakusama/registration/"
RENEWALS = "/okyakusama/renewals"

# The second press comes while the answer to the first is held back.
TWICE = """() => {
  const button = document.querySelector("main .btn--p");
  button.click();
  setTimeout(() => { button.click(); console.log("pressed twice"); }, 100);
}"""


@pytest.fixture
def customer(visitor, site, address):
    """Somebody who is logged in, on a phone."""
    site.account(address)
    someone = visitor(size=PHONE)
    someone.context.clock.install()
    someone.open("/okyakusama/login").send({"user_id": address, "password": PASSWORD}, "ログイン")
    assert someone.number == 511
    return someone


def at_104(visitor, address):
    someone = visitor(size=PHONE)
    someone.context.clock.install()
    someone.open(REGISTRATION).send({**TYPED, "email": address})
    assert someone.number == 104
    return someone


def warning_of(page):
    return page.locator("[data-warning]")


def test_a_password_is_shown_for_half_a_minute_and_never_when_it_is_sent(visitor):
    someone = visitor(size=PHONE)
    someone.context.clock.install()
    page = someone.open("/okyakusama/login").page
    box, button = page.locator("[name=password]"), page.locator("[data-shows=password]")
    box.fill("sakura7mado")
    assert (box.get_attribute("type"), button.text_content()) == ("password", "パスワードを表示")
    button.click()
    assert box.get_attribute("type") == "text"
    assert (button.get_attribute("aria-pressed"), button.text_content()) == ("true", "パスワードを隠す")
    someone.arrived()
    button.click()
    assert (box.get_attribute("type"), button.get_attribute("aria-pressed")) == ("password", "false")
    button.click()
    page.clock.fast_forward("00:31")
    expect(box).to_have_attribute("type", "password")
    button.click()
    page.evaluate(
        "addEventListener('submit', () => sessionStorage.kind = document.querySelector('[name=password]').type)"
    )
    someone.press("ログイン")
    assert page.evaluate("sessionStorage.kind") == "password"


def test_no_button_shows_passwords_where_no_program_runs(visitor):
    assert visitor(javascript=False).open("/okyakusama/login").page.locator("[data-shows]").is_hidden()


def test_a_double_click_sends_one(visitor, address):
    someone = visitor(size=PHONE).open(REGISTRATION)
    someone.fill({**TYPED, "email": address})
    for number, path in ((104, REGISTRATION), (105, "confirm")):
        before = len(someone.posts)
        with someone.led_on():
            someone.page.locator("main .btn--p").dblclick()
        assert someone.arrived().number == number
        [sent] = someone.posts[before:]
        assert sent.endswith(path)


def test_a_second_press_while_the_first_is_under_way_sends_nothing(visitor, address):
    someone = visitor(size=PHONE).open(REGISTRATION)
    someone.fill({**TYPED, "email": address})
    page, under_way = someone.page, []
    page.route("**/registration/", lambda route: under_way.append(route))
    with page.expect_console_message(lambda said: said.text == "pressed twice"):
        page.evaluate(TWICE)
    with someone.led_on():
        under_way[0].continue_()
    assert someone.arrived().number == 104
    assert len(someone.posts) == len(under_way) == 1


@pytest.mark.whole_browser
def test_a_button_says_that_it_sends_and_can_be_pressed_again_after_back(visitor, address):
    someone = visitor(size=PHONE).open(REGISTRATION)
    someone.fill({**TYPED, "email": address})
    words = "() => document.querySelector('main .btn--p').innerText"
    button = "document.querySelector('main .btn--p')"
    said = someone.page.evaluate(
        f"() => {{ const form = document.getElementById('step');"
        f"  addEventListener('submit', (sent) => sent.preventDefault());"
        f"  form.requestSubmit({button}); return [{button}.innerText, {button}.getAttribute('aria-disabled')]; }}"
    )
    assert said == ["送信しています…", "true"]
    assert someone.open("/okyakusama/terms").back().from_memory
    assert someone.page.evaluate(words) == "次へ"


def test_the_end_is_announced_put_off_and_then_no_more(visitor, address):
    someone = at_104(visitor, address)
    page = someone.page
    expect(warning_of(page)).to_be_hidden()
    page.clock.fast_forward("24:00")
    expect(warning_of(page)).to_be_hidden()
    page.clock.fast_forward("02:00")
    expect(warning_of(page)).to_be_visible()
    expect(warning_of(page)).to_contain_text("あと4分で入力内容が消えます。")
    someone.arrived()
    page.locator(".expiring [data-extend]").click()
    expect(warning_of(page)).to_be_hidden()
    expect(page.locator("[data-said]")).to_contain_text("時間を延長しました。")
    page.clock.fast_forward("24:00")
    expect(warning_of(page)).to_be_hidden()
    page.clock.fast_forward("07:00")
    expect(warning_of(page)).to_contain_text("有効時間が過ぎました。")
    assert someone.troubles == []


def test_more_time_taken_in_one_tab_counts_in_the_other(visitor, address):
    someone = at_104(visitor, address)
    first = someone.page
    second = someone.page = someone.tab()
    someone.open(first.url)
    for page in (first, second):
        page.clock.fast_forward("26:00")
        expect(warning_of(page)).to_be_visible()
    second.locator(".expiring [data-extend]").click()
    for page in (second, first):
        expect(warning_of(page)).to_be_hidden()
    assert someone.troubles == []


def test_a_login_that_ends_is_announced_too(customer):
    customer.page.clock.fast_forward("26:00")
    expect(warning_of(customer.page)).to_contain_text("ログアウトします。")
    customer.arrived()
    customer.page.locator(".expiring [data-extend]").click()
    expect(warning_of(customer.page)).to_be_hidden()


def test_one_tab_alone_looks_current_where_colours_are_the_readers_own(customer):
    customer.page.emulate_media(forced_colors="active")
    told = "tabs => tabs.map(tab => [tab.ariaCurrent, getComputedStyle(tab).borderBottomColor])"
    tabs = customer.page.locator(".tabs a").evaluate_all(told)
    ground = customer.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert [colour == ground for here, colour in tabs] == [here != "page" for here, _ in tabs]
    assert len(tabs) == 5


def test_time_is_put_off_by_a_button_where_no_program_runs(visitor, address):
    someone = visitor(size=PHONE, javascript=False).open(REGISTRATION).send({**TYPED, "email": address})
    someone.change("キーワード")
    someone.fill({"keyword": "Ajisai22"})
    assert someone.press("時間を延長する").number == 103
    assert someone.page.locator("[name=keyword]").input_value() == "Ajisai22"


@pytest.mark.whole_browser
def test_nothing_is_left_to_see_after_the_logout(customer):
    customer.open(RENEWALS)
    name = "髙﨑 𠮷乃 様"
    assert name in customer.page.locator(".who").inner_text()
    with customer.led_on():
        customer.page.locator(".who button").click()
    assert customer.arrived().number == 102
    assert "ログアウトしました。" in customer.text
    for _ in range(2):
        assert customer.back().number == 102
        assert name not in customer.seen
