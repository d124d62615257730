"""Is somebody without a contract shown what they have to fill in, with and without JavaScript? 641 to 644."""

import applying
import pytest
from chromium import PC, PHONE

ON_A_PHONE, ON_A_PC = {"size": PHONE}, {"size": PC, "javascript": False}
devices = pytest.mark.parametrize("device", [ON_A_PHONE, ON_A_PC], ids=["phone", "PC without JavaScript"])


def boxes(visitor, names):
    return [visitor.page.locator(f"[name='{name}']").input_value() for name in names]


def to_642(visitor):
    visitor.open("/keiyakusha/application/")
    return visitor.send(applying.PLAN)


@devices
def test_who_applies_decides_what_is_asked(visitor, device):
    customer = to_642(visitor(**device))
    assert customer.send({"who": "company"}).number == 642
    assert "入力欄を切り替えました" in customer.text and "ご確認ください" not in customer.heading
    assert customer.page.locator(".errsum").count() == 0
    assert customer.page.locator("[name='company-whole']").is_visible()
    customer.fill({"who": "else"})
    customer.press("選択した内容の入力欄を表示")
    assert customer.page.locator("[name='holder-family']").is_visible()
    assert customer.page.locator(".field:target [name='who']").count() > 1
    assert not customer.javascript or customer.focused["name"] == "who"


@pytest.mark.parametrize("width", [320, 390])
def test_number_name_and_badge_of_a_long_question_stand_on_two_lines(visitor, width):
    customer = to_642(visitor(size=(width, 640)))
    customer.send({**applying.PERSON, **applying.CONTACT})
    customer.send(applying.PHONE)
    assert customer.send(applying.ROOM).number == 645
    labels = customer.page.locator("main .lab").all()
    lines = [each.evaluate("it => it.offsetHeight / parseFloat(getComputedStyle(it).lineHeight)") for each in labels]
    assert max(lines) < 2.5, lines


@devices
def test_the_room_may_be_where_the_policyholder_lives(visitor, device):
    customer = to_642(visitor(**device))
    assert customer.send({**applying.PERSON, **applying.CONTACT}).number == 643
    assert customer.send(applying.PHONE).number == 644
    if customer.javascript:
        customer.page.locator("main button", has_text="契約者の住所を写す").click()
        customer.page.locator("[data-filled]", has_text="住所を写しました").wait_for()
    else:
        customer.press("契約者の住所を写す")
        assert "住所を写しました" in customer.text
    names = ("location-code", "location-prefecture", "location-town", "location-street")
    assert boxes(customer, names) == ["1040053", "東京都", "中央区晴海", "1-2-3"]
