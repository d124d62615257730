"""Does who cannot get in get in again, and does nobody else stay in? 402 to 416, 501 to 504, 711 to 713, 903, 904."""

import os
import re
from typing import NamedTuple

import pytest
from chromium import PC, PHONE
from factories import PASSWORD
from ways import BORN, NEW

WRONG = "himawari1"
INITIAL = "Ymd8Kkn3"
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})
ON_A_PHONE, ON_A_PC = {"size": PHONE}, {"size": PC, "javascript": False}
devices = pytest.mark.parametrize("device", [ON_A_PHONE, ON_A_PC], ids=["phone", "PC without JavaScript"])


class Portal(NamedTuple):
    """What a customer of the one portal reads and presses otherwise than of the other."""

    name: str
    login: int
    home: int
    forgotten: str
    homeward: str
    asks_id: bool


OKYAKUSAMA = Portal("okyakusama", 102, 511, "ユーザーID・パスワードをお忘れの方はこちら", "ホームへ", False)
KEIYAKUSHA = Portal("keiyakusha", 502, 504, "パスワードをお忘れの方は、こちら", "メニューへ", True)


class Owner(NamedTuple):
    """Somebody with an account."""

    portal: Portal
    user_id: str
    address: str


@pytest.fixture
def issued_id():
    """A ログインID that no other test has."""
    return f"K{os.urandom(4).hex().upper()}"


@pytest.fixture(params=[OKYAKUSAMA, KEIYAKUSHA], ids=lambda portal: portal.name)
def owner(request, site, address, issued_id):
    portal = request.param
    user_id = issued_id if portal.asks_id else address
    site.account(user_id, portal=portal.name, email=address)
    return Owner(portal, user_id, address)


def at_the_login(visitor, portal):
    visitor.open(f"/{portal.name}/login")
    assert visitor.number == portal.login
    return visitor


def log_in(visitor, owner, password=PASSWORD):
    typed = {"user_id": owner.user_id, "password": password}
    return at_the_login(visitor, owner.portal).send(typed, "ログイン")


def inside(visitor, owner, password=PASSWORD):
    assert log_in(visitor, owner, password).number == owner.portal.home
    return visitor


def is_out(visitor, portal):
    return visitor.open(f"/{portal.name}/home").number == portal.login


def keyword_of(visitor):
    shown = visitor.page.locator(".keyword strong").inner_text()
    assert re.fullmatch(r"[A-Z0-9]{4} [A-Z0-9]{4}", shown)
    return shown


def link_of(visitor, subject, address):
    [link] = [link for link in visitor.read_mail(subject, address) if "/l/" in link]
    return link


def to_my_page(visitor):
    with visitor.led_on():
        visitor.page.locator("main a[href$='/my-page']").first.click()
    assert visitor.arrived().number == 700
    return visitor


@devices
def test_a_forgotten_password(visitor, owner, device):
    portal = owner.portal
    other = inside(visitor(), owner)
    customer = at_the_login(visitor(**device), portal).press(portal.forgotten)
    assert customer.number == 402
    if portal.asks_id:
        # What belongs to a company is there for all where no script hides it.
        customer.page.locator("#number").wait_for(state="hidden" if customer.javascript else "visible")
    said = {"user_id": owner.user_id} if portal.asks_id else {}
    customer.send({**said, "email": owner.address, **BORN})
    assert customer.number == 407
    assert owner.address in customer.text
    assert "1960年（昭和35年）4月1日" in customer.text
    assert customer.press("次へ").number == 403
    keyword = keyword_of(customer)
    link = link_of(customer, "再設定に関するご案内", owner.address)
    customer.open(link)
    assert customer.number == 404
    assert customer.send({"keyword": keyword.lower().translate(WIDE)}).number == 405
    if not portal.asks_id:
        assert customer.page.locator("[name=email]").input_value() == owner.address
    assert customer.send(NEW).number == 408
    assert NEW["password"] not in customer.page.content()
    assert customer.press("次へ").number == 406
    assert customer.press(portal.homeward).number == portal.home
    assert is_out(other, portal)
    assert other.open(link).number == 903
    assert log_in(other, owner).number == portal.login
    inside(other, owner, NEW["password"])


