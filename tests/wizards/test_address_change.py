"""Does an address change by its owner's wish, by a link to the new one, told to the old one? 701–704 (A17–A19)."""

import factories
import pytest
from browser import Browser
from factories import PASSWORD
from ways import OWNER, letters, link_in, log_in, newest_link, tables

NEW = {"email": "new@example.jp", "email-again": "new@example.jp"}
OLD = "yoshino.t@example.jp"


@pytest.fixture
def customers(app):
    with app.app_context():
        for portal in ("okyakusama", "keiyakusha"):
            factories.owner(app, portal)


def come(browser, portal="okyakusama"):
    return browser.open(f"/{portal}/login").send({"user_id": OWNER[portal], "password": PASSWORD})


def to_703(browser, portal="okyakusama"):
    return come(browser, portal).open(f"/{portal}/address_change/").send(NEW).send()


@pytest.mark.parametrize("portal", ["okyakusama", "keiyakusha"])
def test_from_ones_own_page_to_the_new_address(app, browser, customers, portal):
    come(browser, portal).open(f"/{portal}/my-page").follow("メールアドレスの登録・変更")
    assert browser.number == 701
    assert browser.send(NEW).number == 702
    assert browser.send().number == 703
    assert browser.summary["新しいメールアドレス"] == "new@example.jp"
    assert "それまでは、現在のご登録のままです" in browser.text
    told, asked = letters(app)
    assert [(each.kind, each.address) for each in (told, asked)] == [
        ("address_asked", OLD),
        ("confirm_address", "new@example.jp"),
    ]
    assert "n***@example.jp" in told.text and "new@" not in told.text
    shown = browser.open(f"/{portal}/my-page").summary
    assert shown["メールアドレス"] == OLD
    browser.open(link_in(asked)).send()
    shown = browser.open(f"/{portal}/my-page").summary
    assert shown["メールアドレス"] == "new@example.jp"
    assert shown[{"okyakusama": "ユーザーID", "keiyakusha": "ログインID"}[portal]] == (
        "new@example.jp" if portal == "okyakusama" else "KMA7482X"
    )
    assert (letters(app)[-1].kind, letters(app)[-1].address) == ("address_changed", OLD)


def test_a_first_address_is_registered_the_same_way(app, browser):
    with app.app_context():
        factories.owner(app, "keiyakusha", email=None)
    come(browser, "keiyakusha").follow("こちら")
    assert browser.number == 701
    browser.send(NEW).send()
    assert [each.kind for each in letters(app)] == ["confirm_address"]
    browser.open(newest_link(app)).send()
    assert browser.open("/keiyakusha/my-page").summary["メールアドレス"] == "new@example.jp"
    assert "メールアドレスの登録がまだの" not in browser.open("/keiyakusha/home").text


def test_the_address_as_it_is_is_no_change(app, browser, customers):
    same = {"email": "Yoshino.T@Example.jp", "email-again": "yoshino.t@example.jp"}
    come(browser).open("/okyakusama/address_change/").send(same, 422)
    same["email-again"] = same["email"]
    browser.send(same).send(status=409)
    assert browser.number == 702
    assert "現在ご登録のメールアドレスと同じです" in browser.errors[0]
    assert letters(app) == []


def test_a_taken_address_is_told_to_its_owner_and_nobody_else(app, browser, another_browser, customers):
    """A3: the same pages, the same work."""
    with app.app_context():
        factories.account(app, user_id="new@example.jp")
    to_703(browser)
    assert browser.summary["新しいメールアドレス"] == "new@example.jp"
    assert [each.kind for each in letters(app)] == ["address_asked", "already_registered"]
    assert len(tables(app)["links"]) == 2


def test_where_ids_are_issued_two_may_have_one_address(app, browser, customers):
    """A family, or a company and its owner."""
    with app.app_context():
        factories.account(app, "keiyakusha", "HRK5394T", email="new@example.jp")
    to_703(browser, "keiyakusha")
    browser.open(newest_link(app)).send()
    assert browser.open("/keiyakusha/my-page").summary["メールアドレス"] == "new@example.jp"


def test_a_change_of_password_voids_what_waits(app, browser, another_browser, customers):
    """A8."""
    to_703(browser)
    link = newest_link(app)
    come(another_browser).open("/okyakusama/password_change/").send(
        {"current": PASSWORD, "password": "Kaede55mado", "password-again": "Kaede55mado"}
    )
    assert another_browser.open(link, 410).number == 903


def test_a_newer_wish_voids_the_older_for_the_same_address(app, browser, customers, clock):
    to_703(browser)
    old = newest_link(app)
    clock.forward(minutes=3)
    browser.open("/okyakusama/address_change/").send(NEW).send()
    browser.open(old, 410)
    assert "12:03に新しいメール" in browser.text


def test_it_is_for_customers(browser):
    assert browser.open("/okyakusama/address_change/").number == 102


def test_it_is_written_down_and_shown(app, browser, customers):
    to_703(browser)
    assert "メールアドレスの変更を受け付けました" in browser.open("/okyakusama/devices").text
    browser.open(newest_link(app)).send()
    assert "メールアドレスを変更しました" in browser.open("/okyakusama/devices").text
    assert log_in(Browser(browser.client), "new@example.jp").number == 511
