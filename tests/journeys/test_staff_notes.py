"""Is what a member writes about a customer kept by itself, and found by them and their colleagues, at real browsers?"""

import re

import pytest
from at_desk import AtDesk
from chromium import NARROW, PC, PHONE
from playwright.sync_api import expect
from talking import WHY

KEPT = re.compile("^保存しました（[0-9]+:[0-9]{2}）$")
CHANGED = "別の画面でこのメモが変わりました。内容を確かめてから「メモを残す」を押してください。"
# In one moment, which no hand can.
TYPED_AND_PRESSED = """words => {
  const box = document.querySelector("#note-text");
  box.value = "終わり";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  [...document.querySelectorAll("button")].find((each) => each.textContent.includes(words)).click();
}"""
NOT_KEPT = "保存できていません。通信を確かめてください。"


@pytest.fixture
def number(site, address):
    """The contract of somebody who has an account, and whom no other test has."""
    return site.known_to_nobody(address)


class Writer(AtDesk):
    """A member at the record of a customer."""

    def at(self, number):
        self.open("/staff/customers").send({"words": number}, "検索する")
        with self.led_on():
            self.page.locator(".staff-found tbody a").first.click()
        self.arrived().send({"caller": "self", "reason": WHY}, "お客さまの情報を開く")
        return self

    @property
    def box(self):
        return self.page.locator("#note-text")

    @property
    def state(self):
        return self.page.locator("[data-kept]")

    def goes_on(self, text, page=None):
        """Key by key, behind what stands there."""
        box = (page or self.page).locator("#note-text")
        box.press("Control+End")
        box.press_sequentially(text)
        return self

    def types(self, text):
        """So, until it is said to be kept."""
        with self.page.expect_response("**/draft"):
            self.goes_on(text)
        expect(self.state).to_have_text(KEPT)
        return self

    def shows(self, *notes):
        assert self.page.locator(".staff-note__text").all_inner_texts() == list(notes)
        return self


@pytest.fixture
def desk(browser_program, site):
    """Makes browsers in which a member is logged in."""
    made = []

    def make(name, **device):
        site.code_once_more(name)
        made.append(Writer(browser_program, site.address, **device))
        return made[-1].log_in(name)

    yield make
    for each in made:
        each.close()


@pytest.mark.parametrize("size", [PC, PHONE, NARROW], ids=["PC", "phone", "narrow"])
def test_a_draft_outlives_its_browser_and_its_login_and_others_see_it(desk, site, number, size):
    name, colleague = site.operator(), site.operator()
    first = desk(name, size=size).at(number).types("折り返しのお電話は\n15時から")
    first.close()
    other = desk(colleague).at(number).shows("折り返しのお電話は\n15時から")
    assert "さんの書きかけ" in other.page.locator(".staff-note").inner_text()
    again = desk(name, size=size).at(number)
    assert again.box.input_value() == "折り返しのお電話は\n15時から"
    again.press("メモを残す").shows("折り返しのお電話は\n15時から")
    assert again.box.input_value() == "" and "引き継ぎメモを残しました。" in again.text
    other.open(other.page.url).shows("折り返しのお電話は\n15時から")
    assert "書きかけ" not in other.page.locator(".staff-note").inner_text()


def test_what_was_typed_last_is_kept_though_nobody_waits(desk, site, number):
    """By whatever the page is left: another address, the end of the case, the logout, the browser's own button."""
    name = site.operator()
    writer = desk(name).at(number)
    record = writer.page.url
    writer.goes_on("一")
    writer.open("/staff/customers").open(record)
    assert writer.box.input_value() == "一"
    writer.goes_on("二")
    writer.press("応対を終了する").at(number)
    assert writer.box.input_value() == "一二"
    writer.goes_on("三")
    with writer.led_on():
        writer.page.locator(".staff-top__out").click()
    site.code_once_more(name)
    later = writer.log_in(name).at(number)
    assert later.box.input_value() == "一二三"
    later.goes_on("四")
    later.page.close(run_before_unload=True)
    later.page = later.tab()
    expect(later.open("/staff/customers").at(number).box).to_have_value("一二三四")