@pytest.mark.parametrize(
    ("first", "second"), [(ON_A_PC, ON_A_PHONE), (ON_A_PHONE, ON_A_PC)], ids=["PC to phone", "phone to PC"]
)
def test_a_lock_is_lifted_on_another_device(visitor, owner, first, second):
    customer = visitor(**first)
    for _ in range(4):
        assert log_in(customer, owner, WRONG).number == owner.portal.login
    assert log_in(customer, owner, WRONG).number == 904
    assert customer.press("ロック解除の手続き").number == 411
    assert customer.send({"user_id": owner.user_id, **BORN}).number == 412
    assert owner.user_id in customer.text
    assert customer.press("次へ").number == 413
    keyword = keyword_of(customer)
    elsewhere = visitor(**second).open(link_of(customer, "ロック解除に関するご案内", owner.address))
    assert elsewhere.number == 414
    assert elsewhere.send({"keyword": keyword.replace(" ", "").lower()}).number == 415
    assert elsewhere.send(NEW, "ロックを解除する").number == 416
    assert elsewhere.press(owner.portal.homeward).number == owner.portal.home
    inside(customer, owner, NEW["password"])


@devices
def test_a_password_is_changed(visitor, owner, device):
    other = inside(visitor(), owner)
    customer = to_my_page(inside(visitor(**device), owner)).press("パスワードの変更")
    assert customer.number == 711
    assert customer.send({"current": WRONG, **NEW}, "変更する").number == 711
    field = customer.page.locator(".field", has=customer.page.locator("[name=current]"))
    assert field.locator(".no").inner_text().endswith("1")
    assert "現在のパスワードが一致しません。" in field.locator(".err").inner_text()
    assert customer.page.locator(".errsum a").count() == 1
    assert customer.send({"current": PASSWORD, **NEW}, "変更する").number == 712
    assert customer.press(owner.portal.homeward).number == owner.portal.home
    assert is_out(other, owner.portal)
    inside(other, owner, NEW["password"])


@devices
def test_the_passwords_of_711_are_shown_and_hidden(visitor, owner, device):
    customer = to_my_page(inside(visitor(**device), owner)).press("パスワードの変更")
    for name in ("current", "password", "password-again"):
        box, button = (customer.page.locator(f"[{what}='{name}']") for what in ("name", "data-shows"))
        assert button.is_visible() is customer.javascript
        for kind in ("text", "password") if customer.javascript else ():
            button.click()
            assert box.get_attribute("type") == kind


@devices
def test_the_first_login_with_an_initial_password(visitor, site, address, issued_id, device):
    site.issued(issued_id, INITIAL, portal=KEIYAKUSHA.name, email=address)
    owner = Owner(KEIYAKUSHA, issued_id, address)
    customer = visitor(**device).open("/keiyakusha/")
    assert customer.number == 501
    assert customer.press("ログインへ進む").number == 502
    assert customer.send({"user_id": issued_id, "password": INITIAL}, "ログイン").number == 711
    for page in ("home", "my-page", "devices", "renewals"):
        assert customer.open(f"/keiyakusha/{page}").number == 711
        assert "お客さまがお決めになるパスワードへの変更をお願いいたします。" in customer.text
    assert customer.send({"current": INITIAL, **NEW}, "変更する").number == 712
    assert customer.press("メニューへ").number == 504
    assert to_my_page(customer).page.locator("dd", has_text=issued_id).is_visible()
    other = visitor()
    assert log_in(other, owner, INITIAL).number == 502
    inside(other, owner, NEW["password"])


@devices
def test_one_device_is_logged_out_from_the_other(visitor, owner, device):
    other = inside(visitor(), owner)
    customer = to_my_page(inside(visitor(**device), owner)).press("ご利用中の端末")
    assert customer.number == 713
    assert customer.text.count("この端末です") == 1
    assert customer.press("ログアウトさせる").number == 713
    assert "選ばれた端末からログアウトしました。" in customer.text
    assert customer.page.get_by_role("button", name="ログアウトさせる").count() == 0
    assert is_out(other, owner.portal)
    assert customer.open(f"/{owner.portal.name}/home").number == owner.portal.home
