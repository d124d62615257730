"""How does a member of staff come in with a passkey and with a code, and what does Back show once they are out?"""

import pytest
from chromium import PC, PHONE, Visitor, by_name
from playwright.sync_api import expect
from staffing import PASSWORD

LABEL = "窓口3番のPC"
WITH_A_LOCK = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Member(Visitor):
    """Somebody at a desk; no page of theirs has a number."""

    number = property(lambda self: self.heading)

    def log_in(self, name, code):
        return self.open("/staff/login").types(name, code)

    def types(self, name, code):
        self.fill({"name": name, "password": PASSWORD, "code": code})
        with self.led_on():
            self.page.locator("#step button[type=submit]").click()
        return self.arrived()

    def log_out(self):
        with self.led_on():
            self.page.locator("header button").click()
        return self.arrived()

    def gets_an_authenticator(self, **different):
        """Of the device itself, with a lock that its owner can open."""
        devices = self.context.new_cdp_session(self.page)
        devices.send("WebAuthn.enable")
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**WITH_A_LOCK, **different}})
        return self

    @property
    def path(self):
        return self.page.url.removeprefix(self.site).partition("?")[0]


@pytest.fixture
def member(browser_program, site):
    made = []

    def make(**device):
        made.append(Member(browser_program, by_name(site.address), **device))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.mark.parametrize("size", [PC, PHONE], ids=["PC", "phone"])
def test_a_passkey_is_made_and_lets_in_its_member(member, site, size):
    name = site.operator()
    desk = member(size=size).gets_an_authenticator().log_in(name, site.code(name))
    assert desk.path == "/staff/customers"
    desk.open("/staff/account").press("パスキーを登録する")
    desk.send({"label": LABEL})
    assert LABEL in desk.text and not desk.page.locator("[data-unable]").count()
    desk.press("登録する")
    assert desk.path == "/staff/account" and LABEL in desk.text
    desk.log_out().press("パスキーでログイン")
    assert desk.path == "/staff/customers"
    assert "パスキー" in desk.open("/staff/account").page.locator("tbody tr").first.inner_text()
    desk.page.locator("button", has_text="削除する").click()
    desk.arrived()
    assert LABEL not in desk.text
    desk.log_out()
    desk.page.locator("[data-passkey]").click()
    desk.page.wait_for_url("**/staff/login/passkey**")


def test_who_has_no_key_or_does_not_open_the_lock_is_told_so_and_tries_again(member, site):
    name = site.operator()
    desk = member().gets_an_authenticator(isUserVerified=False).open("/staff/login")
    button, told = desk.page.locator("[data-passkey]"), desk.page.locator("[data-failed]")
    for _ in range(2):
        button.click()
        expect(told).to_be_visible()
        expect(told).to_contain_text("パスキーを確認できませんでした")
        expect(button).to_be_enabled()
    assert desk.path == "/staff/login"
    assert desk.types(name, site.code(name)).path == "/staff/customers"


def test_without_javascript_password_and_code_are_enough(member, site):
    name = site.operator()
    desk = member(javascript=False).log_in(name, site.code(name))
    assert desk.path == "/staff/customers"
    desk.open("/staff/account").press("パスキーを登録する").send({"label": LABEL})
    assert "JavaScript" in desk.text and not desk.page.locator("[data-passkey]").is_visible()
    desk.open("/staff/account/password")
    new = "Himawari-no-hana"
    desk.send({"current": PASSWORD, "password": new, "password-again": new}, "変更する")
    assert desk.path == "/staff/customers"
    assert not desk.log_out().page.locator("[data-passkey]").is_visible()


def test_at_another_address_of_ours_no_passkey_is_offered(browser_program, site):
    desk = Member(browser_program, site.address).open("/staff/login")
    assert not desk.page.locator("[data-passkey]").is_visible()
    desk.close()


@pytest.mark.whole_browser
@pytest.mark.parametrize("out", ["idle", "log_out"])
def test_back_shows_nothing_of_theirs_once_they_are_out(member, site, out):
    name = site.operator()
    desk = member().log_in(name, site.code(name)).open("/staff/account")
    desk.open("/staff/photos").back()
    assert desk.from_memory and desk.path == "/staff/account" and name in desk.text
    desk.open("/staff/photos")
    if out == "idle":
        site.staff_idle()
    else:
        desk.log_out()
    desk.page.go_back(wait_until="commit")
    expect(desk.page.locator("h1")).to_have_text("ログイン")
    assert name not in desk.page.content() and "田中" not in desk.page.content()
