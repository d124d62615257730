"""Can a member find a customer with the keyboard alone, and is every page of it readable to everybody?"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import NARROW, OVERFLOW, PC, PHONE, TAGS
from staffing import PASSWORD, code, hire

SIZES = (PC, PHONE, NARROW, (1920, 1080))


def looked_at(page):
    """Nothing to complain of in any size."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} scrolls sideways at {width}"
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": PC[0], "height": PC[1]})


def focused(page):
    return page.evaluate("() => document.activeElement.id || document.activeElement.getAttribute('href')")


def sent(page):
    """Enter in the box, and the page that comes."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    looked_at(page)


@pytest.mark.whole_browser
def test_a_customer_is_found_by_the_keyboard(site, browser_program):
    site.held("finder@example.jp", "okyakusama")
    told = []
    site._do(lambda: (hire(site._app, "finder"), told.append(code(site._app, "finder"))))
    with browser_program.new_context() as context:
        page = context.new_page()
        page.goto(f"{site.address}/staff/login")
        for name, value in (("name", "finder"), ("password", PASSWORD), ("code", told[0])):
            page.fill(f"[name={name}]", value)
        sent(page)
        assert focused(page) == "words"
        page.keyboard.type("佐藤")
        sent(page)
        assert focused(page) == "errors"
        page.keyboard.press("/")
        assert (focused(page), page.input_value("#words")) == ("words", "佐藤")
        page.keyboard.type("a/b")
        assert page.input_value("#words") == "a/b"
        page.fill("#words", "タカサキ")
        sent(page)
        found = page.url
        assert focused(page) == "found"
        page.keyboard.press("Tab")
        assert focused(page).startswith("/staff/customers/") and focused(page).endswith("/open")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.go_back(wait_until="commit")
        assert page.url == found and page.locator(".staff-found tbody tr").count() > 0
