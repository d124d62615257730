"""Is a visitor led on only within the portal, at no cost of whoever makes addresses up?"""

import pytest
from ways import pressed

from views.shared import redirects

LONG = "あ" * 20_000
HOME = "/okyakusama/home"


@pytest.fixture
def within(app):
    def run(asked):
        with app.test_request_context("/okyakusama/login"):
            return redirects.safe_redirect_target(app.extensions["portals"]["okyakusama"], asked)

    return run


@pytest.mark.parametrize("asked", [HOME, "/okyakusama/contracts?page=2", "/okyakusama/history?" + "x" * 1000])
def test_a_page_of_the_portal_is_taken(within, asked):
    assert within(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "//evil.example/okyakusama/home",
        "https://evil.example/",
        "/keiyakusha/home",
        "/okyakusama/no-such-page",
        "/okyakusama/agencies/..",
        "/okyakusama/agencies/%2E%2e",
        "/okyakusama/home\\",
        "/okyakusama/ホーム",
        "/okyakusama/home?" + "x" * 2000,
        f"//{LONG}",
        f"//{LONG}/okyakusama/",
        f"/okyakusama/{LONG}",
    ],
    ids=lambda asked: asked[:30],
)
def test_all_else_leads_home_and_is_not_read(within, normalized, asked):
    assert within(asked) == HOME
    assert max(normalized) <= redirects.LONGEST


def test_more_time_leads_on_at_once_whatever_is_sent(browser, normalized):
    """Anybody may ask for it, also where nobody is logged in."""
    _, data = pressed(browser.open("/okyakusama/login"))
    answer = browser.client.post("/okyakusama/extend", data={**data, "next": f"//more{LONG}"})
    assert answer.location == HOME
    assert max(normalized) <= redirects.LONGEST
