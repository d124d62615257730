"""Does a customer end or renew their contract on any device, with and without JavaScript? 611–614, 621–625."""

import os
import re

import pytest
from chromium import PC, PHONE
from factories import PASSWORD
from playwright.sync_api import expect

ON_A_PHONE, ON_A_PC = {"size": PHONE}, {"size": PC, "javascript": False}
devices = pytest.mark.parametrize("device", [ON_A_PHONE, ON_A_PC], ids=["phone", "PC without JavaScript"])
HOLDER = "タカサキ ヨシノ"


def inside(visitor, portal, user_id):
    visitor.open(f"/{portal}/login")
    return visitor.send({"user_id": user_id, "password": PASSWORD}, "ログイン")


def searched(customer, device):
    """With JavaScript a bank is looked up when its box is left, and when one of several is chosen."""
    if device is ON_A_PC:
        customer.press("検索する")


def told(customer, question, words):
    """What is found stands beside its box."""
    expect(customer.page.locator(f"#{question}-told")).to_have_text(words)
    expect(customer.page.locator(f"#{question}-told")).to_be_in_viewport()


@devices
def test_a_contract_ends(visitor, site, device):
    user_id = f"K{os.urandom(4).hex().upper()}"
    site.held(user_id, "keiyakusha")
    customer = inside(visitor(**device), "keiyakusha", user_id)
    assert customer.press("解約").number == 611
    assert customer.press("解約").number == 612
    assert customer.press("次へ").number == 612
    customer.fill({"bank": "埼玉"})
    customer.page.keyboard.press("Tab")
    searched(customer, device)
    told(customer, "bank", re.compile("選択してください"))
    customer.fill({"bank-code": "0017"})
    searched(customer, device)
    told(customer, "bank", "埼玉りそな銀行（0017）です。")
    customer.fill({"branch": "上尾", "number": "１２３４５６７"})
    customer.fill({"reason": "moved", "pledge": "no", "account": "ordinary"})
    assert customer.press("次へ").number == 613
    assert "埼玉りそな" in customer.text and "補償が終了します" in customer.text and HOLDER in customer.text
    assert customer.fill({"understood": "yes"}).press("この内容で解約を申し込む").number == 614
    assert customer.press("ご契約一覧へ").number == 602
    assert "受付済" in customer.text


@devices
def test_a_contract_goes_on(visitor, site, address, device):
    period = {"starts_on": site.day(-345), "ends_on": site.day(20)}
    site.held(address, "okyakusama", product_type="自動車保険", **period)
    customer = inside(visitor(**device), "okyakusama", address)
    assert customer.press("契約の継続手続").number == 621
    assert customer.press("継続手続").number == 622
    assert customer.page.locator("#plan-same").is_checked()
    assert customer.fill({"plan": "full"}).press("次へ").number == 623
    assert customer.press("次へ").number == 623
    customer.fill({"asked_grade": "20等級", "asked_licence": "ゴールド", "asked_use": "業務"})
    assert customer.press("次へ").number == 624
    assert customer.press("この内容で継続を申し込む").number == 624
    assert "重要事項説明書をお読みのうえ" in customer.text
    assert customer.fill({"important": "yes", "intention": "yes"}).press("この内容で継続を申し込む").number == 625
    assert customer.press("契約の継続手続").number == 621
    assert "受付済" in customer.text
