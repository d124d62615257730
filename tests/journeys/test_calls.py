"""How does a customer get in by a call from their own telephone? 502, 503, 504, while the page waits."""

import shutil

import pytest
from chromium import NARROW, PC, PHONE
from factories import PASSWORD

OWN = "09012345678"


def to_503(visitor, user_id):
    return visitor.open("/keiyakusha/login").send({"user_id": user_id, "password": PASSWORD}, "ログイン")


def shown(customer):
    return customer.page.locator(".call__to [data-called]").inner_text().strip()


@pytest.mark.parametrize("size", [PHONE, PC], ids=["phone", "PC"])
def test_the_page_hears_of_each_call_and_goes_on_by_itself(visitor, site, size):
    """A withheld call first, then the right one: nothing is pressed."""
    user_id = site.caller()
    customer = to_503(visitor(size=size), user_id)
    assert customer.number == 503
    assert customer.page.locator("figure svg").is_visible() == (size == PC)
    number = shown(customer)
    site.call(None, number)
    customer.page.get_by_text("電話番号が通知されていませんでした。").wait_for()
    assert customer.number == 503
    site.call(OWN, number)
    customer.page.wait_for_url("**/keiyakusha/home")
    assert customer.arrived().number == 504


def test_what_is_announced_on_502_stands_apart_from_what_is_above_it(visitor, site):
    page = visitor(size=PHONE).open("/keiyakusha/login").page
    lead, note = (page.locator(which).first.bounding_box() for which in (".lead", ".lead + .note"))
    assert note["y"] - lead["y"] - lead["height"] >= 12


def test_the_time_that_is_left_is_shown_and_said_now_and_then(visitor, site):
    customer = to_503(visitor(size=PHONE), site.caller())
    left = customer.page.locator("[data-left]")
    assert left.inner_text().startswith(("あと5分", "あと4分"))
    assert left.get_attribute("aria-hidden") == "true"
    assert customer.page.locator("[data-left-said]").inner_text() == ""


def test_that_the_wait_is_over_is_told_to_who_does_not_see_it(visitor, site):
    """The page asks for itself anew: its title and what has the focus are read out."""
    user_id = site.caller()
    customer = to_503(visitor(size=PHONE), user_id)
    customer.press("電話をかけたので、次へ進む")
    assert "まだお電話を確認できていません。" in customer.focused["text"]
    to_503(visitor(size=PC), user_id)
    customer.page.get_by_text("どちらのログインも取りやめました。").wait_for()
    assert customer.arrived().page.title().startswith("受付終了：電話番号による本人認証")
    assert "どちらのログインも取りやめました。" in customer.focused["text"]


@pytest.mark.parametrize("size", [PHONE, NARROW])
def test_with_letters_twice_as_large_nothing_scrolls_sideways(visitor, site, size):
    """WCAG 1.4.4, 1.4.10: 503, also once it has heard a call, and 505."""
    customer = to_503(visitor(size=size, letters=32), site.caller())
    site.call(None, shown(customer))
    customer.page.get_by_text("電話番号が通知されていませんでした。").wait_for()
    customer.arrived().open("/keiyakusha/no-number")


@pytest.mark.whole_browser
def test_a_page_that_comes_back_when_all_has_come_goes_on_by_itself(visitor, site):
    customer = to_503(visitor(size=PHONE), site.caller())
    number = shown(customer)
    customer.open("/")
    site.call(OWN, number)
    customer.page.go_back()
    customer.page.wait_for_url("**/keiyakusha/home")
    assert customer.arrived().number == 504


def test_without_javascript_a_button_asks(visitor, site):
    customer = to_503(visitor(size=PHONE, javascript=False), site.caller())
    number = shown(customer)
    assert customer.press("電話をかけたので、次へ進む").number == 503
    assert "まだお電話を確認できていません。" in customer.text
    site.call(None, number)
    assert "電話番号が通知されていませんでした。" in customer.press("電話をかけたので、次へ進む").text
    site.call(OWN, number)
    assert customer.press("電話をかけたので、次へ進む").number == 504


def test_who_comes_back_from_the_telephone_goes_on_at_once(visitor, site):
    """A page that is not seen asks nothing; seen again, it asks at once."""
    customer = to_503(visitor(size=PHONE), site.caller())
    customer.page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    asked = []
    customer.page.on("request", lambda request: asked.append(request.url))
    site.call(OWN, shown(customer))
    customer.page.wait_for_timeout(2500)
    assert asked == []
    customer.page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    customer.page.wait_for_url("**/keiyakusha/home")


@pytest.mark.kamailio
@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_a_call_by_the_trunk_while_the_page_waits(visitor, called_site, javascript, tmp_path):
    """All the way: a browser, a real Kamailio and sipp; without a number first, then with it."""
    if shutil.which("sipp") is None:
        pytest.skip("NO SIPP HERE: nobody called; apt-get install sip-tester")
    customer = to_503(visitor(at=called_site, size=PHONE, javascript=javascript), called_site.caller())
    number = shown(customer).replace("-", "")
    called_site.sip("anonymous", number, tmp_path)
    if not javascript:
        customer.press("電話をかけたので、次へ進む")
    customer.page.get_by_text("電話番号が通知されていませんでした。").wait_for()
    called_site.sip(OWN, number, tmp_path)
    if not javascript:
        customer.press("電話をかけたので、次へ進む")
    customer.page.wait_for_url("**/keiyakusha/home")
    assert customer.arrived().number == 504
