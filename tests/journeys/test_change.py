"""Does a customer find their contract and change it, on any device, with and without JavaScript? 602 to 609, 714."""

import os

import pytest
from chromium import PC, PHONE
from factories import PASSWORD
from playwright.sync_api import expect

ON_A_PHONE, ON_A_PC = {"size": PHONE}, {"size": PC, "javascript": False}
devices = pytest.mark.parametrize("device", [ON_A_PHONE, ON_A_PC], ids=["phone", "PC without JavaScript"])
PLACE = ("address-prefecture", "address-town", "address-street", "address-building")
COMPANY = {
    "company": True,
    "holder_name": "株式会社ｅ－見本",
    "holder_kana": "カブシキガイシャイーミホン",
    "holder_birth": None,
    "insured_is_holder": False,
    "insured_name": "清水　洋介",
    "insured_kana": "シミズ　ヨウスケ",
}


def inside(visitor, portal, user_id):
    visitor.open(f"/{portal}/login")
    return visitor.send({"user_id": user_id, "password": PASSWORD}, "ログイン")


def dated(name, day):
    """A day as it is typed into three boxes."""
    return {f"{name}-year": str(day.year), f"{name}-month": str(day.month), f"{name}-day": str(day.day)}


def boxes(visitor, *names):
    return [visitor.page.locator(f"[name='{name}']").input_value() for name in names]


@devices
def test_a_company_with_an_issued_id(visitor, site, device):
    user_id = f"K{os.urandom(4).hex().upper()}"
    number = site.held(user_id, "keiyakusha", **COMPANY)
    customer = inside(visitor(**device), "keiyakusha", user_id)
    assert customer.press("ご契約一覧").number == 602
    assert number in customer.text
    assert customer.press("変更").number == 603
    assert customer.press("変更する").number == 604
    wrong = {"phone-area": "050", "phone-exchange": "1234", "phone-line": "5678", "day-day": "40"}
    assert customer.send(wrong).number == 604
    assert "050から始まる番号は登録できません。" in customer.text and "暦にない日付です" in customer.text
    customer.page.locator("[name='phone-exchange']").fill("")
    customer.page.locator("[name='phone-line']").fill("")
    customer.page.locator("[name='phone-area']").fill("０９０－８７６５－４３２１")
    if customer.javascript:
        assert boxes(customer, "phone-area", "phone-exchange", "phone-line") == ["090", "8765", "4321"]
    assert customer.send(dated("day", site.day(4))).number == 605
    assert "090-8765-4321" in customer.text and "幹事保険会社" in customer.text
    assert customer.press("この内容で保険契約の変更（異動）を申し込む").number == 606
    assert customer.press("ご契約一覧へ").number == 602
    assert "受付済" in customer.text
    assert customer.press("変更").press("この申し込みを取り下げる").number == 609
    assert customer.press("この申し込みを取り下げる").number == 603
    assert customer.open("/keiyakusha/history").number == 714
    assert customer.open("/keiyakusha/contracts").press("契約確認").number == 607


@devices
def test_an_address_by_its_postal_code(visitor, site, address, device):
    site.held(address, "okyakusama")
    customer = inside(visitor(**device), "okyakusama", address)
    assert customer.press("各種変更の手続き").number == 610
    customer.press("ご住所・電話番号などの変更").press("変更する").press("変更する")
    customer.fill({"address-code": "100-0001"})
    if customer.javascript:
        customer.page.locator("main button", has_text="郵便番号から住所を入力").click()
        customer.page.locator("[data-filled]", has_text="住所を入力しました").wait_for()
        assert customer.focused["name"] == "address-street"
    else:
        customer.press("郵便番号から住所を入力")
        assert "住所を入力しました" in customer.text
    assert boxes(customer, *PLACE) == ["東京都", "千代田区千代田", "", ""]
    customer.page.locator("[name='address-street']").fill("1-1")
    with customer.led_on():
        customer.page.locator("[name='address-street']").press("Enter")
    assert customer.arrived().number == 605
    assert "〒100-0001 東京都千代田区千代田1-1" in customer.text
    assert customer.press("この内容で").number == 606
    assert customer.open("/okyakusama/changes").number == 610
    assert "〒" not in customer.page.title() and "千代田" not in customer.page.url


