"""Does 803 show what lies in the run, how much more may come, and the way to a telephone? (decision 25)"""

import pytest
from picturing import choose, file, look, to_803, to_804, with_accident
from ways import letters, run_id_of

from domain.photos import passes
from infra import clock as times
from views.wizard import uploads_shown


@pytest.fixture
def at_803(app, browser):
    return to_803(browser, with_accident(app)[1])


def test_how_many_more_may_come(app, at_803):
    assert "あと" not in at_803.text
    choose(at_803, file())
    assert "あと19枚" in at_803.text and letters(app) == []


def test_the_address_of_the_pass_is_the_services_own_whatever_a_request_says(app, at_803):
    """A Host is what somebody sends."""
    at_803.send(button="QRコードを表示する")
    with app.test_request_context(headers={"Host": "evil.example"}):
        held = passes.of_run(run_id_of(at_803), times.now())
        url = uploads_shown.pass_url(app.extensions["portals"]["okyakusama"], held)
        secret = passes.secret_of(held.id)
    assert url == f"https://mado.example/okyakusama/camera/{held.id}/{secret}"


def test_number_plates_are_asked_for_of_cars_alone(app, at_803):
    assert "ナンバー" not in at_803.text and "お部屋や建物" in at_803.text


def test_of_an_injury_nothing_is_drawn(app, browser):
    text = to_803(browser, with_accident(app, product_type="傷害保険", location="")[1]).text
    assert "おけがの画像が必要な場合は" in text and "お部屋や建物" not in text


def test_once_a_telephone_has_come_the_code_is_gone_and_another_can_be_had(app, at_803):
    at_803.send(button="QRコードを表示する")
    with app.app_context():
        first = passes.of_run(run_id_of(at_803), app.config["CLOCK"]())
        passes.claim(first.id, "somebody", app.config["CLOCK"]())
    at_803.open(at_803.url)
    assert not at_803.page.select(".phone__qr") and "12:10まで、そのスマートフォンから" in at_803.text
    at_803.send(button="別のスマートフォンを使う")
    assert at_803.page.select(".phone__qr svg")


def test_what_is_sent_is_read_back_in_its_order(app, browser):
    _, accident_id = with_accident(app, product_type="自動車保険", location="")
    to_803(browser, accident_id)
    assert "ナンバー" in browser.text
    to_804(browser, app, accident_id, file("a.jpg"), file("b.jpg", 2))
    assert [tag["alt"] for tag in browser.page.select("img.pic__img")] == ["1枚目の画像", "2枚目の画像"]
    assert look(app) == 0
