"""Do two members at two browsers see each other at one customer, and does one go on where the other was? (S7, S8)"""

import pytest
from at_desk import AtDesk
from chromium import PC, PHONE
from factories import PASSWORD
from playwright.sync_api import expect
from talking import WHY

REASON = "端末を紛失したとのお電話"


@pytest.fixture
def number(site, visitor, address):
    """The contract of somebody who is logged in."""
    number = site.known_to_nobody(address)
    visitor().open("/okyakusama/login").send({"user_id": address, "password": PASSWORD}, "ログイン")
    return number


@pytest.fixture
def desks(browser_program, site):
    """Two members, each at a browser: their shown names, and the browsers."""
    made = []

    def make(shown, **device):
        made.append(AtDesk(browser_program, site.address, **device).log_in(site.operator(shown)))
        return made[-1]

    yield make
    for each in made:
        each.close()


def opened(member, number):
    """The record of whoever holds a contract."""
    member.send({"words": number}, "検索する")
    with member.led_on():
        member.page.locator(".staff-found tbody a").first.click()
    return member.arrived().send({"caller": "self", "reason": WHY}, "お客さまの情報を開く")


def banner(member):
    return member.page.locator("[data-presence]")


def test_the_other_is_seen_and_takes_over_and_what_was_typed_is_there_again(desks, number):
    tanaka, suzuki = desks("田中"), desks("鈴木", size=PHONE)
    opened(tanaka, number)
    expect(banner(tanaka)).to_have_text("")
    opened(suzuki, number)
    expect(banner(suzuki)).to_contain_text("からこのお客さまを担当しています")
    # Without anything pressed the first is told, too.
    expect(banner(tanaka)).to_contain_text("鈴木さんも、このお客さまを開いています", timeout=15_000)
    tanaka.press("すべての端末からログアウト").fill({"reason": REASON})
    suzuki.press("田中さんから引き継ぐ")
    assert "田中さんから引き継ぎました。" in suzuki.text
    # What stands in the box stays there while it is said.
    expect(banner(tanaka)).to_contain_text("入力した内容は残ります", timeout=15_000)
    expect(tanaka.page.locator("[data-presence-said]")).to_contain_text("鈴木さんが")
    assert tanaka.page.locator("#reason").input_value() == REASON
    tanaka.press("次へ")
    assert tanaka.heading == "鈴木さんが対応中です"
    tanaka.press("鈴木さんから引き継ぐ")
    assert tanaka.page.locator("#reason").input_value() == REASON
    tanaka.press("次へ").press("すべての端末からログアウトさせる")
    assert tanaka.heading == "ログアウトさせました"


def test_without_javascript_the_pages_say_it_when_they_are_loaded(desks, number):
    tanaka, suzuki = desks("田中", size=PC, javascript=False), desks("鈴木", size=PC, javascript=False)
    opened(tanaka, number)
    opened(suzuki, number).press("田中さんから引き継ぐ")
    tanaka.press("すべての端末からログアウト")
    assert tanaka.heading == "鈴木さんが対応中です"
    tanaka.press("鈴木さんから引き継ぐ").send({"reason": REASON})
    assert tanaka.page.locator(".staff-where .num").inner_text() == "1152"
