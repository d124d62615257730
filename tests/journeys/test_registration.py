"""Does a policyholder come from the agency's page to their contract, on every kind of device? 101 to 110, 511, 621."""

import pytest
from chromium import OVERFLOW, PC, PHONE
from factories import ACCESS, PROFILE

from tests.domain.messages import every

SUBJECT = "初回利用登録に関するご案内"
TYPED = {name: value for name, value in PROFILE.items() if value}
# Of a drawing that is shown and of the heading: their edges.
EDGES = """() => ["main .drawing", "h1"].map((which) => document.querySelector(which).getBoundingClientRect())
    .map(({ top, bottom, height }) => ({ top, bottom, height }))"""


def stands_beside(visitor):
    """The drawing of this screen pushes nothing down: it is beside the heading, and as low as two lines of it."""
    drawing, heading = visitor.page.evaluate(EDGES)
    assert drawing["height"] <= (72 if visitor.page.viewport_size["width"] < 768 else 120)
    assert not drawing["height"] or (drawing["bottom"] > heading["top"] and drawing["top"] < heading["bottom"])


def to_105(visitor, address):
    """From the agency's page to the keyword, as the screens lead."""
    visitor.open("/okyakusama/agencies/A1000")
    assert visitor.number == 101
    visitor.press("ログイン")
    assert visitor.number == 102
    stands_beside(visitor)
    assert "駅前ほけん" in visitor.text
    visitor.press("初めてご利用いただく方はこちら")
    assert visitor.number == 112
    visitor.page.locator(".way", has_text="キーワード").get_by_role("link").click()
    visitor.arrived()
    assert visitor.number == 103
    visitor.send({**TYPED, "email": address})
    assert visitor.number == 104
    assert "髙﨑 𠮷乃" in visitor.text
    assert "タカサキ ヨシノ" in visitor.text
    assert "1960年（昭和35年）4月1日" in visitor.text
    visitor.press("次へ")
    assert visitor.number == 105
    stands_beside(visitor)
    assert visitor.page.locator("h1").evaluate("(it) => getComputedStyle(it).outlineStyle") == "none"
    assert visitor.page.locator(".keyword strong").inner_text() == "Himawari7"
    return visitor


def from_the_link(visitor, link, address, number):
    """From the link in the mail to the contract."""
    visitor.open(link)
    assert visitor.number == 107
    assert link.rpartition("/")[2] not in visitor.page.url
    visitor.send({"keyword": "ｈｉｍａｗａｒｉ７"})
    assert visitor.number == 108
    assert visitor.page.locator("[name=email]").input_value() == address
    visitor.send(ACCESS)
    assert visitor.number == 109
    assert "●●●●●●●●" in visitor.text
    visitor.press("次へ")
    assert visitor.number == 110
    visitor.press("ホームへ")
    assert visitor.number == 511
    visitor.press("契約の継続手続")
    assert visitor.number == 621
    assert number in visitor.text
    assert visitor.page.locator(".cell-act a", has_text="継続手続").count() == 1
    assert visitor.open("/okyakusama/contracts").number == 602


@pytest.mark.parametrize(
    "device",
    [{"size": PHONE}, {"size": PHONE, "javascript": False}, {"size": PHONE, "letters": 32}],
    ids=["phone", "without JavaScript", "letters twice as large"],
)
def test_from_the_agency_to_the_contract(visitor, site, address, device):
    number = site.contract(address)
    customer = to_105(visitor(**device), address)
    [link] = [link for link in customer.read_mail(SUBJECT, address) if "/l/" in link]
    from_the_link(customer, link, address, number)


def test_no_letter_is_wider_than_its_reader(browser_program):
    """All kinds of them one below the other, in the programs of phones and PCs; a button is as large as a thumb."""
    with every.writing() as portals:
        drafts = every.every(portals["okyakusama"])
    page = browser_program.new_page(viewport={"width": 320, "height": 844})
    page.set_content("".join(draft.html for draft in drafts))
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(OVERFLOW) <= 0, width
    assert page.locator("h1").count() == len(drafts)
    sides = "(all, side) => all.map(one => one.getBoundingClientRect()[side])"
    assert min(page.locator("td a[style*=block]").evaluate_all(sides, "height")) >= 44
    assert set(page.locator("table[style*=max-width]").evaluate_all(sides, "width")) == {520}
    page.close()


def test_letters_are_twice_as_large_where_the_customer_says_so(visitor):
    customer = visitor(size=PHONE, letters=32).open("/okyakusama/login")
    assert customer.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"


def test_begun_on_a_pc_and_finished_on_the_phone(visitor, site, address):
    number = site.contract(address)
    pc = to_105(visitor(size=PC), address)
    [link] = [link for link in pc.read_mail(SUBJECT, address) if "/l/" in link]
    from_the_link(visitor(size=PHONE), link, address, number)
    assert visitor(size=PC).open(link).number == 903


def test_closing_105_leads_away_from_the_keyword(visitor, address):
    """Where no program runs, the browser closes no window: the form around the button leads to the login."""
    customer = to_105(visitor(javascript=False), address)
    assert customer.press("閉じる").number == 102
