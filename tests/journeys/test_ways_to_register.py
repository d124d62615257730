"""Does who has a policy at hand register, and who has none, and does an address change? 201–205, 301–306, 701–705."""

import pytest
from chromium import PC, PHONE
from factories import PASSWORD, PROFILE
from ways import NEW

INITIAL = "uERsmM8c"
TICKED = {"news": "yes", "terms": "yes", "privacy": "yes"}
PERSON = {name: value for name, value in PROFILE.items() if value and name != "keyword"}
devices = pytest.mark.parametrize(
    "device", [{"size": PHONE}, {"size": PC, "javascript": False}], ids=["phone", "PC without JavaScript"]
)


def at_the_choice(visitor, way):
    visitor.open("/okyakusama/login").press("初めてご利用いただく方はこちら")
    assert visitor.number == 112
    visitor.page.locator(".way", has_text=way).get_by_role("link").click()
    return visitor.arrived()


@devices
def test_by_the_initial_password(visitor, site, address, device):
    number = site.policy(INITIAL)
    customer = at_the_choice(visitor(**device), "簡単登録")
    assert customer.number == 201
    assert customer.page.locator("img.drawn").evaluate("image => image.complete && image.naturalWidth > 0")
    assert customer.press("初回ログインへ進む").number == 202
    assert customer.send({"number": number, "initial": "wrong7pw"}).number == 202
    assert "一致するご契約を確認できませんでした" in customer.text
    assert customer.send({"number": number.lower(), "initial": INITIAL}).number == 203
    assert customer.send({"email": address, "email-again": address, **TICKED, **NEW}).number == 204
    assert INITIAL not in customer.page.content() and NEW["password"] not in customer.page.content()
    assert customer.press("この内容で登録する").number == 205
    assert customer.press("ホームへ").number == 511
    assert "メールアドレスの確認が済んでいません" in customer.page.inner_text("body")
    [link] = [link for link in customer.read_mail("メールアドレスの確認のお願い", address) if "/link/" in link]
    assert customer.open(link).number == 704
    assert customer.press("このメールアドレスを登録する").number == 511
    assert "メールアドレスの確認が済んでいません" not in customer.page.inner_text("body")
    other = visitor().open("/okyakusama/login").send({"user_id": address, "password": NEW["password"]}, "ログイン")
    assert other.number == 511


@devices
def test_by_a_temporary_password(visitor, site, address, device):
    number = site.contract("")
    customer = at_the_choice(visitor(**device), "仮パスワード")
    assert customer.number == 301
    assert customer.send({**PERSON, "number": number, "email": address}).number == 302
    assert customer.press("次へ").number == 303
    customer.read_mail("仮パスワードのお知らせ", address)
    password = customer.page.inner_text("main").partition("仮パスワード：")[2].split()[0]
    customer.open("/okyakusama/login").send({"user_id": address, "password": password}, "ログイン")
    assert customer.number == 305
    assert customer.open("/okyakusama/renewals").number == 305
    assert customer.send(NEW, "登録する").number == 306
    assert customer.press("ホームへ").number == 511
    assert number in customer.press("契約の継続手続").text


@devices
@pytest.mark.parametrize("portal", ["okyakusama", "keiyakusha"])
def test_an_address_changes(visitor, site, address, portal, device):
    user_id = address if portal == "okyakusama" else f"K{address.split('.')[1][:7].upper()}"
    site.account(user_id, portal=portal, email=address)
    customer = visitor(**device).open(f"/{portal}/login").send({"user_id": user_id, "password": PASSWORD}, "ログイン")
    new = f"new.{address}"
    assert customer.open(f"/{portal}/my-page").press("メールアドレスの登録・変更").number == 701
    assert customer.send({"email": new, "email-again": new}).number == 702
    assert customer.press("この内容で申し込む").number == 703
    [stop] = [link for link in customer.read_mail("お申し込みのお知らせ", address) if "/link/" in link]
    assert visitor(**device).open(stop).number == 705
    [confirm] = [link for link in customer.read_mail("確認のお願い", new) if "/link/" in link]
    assert customer.open(confirm).number == 704
    customer.press("このメールアドレスを登録する")
    assert new in customer.open(f"/{portal}/my-page").text
    assert visitor(**device).open(stop).number == 903


def test_the_former_owner_stops_a_change(visitor, site, address):
    site.account(address)
    intruder = visitor().open("/okyakusama/login").send({"user_id": address, "password": PASSWORD}, "ログイン")
    new = f"new.{address}"
    intruder.open("/okyakusama/address_change/").send({"email": new, "email-again": new}).press("この内容で申し込む")
    owner = visitor(size=PHONE)
    [stop] = [link for link in owner.read_mail("お申し込みのお知らせ", address) if "/link/" in link]
    assert owner.open(stop).press("変更を取りやめる").number == 102
    assert intruder.open("/okyakusama/home").number == 102