@devices
def test_one_of_several_places_with_a_postal_code(visitor, site, address, device):
    """By keyboard alone where there are scripts."""
    site.held(address, "okyakusama")
    customer = inside(visitor(**device), "okyakusama", address)
    customer.open("/okyakusama/contracts").press("変更").press("変更する")
    customer.fill({"address-code": "618-0000"})
    chosen = customer.page.get_by_label("大阪府三島郡島本町", exact=True)
    if customer.javascript:
        customer.page.locator("main button", has_text="郵便番号から住所を入力").click()
        customer.page.locator("[data-filled]", has_text="2件あります").wait_for()
        assert customer.focused["name"] == "address-choice"
        customer.page.keyboard.press("ArrowDown")
        assert chosen.is_checked()
        customer.page.keyboard.press("Tab")
        customer.page.keyboard.press("Enter")
        customer.page.locator("[data-filled]", has_text="番地を入力してください").wait_for()
        assert customer.focused["name"] == "address-street"
    else:
        customer.press("郵便番号から住所を入力")
        chosen.check()
        customer.press("選択した住所を入力")
    assert chosen.count() == 0
    assert boxes(customer, *PLACE) == ["大阪府", "三島郡島本町", "", ""]
    assert customer.send({"address-street": "1-1"}).number == 605
    assert "〒618-0000 大阪府三島郡島本町1-1" in customer.text


PHONE_BOXES = ("phone-area", "phone-exchange", "phone-line")


def test_a_pasted_telephone_number_is_spread_where_it_is_whole_and_else_left_to_the_server(visitor, site, address):
    """And never made another number by a program (screens.md section 7, 604)."""
    site.held(address, "okyakusama")
    customer = inside(visitor(size=PHONE), "okyakusama", address)
    customer.open("/okyakusama/contracts").press("変更").press("変更する")

    def pasted(text):
        customer.fill({"phone-exchange": "", "phone-line": "", "phone-area": text})
        return boxes(customer, *PHONE_BOXES)

    for text, spread in (
        ("03-1234-5678", ["03", "1234", "5678"]),
        ("（０４６６）３４−１１０２", ["046", "634", "1102"]),
        ("090ー1234ー5678", ["090", "1234", "5678"]),
        ("+81 80 8765 4321", ["080", "8765", "4321"]),
        ("0800-123-4567", ["0800", "123", "4567"]),
    ):
        assert pasted(text) == spread
    for text, left, message in (
        ("+1 212 555 0100", None, "海外の電話番号は登録できません。"),
        ("03-1234-5678 内線1", None, "内線番号は登録できません。"),
        ("03-1234-567 内線8", None, "内線番号は登録できません。"),
        ("03-1234-56781", None, "固定電話は市外局番から10桁、携帯電話は11桁で入力してください。"),
        ("090-1234-567", None, "固定電話は市外局番から10桁、携帯電話は11桁で入力してください。"),
        ("0120-123-4567", None, "通話料無料の番号（0120・0800）は登録できません。"),
        ("0120-123-456", ["0120", "123", "456"], "通話料無料の番号（0120・0800）は登録できません。"),
        ("0570-012-345", ["0570", "012", "345"], "0570から始まる番号は登録できません。"),
    ):
        assert pasted(text) == (left or [text, "", ""])
        assert customer.press("次へ").number == 604
        assert message in customer.page.locator(".errsum").inner_text()


def test_what_is_typed_while_the_postal_code_is_looked_up_stays(visitor, site, address):
    site.held(address, "okyakusama")
    customer = inside(visitor(), "okyakusama", address)
    customer.open("/okyakusama/contracts").press("変更").press("変更する")
    customer.fill({"address-code": "100-0001"})
    under_way = []
    customer.page.route("**/*", lambda route: under_way.append(route))
    with customer.page.expect_request("**/*"):
        customer.page.locator("main button", has_text="郵便番号から住所を入力").click()
    customer.fill({"address-street": "7-8", "address-building": "見本荘9"})
    under_way[0].continue_()
    customer.page.locator("[data-filled]", has_text="住所を入力しました").wait_for()
    assert boxes(customer, *PLACE) == ["東京都", "千代田区千代田", "7-8", "見本荘9"]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_long_address_leaves_the_names_of_the_items_whole(visitor, site, address, width):
    site.held(address, "okyakusama")
    customer = inside(visitor(size=(width, 800)), "okyakusama", address)
    customer.open("/okyakusama/contracts").press("変更").press("変更する")
    assert customer.send({"address-street": "1-2-3", "address-building": "見本荘" * 25}).number == 605
    names = customer.page.locator(".compared th > span:last-child, .rows--small dt > span:last-child")
    assert names.count() > 3
    assert [each.evaluate("it => it.getClientRects().length") for each in names.all()] == [1] * names.count()
    assert customer.page.evaluate("document.documentElement.scrollWidth") <= width


