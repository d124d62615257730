"""Can everything be done without a mouse, and is it always to be seen where one is? 103 to 105 by Tab, Space, Enter."""

import pytest
from chromium import PC, PHONE
from factories import PROFILE

FARTHEST = 60
BOXES = [
    "holder-family",
    "holder-given",
    "kana-family",
    "kana-given",
    "birth-year",
    "birth-month",
    "birth-day",
    "email",
    "keyword",
]


def go_to(customer, wanted):
    """Press Tab until what is wanted has the focus; all on the way is to be seen."""
    for _ in range(FARTHEST):
        customer.page.keyboard.press("Tab")
        here = customer.focused
        if here is None:
            continue
        assert here["ring"], f"{customer.number}: no ring around {here}"
        assert here["seen"], f"{customer.number}: {here} lies under something"
        if wanted(here):
            return here
    raise AssertionError(f"{customer.number}: not reached by Tab")


def press_enter(customer, words):
    go_to(customer, lambda here: here["tag"] in ("A", "BUTTON") and words in here["text"])
    with customer.led_on():
        customer.page.keyboard.press("Enter")
    return customer.arrived()


@pytest.mark.parametrize("size", [PC, PHONE], ids=["PC", "phone"])
def test_103_to_105_by_the_keyboard_alone(visitor, address, size):
    customer = visitor(size=size).open("/okyakusama/registration/")
    keyboard, typed = customer.page.keyboard, {**PROFILE, "email": address}
    for name in BOXES[:4]:
        go_to(customer, lambda here, name=name: here["name"] == name)
        keyboard.type(typed[name])
    go_to(customer, lambda here: here["name"] == "birth-era")
    keyboard.press("ArrowRight")
    keyboard.press("ArrowRight")
    assert customer.focused["value"] == "showa"
    for name in BOXES[4:]:
        go_to(customer, lambda here, name=name: here["name"] == name)
        keyboard.type(typed[name])
    for name in ("terms", "privacy"):
        go_to(customer, lambda here, name=name: here["name"] == name)
        keyboard.press("Space")
    assert press_enter(customer, "次へ").number == 104
    assert "髙﨑 𠮷乃" in customer.text
    assert "1960年（昭和35年）4月1日" in customer.text
    assert press_enter(customer, "変更する").number == 103
    assert press_enter(customer, "次へ").number == 104
    assert press_enter(customer, "次へ").number == 105
    assert customer.page.locator("h1:focus").evaluate("(it) => getComputedStyle(it).outlineStyle") == "solid"


def test_enter_in_a_box_sends_the_form_on(visitor):
    customer = visitor().open("/okyakusama/login")
    customer.page.locator("[name=user_id]").focus()
    with customer.led_on():
        customer.page.keyboard.press("Enter")
    assert customer.arrived().page.title().startswith("エラー：")


def test_the_skip_link_leads_to_the_content(visitor):
    customer = visitor().open("/okyakusama/registration/")
    customer.page.keyboard.press("Tab")
    assert customer.focused["text"] == "本文へ移動する"
    assert customer.page.locator(".skip").bounding_box()["y"] >= 0
    customer.page.keyboard.press("Enter")
    assert customer.page.evaluate("document.activeElement.id") == "main"
