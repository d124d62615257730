"""Does a supervisor see the figures at real browsers of any width, with JavaScript and without?

Of every page that comes AtDesk looks whether it fits and is open to everybody.
"""

import pytest
from at_desk import AtDesk
from chromium import NARROW, PC, PHONE

from domain.staff.members import Role

SIZES = """() => [...document.querySelectorAll("figure text")].map((text) => {
  const box = text.getBoundingClientRect(), own = text.closest("figure").getBoundingClientRect();
  return [parseFloat(getComputedStyle(text).fontSize), box.left - own.left, own.right - box.right];
})"""
BARS = """() => [...document.querySelectorAll("figure rect")].map((bar) => {
  const box = bar.getBoundingClientRect(), own = bar.closest("svg").getBoundingClientRect();
  return [box.width, box.height, box.left - own.left, own.right - box.right];
})"""
# What two neighbours and the ground around them look like.
FILLS = "() => [...new Set([...document.querySelectorAll('#letters rect')].map((bar) => getComputedStyle(bar).fill))]"


DEVICES = {"PC": (PC, True), "phone": (PHONE, True), "narrow": (NARROW, False), "without JavaScript": (PC, False)}


@pytest.fixture(params=DEVICES.values(), ids=DEVICES)
def member(request, browser_program, site):
    size, javascript = request.param
    made = AtDesk(browser_program, site.address, size=size, javascript=javascript)
    yield made.log_in(site.operator(role=Role.SUPERVISOR))
    made.close()


def test_figures_of_today_of_a_week_and_of_a_month(member, site):
    site.figures()
    for words in ("今日", "30日間", "7日間"):
        member.open("/staff/figures")
        with member.led_on():
            member.page.get_by_role("link", name=words, exact=True).click()
        member.arrived()
        assert member.page.locator("figure").count() == 7
        letters = member.page.evaluate(SIZES)
        assert [each for each in letters if each[0] < 12 or each[1] < 0 or each[2] < 0] == []
        bars = member.page.evaluate(BARS)
        assert bars and [each for each in bars if each[0] < 1 or each[1] < 1 or each[2] < -1 or each[3] < -1] == []
    assert len(member.page.evaluate(FILLS)) == 5
    for closed in member.page.locator("figure summary").all():
        closed.click()
    member.arrived()
    assert member.page.locator("figure table:visible").count() == member.page.locator("figure table").count() > 4
    with member.led_on():
        member.page.get_by_role("link", name="更新する").click()
    member.arrived()
    assert member.heading == "利用状況"
