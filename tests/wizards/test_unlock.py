"""Is a lock lifted by link, keyword and a new password, in one press? 414–416."""

import factories
import pytest
from ways import NEW, keyword_on, newest_link, pressed, to_413, to_415, twin


@pytest.fixture
def owner(app):
    with app.app_context():
        return factories.owner(app).id


def test_414_415_416(app, browser, owner):
    to_413(browser)
    keyword = keyword_on(browser)
    assert browser.open(newest_link(app)).number == 414
    assert browser.send({"keyword": keyword}).number == 415
    assert "6文字以上15文字以内" in browser.text
    assert browser.send(NEW).number == 416
    assert "ロックを解除しました" in browser.heading
    assert browser.follow("ホームへ").number == 511


def test_a_press_that_comes_twice_shows_the_same(app, browser, owner):
    to_415(browser, app)
    action, data = pressed(browser)
    again = twin(browser, app)
    first = browser.client.post(action, data={**data, **NEW}, follow_redirects=True)
    second = again.client.post(action, data={**data, **NEW}, follow_redirects=True)
    assert ["（画面番号416）" in each.text for each in (first, second)] == [True, True]
    assert again.open("/okyakusama/home").number == 511


def test_passwords_that_differ_unlock_nothing(app, browser, owner):
    to_415(browser, app).send({**NEW, "password-again": "Kaede55mada"}, 422)
    assert browser.number == 415
    assert "一致していません" in browser.errors[1]


def test_it_is_told_in_their_record(app, browser, owner):
    to_415(browser, app).send(NEW)
    assert "ロックを解除しました" in browser.open("/okyakusama/devices").text
