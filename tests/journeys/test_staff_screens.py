"""Does an operator get to any screen by keys alone, and is it there as wide and as it looks at the customer's?"""

import pytest
import staffing
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

SCREEN = "/staff/screens/okyakusama/103"
PATIENCE = 100
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOK = """() => ["h1", ".bar", ".btn--p", ".in", ".lab"].map((each) => {
  const style = getComputedStyle(document.querySelector(each));
  return [style.fontSize, style.color, style.backgroundColor, style.fontFamily, style.borderTopColor];
})"""


@pytest.fixture
def desk(browser_program, site):
    """An operator's browser, logged in; a member's code is good once, so each test has a member of its own."""
    made = []

    def make(name, **how):
        context = browser_program.new_context(base_url=site.address, locale="ja-JP", reduced_motion="reduce", **how)
        made.append(context)
        site._do(lambda: staffing.hire(site._app, name))
        told = []
        site._do(lambda: told.append(staffing.answers(site._app, name)))
        page = context.new_page()
        page.goto("/staff/login")
        for box, value in told[0].items():
            page.fill(f"[name={box}]", value)
        page.click("main button[type=submit]")
        page.wait_for_url("**/staff/customers")
        expect(page.locator("#words")).to_be_focused()
        return page

    yield make
    for context in made:
        context.close()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_g_and_digits_lead_to_a_screen(desk):
    page = desk("keys")
    assert page.evaluate("document.activeElement.id") == "words"
    press(page, "Escape", "g", "1", "0")
    assert "画面番号 10" in page.inner_text("[data-typed]")
    press(page, "Backspace", "0", "3", "Enter")
    page.wait_for_url(f"**{SCREEN}")
    press(page, "g", "5", "0", "3")
    page.wait_for_url("**/staff/screens/keiyakusha/503")
    press(page, "g", "1", "Escape")
    assert page.is_hidden("[data-typed]")
    press(page, "g", "x", "1", "Enter")
    assert page.is_hidden("[data-typed]") and page.url.endswith("/keiyakusha/503")


def test_what_is_typed_into_a_box_is_typed_into_it(desk):
    page = desk("boxes")
    page.goto("/staff/screens")
    page.focus("#word")
    page.keyboard.type("g103?")
    assert page.input_value("#word") == "g103?" and page.is_hidden("[data-typed]")
    assert not page.evaluate("document.querySelector('[data-keys]').open")


def test_j_and_k_lead_from_row_to_row_and_enter_opens(desk):
    page = desk("rows")
    page.goto("/staff/screens?word=10")
    focused = "document.activeElement.getAttribute('href')"
    hrefs = page.locator("[data-rows] tbody tr a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    press(page, "Escape", "j")
    assert page.evaluate(focused) == hrefs[0]
    press(page, "j", "j", "k")
    assert page.evaluate(focused) == hrefs[1]
    press(page, "k", "k", "k")
    assert page.evaluate(focused) == hrefs[0]
    press(page, "Enter")
    page.wait_for_url(f"**{hrefs[0]}")


def test_a_question_mark_tells_the_keys(desk):
    page = desk("help")
    press(page, "Escape", "?")
    told = page.locator("dl.staff-keys").get_by_text("画面103の案内を開きます")
    expect(told).to_be_visible()
    press(page, "?")
    expect(told).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1280, 800), (1920, 1080)])
def test_nothing_goes_sideways_and_the_frame_is_as_wide_as_the_device(desk, width, height):
    page = desk(f"w{width}", viewport={"width": width, "height": height})
    for path, inside in ((SCREEN, min(390, width - 52)), (f"{SCREEN}?as=pc", 1060), ("/staff/screens", None)):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if inside:
            frame = page.frames[1]
            assert abs(frame.evaluate("innerWidth") - inside) <= 2, "a zoomed frame has no whole pixels"
            assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
            box, around = page.locator("iframe").bounding_box(), page.locator(".staff-mirror").bounding_box()
            assert box["x"] + box["width"] <= around["x"] + around["width"]


@pytest.mark.parametrize(("asked", "width"), [("", 390), ("?as=pc", 1060)])
def test_it_looks_as_at_the_customers(desk, asked, width):
    page = desk(f"look{width}", viewport={"width": 1920, "height": 1080})
    page.goto(f"{SCREEN}{asked}")
    shown = page.frames[1].evaluate(LOOK)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/okyakusama/registration/")
    assert page.evaluate(LOOK) == shown


def test_it_can_be_scrolled_and_nothing_else(desk):
    page = desk("scroll", viewport={"width": 1280, "height": 800})
    page.goto(SCREEN)
    frame = page.frames[1]
    box = page.locator("iframe").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 300)
    page.mouse.wheel(0, 600)
    for _ in range(PATIENCE):
        if frame.evaluate("scrollY") > 300:
            break
        page.wait_for_timeout(50)
    assert frame.evaluate("scrollY") > 300
    page.mouse.click(box["x"] + 200, box["y"] + 300)
    assert frame.evaluate("document.activeElement === document.body")
    assert page.url.endswith(SCREEN)


def test_without_scripts_everything_is_there(desk):
    page = desk("noscript", java_script_enabled=False)
    page.goto("/staff/screens")
    page.fill("#word", "105")
    page.click("text=開く")
    page.wait_for_url("**/staff/screens/okyakusama/105")
    assert page.is_visible(".staff-say")
    assert "105" in page.frames[1].locator("header .screen-no").inner_text()


def test_axe_finds_nothing(desk):
    page = desk("axe", viewport={"width": 1280, "height": 800})
    for path in ("/staff/screens", "/staff/screens?word=998", SCREEN, f"{SCREEN}?as=pc", "/staff/incidents?number=x"):
        page.goto(path)
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], path
