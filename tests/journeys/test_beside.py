"""Do a customer and an operator find their way together, each at their own screen, with and without JavaScript?"""

import re

import pytest
from at_desk import AtDesk
from chromium import OVERFLOW, PC, PHONE
from factories import PASSWORD, PROFILE
from playwright.sync_api import expect

SMALL = (320, 640)
WITH, WITHOUT = {"size": PHONE}, {"size": PHONE, "javascript": False}
devices = pytest.mark.parametrize("device", [WITH, WITHOUT], ids=["with JavaScript", "without"])
COVERED = """() => {
  const bar = document.querySelector(".sharing").getBoundingClientRect();
  const it = document.activeElement.getBoundingClientRect();
  return it.bottom > bar.top && it.top < bar.bottom;
}"""


class Operator(AtDesk):
    """Somebody who stands beside a customer."""

    def join(self, code):
        return self.open("/staff/beside").send({"code": code}, "画面を見る")

    def sees(self, number, *said):
        """What the customer does arrives by itself."""
        expect(self.page.locator(".mirror__no")).to_have_text(str(number))
        for words in said:
            expect(self.page.locator(".mirror")).to_contain_text(words)
        return self._looked_over_now()

    def point(self, label):
        row = self.page.locator(".mirror__fields tr", has_text=label)
        row.locator("button").click()
        expect(row).to_have_class(re.compile("is-pointed"))
        return self._looked_over_now()


@pytest.fixture
def operator(browser_program, site):
    made = Operator(browser_program, site.address, size=PC)
    yield made.log_in(site.operator())
    made.close()


def begun(customer):
    """The customer asks for the operator from where they are; gives the six digits."""
    with customer.led_on():
        customer.page.locator(".beside button, .beside a").click()
    assert customer.arrived().number == 921
    customer.press("画面の共有をはじめる")
    code = customer.page.locator("main .six [aria-hidden]").inner_text().replace(" ", "")
    customer.press("もとの画面に戻る")
    return code


def news(customer):
    """What has happened meanwhile: it comes by itself, or with the page asked for again."""
    if not customer.javascript:
        customer.page.reload()
        customer.arrived()
    return customer


def barred(customer, words):
    """Press a button of the bar."""
    button = customer.page.locator(".sharing button:visible", has_text=words)
    if customer.javascript and words != "共有を再開する":
        button.click()
        return customer
    with customer.led_on():
        button.click()
    return customer.arrived()


def told(customer, words):
    expect(customer.page.locator(".sharing__told > div:visible")).to_contain_text(words)


@devices
def test_a_registration_with_a_mistake_that_is_pointed_at(visitor, operator, device, address):
    customer = visitor(**device).open("/okyakusama/registration/")
    customer.fill({"holder-family": "見本"})
    code = begun(customer)
    assert customer.number == 103 and customer.page.locator("[name=holder-family]").input_value() == "見本"
    told(customer, "番号をお伝えください")
    operator.join(code).sees(103, "契約者氏名")
    told(news(customer), "オペレーターと画面を共有しています")
    customer.send({**PROFILE, "email": "yoshino.example.jp"})
    assert customer.number == 103
    operator.sees(103, "エラー：入力の形を確認する案内が出ています").point("メールアドレス")
    news(customer)
    expect(customer.page.locator("[data-sharing-pointed]")).to_contain_text("4. メールアドレス")
    customer.page.locator("[data-sharing-goes]").click()
    if customer.javascript:
        expect(customer.page.locator(".field.pointed")).to_have_count(1)
        assert not customer.page.evaluate(COVERED)
        customer._looked_over_now()
    customer.send({"email": address, "keyword": PROFILE["keyword"]})
    assert customer.number == 104
    operator.sees(104, "入力あり")
    assert address not in operator.seen and "髙﨑" not in operator.seen


@devices
def test_a_change_of_who_is_logged_in_paused_and_gone_on(visitor, site, operator, device, address):
    site.held(address, "okyakusama")
    customer = visitor(**device).open("/okyakusama/login")
    customer.send({"user_id": address, "password": PASSWORD}, "ログイン").open("/okyakusama/contracts")
    operator.join(begun(customer)).sees(602)
    customer.press("変更").press("変更する")
    operator.sees(604, "電話番号")
    customer.fill({"phone-area": "080", "phone-exchange": "8765", "phone-line": "4321"})
    barred(customer, "一時停止する")
    told(customer, "画面の共有を一時停止しています")
    assert customer.page.locator("[name=phone-line]").input_value() == "4321"
    expect(operator.page.locator(".mirror")).to_contain_text("一時停止しています")
    operator._looked_over_now()
    barred(customer, "共有を再開する")
    assert customer.number == 604 and customer.page.locator("[name=phone-line]").input_value() == "4321"
    customer.press("次へ")
    operator.sees(605, "入力あり")
    customer.press("この内容で")
    operator.sees(606)
    barred(customer, "共有を終了する")
    if customer.javascript:
        told(customer, "終了しました")
    else:
        assert customer.number == 922
    expect(operator.page.locator("h1")).to_have_text("画面の共有は終了しました")
    operator.troubles.clear()
    assert customer.open("/okyakusama/history").number == 714
    assert "オペレーターと画面を確認しました" in customer.text


@pytest.mark.parametrize("letters", [None, 32], ids=["16", "32"])
def test_the_bar_covers_nothing_that_has_the_focus(visitor, operator, letters):
    customer = visitor(size=SMALL, letters=letters).open("/okyakusama/registration/")
    operator.join(begun(customer)).sees(103)
    told(customer, "オペレーターと画面を共有しています")
    operator.point("キーワード")
    expect(customer.page.locator("[data-sharing-pointed]")).to_be_visible()
    assert customer.page.evaluate(OVERFLOW) <= 0
    seen = 0
    for _ in range(60):
        customer.page.keyboard.press("Tab")
        if customer.page.evaluate("() => document.activeElement.closest('main') !== null"):
            assert not customer.page.evaluate(COVERED), customer.focused
            seen += 1
    assert seen > 15


def test_on_paper_there_is_no_bar(visitor, operator):
    customer = visitor(**WITH).open("/okyakusama/registration/")
    operator.join(begun(customer)).sees(103)
    customer.page.emulate_media(media="print")
    for part in (".sharing", ".beside"):
        assert customer.page.locator(part).count() == 0 or not customer.page.locator(part).first.is_visible()


def test_to_end_it_keeps_what_cannot_be_shown_again(visitor, operator):
    """A password stays in its box, where a program runs: nothing is loaded anew."""
    customer = visitor(**WITH).open("/okyakusama/login")
    operator.join(begun(customer)).sees(102)
    told(customer, "オペレーターと画面を共有しています")
    customer.fill({"user_id": "hanako@example.jp", "password": "kaede77mado"})
    barred(customer, "一時停止する")
    told(customer, "一時停止しています")
    assert customer.focused["text"] == "共有を再開する"
    barred(customer, "共有を終了する")
    told(customer, "終了しました")
    assert customer.page.locator("[name=password]").input_value() == "kaede77mado"
    operator.troubles.clear()
