"""What happens when everything was typed wrong? The errors of 103 and 108 in a real browser."""

import re

import pytest
from chromium import PC, PHONE
from factories import ACCESS, PROFILE
from playwright.sync_api import expect
from walks import WRONG_103, WRONG_108

SUBJECT = "初回利用登録に関するご案内"
TYPED = {name: value for name, value in PROFILE.items() if value}
# A browser's own boxes hold no control characters.
WRONG = {**WRONG_103, "holder-family": "山田☃"}

SAME_FIELD = "id => document.getElementById(id).contains(document.activeElement)"
LABEL_SEEN = """id => {
  const [label] = document.querySelector(`[id='${id}'] .lab`).getClientRects();
  return label.top >= 0 && document.elementFromPoint(label.left + 5, label.top + 5)?.closest(".lab") != null;
}"""


def check_errors(customer, count):
    """The summary has the focus; each of its links leads to a box that says what is wrong with it."""
    page = customer.page
    assert page.title().startswith("エラー：")
    expect(page.locator("#errors")).to_be_focused()
    assert page.locator(".errsum h2").inner_text().strip() == f"{count}か所の入力をご確認ください"
    links = page.locator(".errsum a")
    assert links.count() == count
    for place in range(count):
        link = links.nth(place)
        line = re.fullmatch(r"(\d+)\. (.+)", link.inner_text())
        target = link.get_attribute("href").lstrip("#")
        link.click()
        expect(page.locator(f"[id='{target}'] :focus")).to_have_count(1)
        assert page.evaluate(LABEL_SEEN, target), f"the label of {line[2]} is out of view"
        field = page.locator(f".field[id='{target}']")
        assert field.locator(".no").inner_text().endswith(line[1])
        assert line[2].endswith(field.locator(".err > span").inner_text().removeprefix("エラー：").strip())
        # A press on Tab or a letter goes on from there, and it is not under the bar that stays on top.
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert customer.focused["seen"], f"{line[2]} lies under something"
        assert page.evaluate(SAME_FIELD, target)


@pytest.mark.parametrize("size", [PHONE, PC], ids=["phone", "PC"])
def test_nothing_is_filled_in_on_103(visitor, size):
    customer = visitor(size=size).open("/okyakusama/registration/").press("次へ")
    check_errors(customer, 7)


def test_everything_is_wrong_on_103_and_stays_to_be_mended(visitor):
    customer = visitor(size=PHONE).open("/okyakusama/registration/").send(WRONG)
    check_errors(customer, 8)
    for name in ("holder-family", "kana-given", "birth-month", "email", "employee"):
        assert customer.page.locator(f"[name='{name}']").input_value() == WRONG[name]
    assert customer.send({**TYPED, "employee": ""}).number == 104


def test_everything_is_wrong_on_108(visitor, address):
    customer = visitor(size=PHONE).open("/okyakusama/registration/").send({**TYPED, "email": address})
    customer.press("次へ")
    [link] = [link for link in customer.read_mail(SUBJECT, address) if "/l/" in link]
    customer.open(link).send({"keyword": PROFILE["keyword"]})
    boxes = [name for name in WRONG_108 if name != "birth-era"]
    customer.send(dict.fromkeys(boxes, ""))
    check_errors(customer, 7)
    customer.send({**WRONG_108, "holder-family": "山田☃"})
    check_errors(customer, 7)
    assert customer.page.locator("[name=password]").input_value() == ""
    assert "パスワードは安全のため、もう一度入力してください。" in customer.text
    profile = {name: TYPED[name] for name in WRONG_108 if name in TYPED}
    assert customer.send({**profile, "email": address, "email-again": address, **ACCESS}).number == 109


def test_a_wrong_login_and_a_wrong_keyword(visitor, address):
    customer = visitor(size=PHONE).open("/okyakusama/login").press("ログイン")
    check_errors(customer, 2)
    customer.send({"user_id": address, "password": "himawari1"}, "ログイン")
    check_errors(customer, 2)
    customer.open("/okyakusama/registration/").send({**TYPED, "email": address}).press("次へ")
    [link] = [link for link in customer.read_mail(SUBJECT, address) if "/l/" in link]
    customer.open(link).send({"keyword": "ajisai"})
    check_errors(customer, 1)
    assert "あと4回" in customer.text
