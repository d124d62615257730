"""How does a customer log in, get locked out, log out, and add a contract? 102, 904, 511, 621, 721 to 723."""

import pytest
from chromium import PC, PHONE
from factories import PASSWORD

BIRTH = {"birth-era": "showa", "birth-year": "３５", "birth-month": "4", "birth-day": "1"}
KANA = {"kana-family": "たかさき", "kana-given": "ﾖｼﾉ"}


def log_in(visitor, user_id, password=PASSWORD):
    return visitor.open("/okyakusama/login").send({"user_id": user_id, "password": password}, "ログイン")


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_five_wrong_passwords_lock(visitor, site, address, javascript):
    site.account(address)
    customer = visitor(size=PHONE, javascript=javascript)
    for _ in range(4):
        assert log_in(customer, address, "himawari1").number == 102
        assert "一致しません" in customer.text
        assert customer.page.locator("[name=user_id]").input_value() == address
    assert log_in(customer, address, "himawari1").number == 904
    assert log_in(customer, address).number == 904


@pytest.mark.parametrize(
    "device", [{"size": PHONE}, {"size": PC}, {"size": PHONE, "javascript": False}, {"size": PHONE, "letters": 32}]
)
def test_a_contract_is_added(visitor, site, address, device):
    number = site.contract(f"former.{address}")
    site.account(address)
    customer = log_in(visitor(**device), address.upper())
    assert customer.number == 511
    assert customer.press("契約の継続手続").number == 621
    assert number not in customer.text
    assert customer.press("契約中の保険を追加する").number == 721
    typed = {"number": f"{number[:4]}−{number[4:]}", **KANA, **BIRTH, "phone_end": "５６７８"}
    assert customer.send({**typed, "phone_end": "1234"}).number == 722
    assert customer.press("この内容で追加する").number == 722
    assert "確認できませんでした" in customer.text
    customer.change("電話番号の下4桁").send({"phone_end": "５６７８"})
    assert customer.press("この内容で追加する").number == 723
    assert customer.press("契約の継続手続").number == 621
    assert number in customer.text
    with customer.led_on():
        customer.page.locator(".who button").click()
    assert customer.arrived().number == 102
    assert customer.open("/okyakusama/renewals").number == 102


def test_who_came_for_another_page_gets_there_after_the_login(visitor, site, address):
    site.account(address)
    customer = visitor(size=PHONE).open("/okyakusama/renewals")
    assert customer.number == 102
    assert customer.send({"user_id": address, "password": PASSWORD}, "ログイン").number == 621


@pytest.mark.parametrize("size", [PHONE, PC], ids=["phone", "PC"])
def test_the_other_pages_of_both_portals(visitor, size):
    """What no journey comes by fits, too, breaks no word where one reads at a glance, and is open to everybody."""
    reader = visitor(size=size).open("/")
    for portal in ("okyakusama", "keiyakusha"):
        for page in ("login", "terms", "privacy", "environment", "screens", "nowhere", "keyword"):
            assert reader.open(f"/{portal}/{page}").broken == [], page
