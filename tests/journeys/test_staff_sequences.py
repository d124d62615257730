"""Does a member open a customer's record, verify the caller and walk the sequences, at real browsers of any width?

Of every page that comes AtDesk looks whether it fits and is open to everybody, one on which nothing was answered too.
"""

import pytest
from at_desk import AtDesk
from chromium import PC, PHONE
from factories import PASSWORD
from talking import RIGHT, WHY

from rules.japanese import dates
from wizards.staff.registry import STAFF_WIZARDS

# In this order, the last of which closes the contracts to the web.
WALKED = ("unlock", "end_logins", "telephone", "correction", "recovery", "web_access")
# What is there alone is chosen already.
CHOSEN = {"locks-login"}
# There is no mail with a link to this customer, and no paper of their portal's.
CLOSED = {"send_link", "initial_password"}


@pytest.fixture
def customer(site, visitor, address):
    """Somebody with one contract who is logged in, and whose next login is locked; gives the number of the contract."""
    number = site.known_to_nobody(address)
    visitor().open("/okyakusama/login").send({"user_id": address, "password": PASSWORD}, "ログイン")
    site.locked_out(address)
    return number


@pytest.fixture(params=[{"size": PC}, {"size": PHONE, "javascript": False}], ids=["with JavaScript", "without"])
def member(request, browser_program, site):
    made = AtDesk(browser_program, site.address, **request.param)
    yield made.log_in(site.operator())
    made.close()


def opened(member, number):
    """A case about whoever holds a contract; gives its address."""
    member.send({"words": number}, "検索する")
    with member.led_on():
        member.page.locator(".staff-found tbody a").first.click()
    member.arrived()
    member.press("お客さまの情報を開く")
    assert member.page.locator(".errsum li").count() == 2
    member.send({"caller": "self", "reason": WHY}, "お客さまの情報を開く")
    return member.page.url


def verified(member, right):
    """All is asked that has to be."""
    while (asked := member.page.locator("input[name=question]")).count():
        member.send({"answer": right[asked.input_value()]}, "答え合わせをする")
    assert "ご本人であることを確認しました" in member.text


def test_a_customer_is_served_from_their_record(member, customer, site, address):
    record = opened(member, customer)
    verified(member, {**RIGHT, "email": address, "ends": dates.show_date(site.day(335))})
    for name in STAFF_WIZARDS:
        member.open(f"{record}/do/{name}/")
        assert (member.heading == "この手続きはできません") == (name in CLOSED), name
    for name in WALKED:
        first, confirm = STAFF_WIZARDS[name].steps
        member.open(f"{record}/do/{name}/").press("次へ")
        assert member.page.locator(".errsum li").count(), name
        sample = {box: value for box, value in first.form.sample.items() if box not in CHOSEN}
        member.send({**sample, "number": customer} if "number" in sample else sample)
        assert member.page.locator(".staff-where .num").inner_text() == f"{confirm.number}", member.text
        member.press(confirm.button)
        assert member.heading == STAFF_WIZARDS[name].complete.title
    assert {*WALKED, *CLOSED} == set(STAFF_WIZARDS)
