"""Can a developer get to any screen, and nobody in production? (row W25)"""

import factories
import picturing
import pytest
from ways import portal_of

from wizards.registry import WIZARDS

OKYAKUSAMA = "/okyakusama/_dev/screens"
STEPS = [(wizard, step) for wizard in WIZARDS.values() for step in wizard.steps]


@pytest.fixture
def browser(browser, app):
    with app.app_context():
        _, contract_id = factories.held(app)
        picturing.accident(contract_id)
        factories.caller(app)
    return browser


def index_of(wizard):
    return f"/{portal_of(wizard)}/_dev/screens"


def jump(browser, wizard, slug, status=200):
    """Press a button of the page, which is none of the customers' screens."""
    token = browser.client.get(index_of(wizard)).text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.client.post(
        f"{index_of(wizard)}/{wizard}/{slug}", data={"csrf_token": token}, follow_redirects=True
    )
    assert answer.status_code == status
    return answer


@pytest.mark.parametrize(("wizard", "step"), STEPS, ids=lambda each: getattr(each, "slug", None) or each.name)
def test_each_step_is_a_press_away(browser, wizard, step):
    assert f"{step.number} {step.title}" in browser.client.get(index_of(wizard.name)).text
    assert f"（画面番号{step.number}）" in jump(browser, wizard.name, step.slug).text


def test_what_is_no_step_is_nowhere(browser):
    jump(browser, "registration", "nothing", 404)


def test_in_production_there_is_nothing(app, browser):
    app.config["PRODUCTION"] = True
    assert browser.client.get(OKYAKUSAMA).status_code == 404
    assert browser.client.post(f"{OKYAKUSAMA}/registration/profile").status_code in (400, 404)