@devices
def test_a_postal_code_of_elsewhere_is_questioned_once(visitor, site, address, device):
    site.held(address, "okyakusama")
    customer = inside(visitor(**device), "okyakusama", address)
    customer.open("/okyakusama/contracts").press("変更").press("変更する")
    assert customer.send({"address-code": "163-8001"}).number == 604
    assert "郵便番号 163-8001 は東京都新宿区の番号です。" in customer.text
    with customer.led_on():
        customer.page.locator("[name='address-street']").press("Enter")
    assert customer.arrived().number == 605


@pytest.mark.whole_browser
@pytest.mark.parametrize(
    ("known", "parts"),
    [
        (
            {"ADDRESS_HOME_CITY": "千代田区", "ADDRESS_HOME_STREET_ADDRESS": "丸の内1-1-1\n見本ビル203"},
            ["東京都", "千代田区", "丸の内1-1-1", "見本ビル203"],
        ),
        (
            {"ADDRESS_HOME_STREET_ADDRESS": "千代田区丸の内1-1-1\n見本ビル203"},
            ["東京都", "", "千代田区丸の内1-1-1", "見本ビル203"],
        ),
        (
            {"ADDRESS_HOME_STREET_ADDRESS": "千代田区丸の内1-1-1 見本ビル203"},
            ["東京都", "", "千代田区丸の内1-1-1 見本ビル203", ""],
        ),
    ],
    ids=["with a municipality", "as Chromium asks for it in Japan", "in one line"],
)
def test_an_address_that_the_browser_fills_in_lands_whole(visitor, site, address, known, parts):
    """By Chromium's own autofill. Where it asks for an address in Japan it has no box for the municipality; and
    of the boxes in which something stands already it fills only the one that it was asked at."""
    site.held(address, "okyakusama")
    customer = inside(visitor(), "okyakusama", address)
    customer.open("/okyakusama/contracts").press("変更").press("変更する")
    customer.fill(dict.fromkeys(PLACE, ""))
    autofill(customer, "address-code", {"ADDRESS_HOME_ZIP": "100-0005", "ADDRESS_HOME_STATE": "東京都", **known})
    assert boxes(customer, "address-code", *PLACE) == ["100-0005", *parts]
    assert customer.press("次へ").number == 605
    assert "〒100-0005 東京都千代田区丸の内1-1-1 見本ビル203" in customer.text


def autofill(customer, box, known):
    """Let Chromium fill the form of a box in, as if this address had been chosen below it."""
    page, at = customer.page, f"[name='{box}']"
    browser = customer.context.new_cdp_session(page)
    browser.send("Autofill.enable")
    root = browser.send("DOM.getDocument")["root"]["nodeId"]
    node = browser.send("DOM.querySelector", {"nodeId": root, "selector": at})["nodeId"]
    field = browser.send("DOM.describeNode", {"nodeId": node})["node"]["backendNodeId"]
    fields = [{"name": name, "value": value} for name, value in {"ADDRESS_HOME_COUNTRY": "JP", **known}.items()]
    filled = []
    browser.on("Autofill.addressFormFilled", lambda event: filled.append(event))
    page.locator(at).fill("")
    browser.send("Autofill.trigger", {"fieldId": field, "address": {"fields": fields}})
    expect(page.locator(at)).to_have_value(known["ADDRESS_HOME_ZIP"])
    assert filled


def test_a_contract_that_is_closed_here(visitor, site, address):
    site.held(address, "okyakusama", online=False)
    customer = inside(visitor(), "okyakusama", address)
    assert customer.press("契約内容の確認").press("変更").press("変更する").number == 608
    assert "「お客さまWebサービス」でお手続きをすることができません。" in customer.text