@pytest.mark.parametrize(
    ("button", "goes_to"),
    [("応対を終了する", "close"), ("ログアウト", "logout"), ("答え合わせをする", "check"), ("メモを残す", "notes")],
)
def test_a_form_that_leads_away_is_sent_once_what_was_typed_is_kept(desk, site, number, button, goes_to):
    writer, came = desk(site.operator()).at(number), []
    writer.page.on("request", lambda asked: asked.method == "POST" and came.append(asked.url.rpartition("/")[2]))
    writer.page.on("response", lambda answer: answer.url.endswith("/draft") and came.append(answer.status))
    with writer.led_on():
        writer.page.evaluate(TYPED_AND_PRESSED, button)
    assert came[:3] == ["draft", 200, goes_to]


def test_what_was_typed_when_the_hour_ends_is_kept(desk, site, number):
    """The page asks again and again whether the case is still open, and is loaded anew where it is not."""
    name = site.operator()
    writer = desk(name).at(number)
    with writer.page.expect_event("domcontentloaded"):
        writer.goes_on("終わりまで")
        site.case_over(writer.page.url.rpartition("/")[2])
    expect(writer.page.locator("h1")).to_have_text("この応対は終わりました")
    writer.troubles.clear()
    assert writer.at(number).box.input_value() == "終わりまで"


def test_of_two_tabs_neither_writes_over_the_other(desk, site, number):
    writer = desk(site.operator()).at(number)
    second = writer.tab()
    second.goto(writer.page.url)
    writer.types("一つ目の画面")
    with second.expect_response("**/draft"):
        writer.goes_on("二つ目の画面", second)
    expect(second.locator("[data-kept]")).to_have_text(CHANGED)
    assert second.locator("#note-text").input_value() == "二つ目の画面"
    writer.troubles.clear()
    writer.types("の続き")
    with second.expect_event("domcontentloaded"):
        second.locator("button", has_text="メモを残す").click()
    assert second.locator("#note-text").input_value() == "一つ目の画面の続き"
    assert second.locator(".staff-note__text").all_inner_texts() == ["二つ目の画面"]


def test_while_nothing_comes_through_it_says_so_and_tries_again(desk, site, number):
    writer = desk(site.operator()).at(number)
    writer.context.set_offline(True)
    writer.goes_on("通信が切れて")
    expect(writer.state).to_have_text(NOT_KEPT)
    writer.goes_on("も残る")
    writer.context.set_offline(False)
    expect(writer.state).to_have_text(KEPT)
    writer.troubles.clear()
    writer.open(writer.page.url)
    assert writer.box.input_value() == "通信が切れても残る"


def test_while_kana_become_kanji_nothing_is_sent(desk, site, number):
    writer = desk(site.operator()).at(number)
    keyboard = writer.context.new_cdp_session(writer.page)
    writer.box.focus()
    keyboard.send("Input.imeSetComposition", {"text": "でんわ", "selectionStart": 3, "selectionEnd": 3})
    assert writer.box.input_value() == "でんわ"
    # The page asks about the customer every two seconds; by then a draft would long have gone.
    for _ in range(2):
        writer.page.wait_for_event("response", lambda answer: answer.url.endswith("/live"))
    assert not [path for path in writer.posts if path.endswith("/draft")]
    with writer.page.expect_response("**/draft"):
        keyboard.send("Input.insertText", {"text": "電話"})
    expect(writer.state).to_have_text(KEPT)
    assert writer.box.input_value() == "電話"


@pytest.mark.whole_browser
def test_back_shows_what_is_kept_now_and_writes_over_nothing(desk, site, number):
    writer = desk(site.operator()).at(number).types("前の画面")
    record = writer.page.url
    writer.open("/staff/customers")
    second = writer.tab()
    second.goto(record)
    with second.expect_response("**/draft"):
        writer.goes_on("の続き", second)
    expect(second.locator("[data-kept]")).to_have_text(KEPT)
    assert writer.back().box.input_value() == "前の画面の続き"
    writer.open("/staff/customers")
    second.goto(record)
    assert second.locator("#note-text").input_value() == "前の画面の続き"


def test_without_javascript_the_buttons_do_it(desk, site, number):
    name = site.operator()
    writer = desk(name, size=PHONE, javascript=False).at(number)
    assert "自動で保存されません" in writer.text
    writer.send({"text": "ボタンで保存"}, "下書きを保存する")
    assert "下書きを保存しました。" in writer.text
    writer.close()
    again = desk(name, javascript=False).at(number)
    assert again.box.input_value() == "ボタンで保存"
    again.press("メモを残す").shows("ボタンで保存").press("このメモを取り消す").shows()
    assert "取り消されました。" in again.text
