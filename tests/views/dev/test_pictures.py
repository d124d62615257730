"""Is a drawn picture in the run as one that was read would be? (row W25)"""

import factories
import picturing
import pytest

from views.dev import pictures


@pytest.fixture
def portal(app):
    return app.extensions["portals"]["okyakusama"]


def test_who_has_had_an_accident_is_found(app, portal):
    account_id, accident_id = picturing.with_accident(app)
    with app.app_context():
        assert pictures.accidents_of(portal) == [(account_id, str(accident_id))]
        assert pictures.accidents_of(app.extensions["portals"]["keiyakusha"]) == []


def test_the_picture_is_shown_and_can_be_sent(app, browser):
    with app.app_context():
        _, contract_id = factories.held(app)
        picturing.accident(contract_id)
    page = browser.client.get("/okyakusama/_dev/screens").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = browser.client.post("/okyakusama/_dev/screens/photos/confirm", data={"csrf_token": token})
    browser.open(answer.location)
    assert browser.number == 804 and pictures.CAPTION in browser.text
    [image] = browser.page.select("img.pic__img")
    assert browser.client.get(image["src"]).data.startswith(b"\xff\xd8")
    assert browser.send(button="送信する").number == 805
