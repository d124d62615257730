"""Does 802 list a customer's accidents, and does nobody else see a picture? (802, row U11)"""

import factories
import pytest
from picturing import accident, choose, file, look, photos, to_803, to_804, with_accident
from ways import log_in, log_out

from domain.photos.storage import Kind

ACCIDENTS = "/okyakusama/accidents"


@pytest.fixture
def at_804(app, browser):
    _, accident_id = with_accident(app)
    return to_804(browser, app, accident_id)


def rows(browser):
    found = browser.page.select("tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in found]


def test_an_accident_is_told_of_and_how_many_pictures_were_sent(app, at_804):
    sent = at_804.send(button="送信する").follow("続けて画像を送信する")
    [row] = rows(sent)
    assert sent.number == 802
    assert row[:5] == ["J20269001", "2026年11月20日", "水濡れ", "東京損害サービス課 森", "1枚"]
    assert sent.follow("画像を登録する").number == 803


def test_511_leads_there_and_a_portal_that_takes_no_pictures_has_it_not(app, browser):
    with_accident(app)
    assert log_in(browser).follow("事故担当者へ事故の画像を送る").number == 802
    browser.open("/keiyakusha/accidents", 404)


def test_who_is_not_logged_in_comes_back_here_after_it(app, browser):
    with_accident(app)
    browser.open(ACCIDENTS)
    assert browser.number == 102
    browser.send({"user_id": "yoshino.t@example.jp", "password": factories.PASSWORD})
    assert browser.number == 802


@pytest.mark.parametrize("closed", [{"online": False}, {"group_contract": True}])
def test_of_a_contract_that_is_closed_to_the_web_none_are_taken(app, browser, closed):
    _, accident_id = with_accident(app, **closed)
    log_in(browser).open(ACCIDENTS)
    assert rows(browser)[0][-1] == "インターネットではお送りいただけません。担当者へご連絡ください。"
    assert browser.open(f"/okyakusama/photos/of/{accident_id}/", 409).number == 608


def test_without_an_accident_it_says_what_to_do(app, browser):
    with app.app_context():
        factories.held(app)
    assert "表示できる事故がありません" in log_in(browser).open(ACCIDENTS).text


def test_many_accidents_are_listed_page_by_page(app, browser):
    with_accident(app)
    with app.app_context():
        for number in range(20):
            accident(1, f"J2026{number:04}")
    assert len(rows(log_in(browser).open(ACCIDENTS))) == 20
    assert len(rows(browser.follow("次のページ"))) == 1


def test_a_picture_is_shown_to_its_owner_as_nothing_but_a_picture(app, at_804):
    [image] = at_804.page.select(".pic__img")
    shown = at_804.client.get(image["src"])
    assert shown.data.startswith(b"\xff\xd8") and shown.mimetype == "image/jpeg"
    assert shown.headers["Content-Disposition"] == "inline"
    copy = at_804.client.get(image["src"].replace("thumbnail", "copy"))
    assert copy.headers["Content-Disposition"].startswith('attachment; filename="20261124-')
    assert copy.headers["Content-Disposition"].isascii() and len(copy.data) > len(shown.data)
    for answer in (shown, copy):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("what", ["thumbnail", "copy"])
def test_to_nobody_else(app, at_804, another_browser, what):
    [photo] = photos(app)
    address = f"/okyakusama/pictures/{photo.id}/{what}"
    assert at_804.client.get(address).status_code == 200
    assert another_browser.client.get(address).location == f"/okyakusama/login?next={address}"
    with app.app_context():
        factories.account(app, user_id="hanako@example.jp")
    log_in(another_browser, "hanako@example.jp").open(address, 404)
    at_804.open(address.replace("okyakusama", "keiyakusha"), 404)
    at_804.open(address.replace(photo.id, "x" * 22), 404)
    log_out(at_804.open("/okyakusama/home"))
    assert at_804.client.get(address).status_code == 303


def test_not_before_it_was_looked_at_nor_when_it_is_gone(app, browser):
    _, accident_id = with_accident(app)
    choose(to_803(browser, accident_id), file())
    [photo] = photos(app)
    address = f"/okyakusama/pictures/{photo.id}/thumbnail"
    browser.open(address, 404)
    look(app)
    assert browser.client.get(address).status_code == 200
    app.extensions["photo storage"].delete(Kind.THUMBNAIL, photo.id)
    browser.open(address, 404)
