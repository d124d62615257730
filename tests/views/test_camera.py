"""Does a telephone put pictures into what goes on at a PC, one alone, for ten minutes, and see nothing of it? (806)"""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from browser import Browser
from picturing import CHOOSE, data, file, look, photos, to_803, with_accident
from ways import log_out, spoil

from domain.photos import passes
from views import camera
from views.wizard import file_routes

PRESS = "このスマートフォンで画像を追加する"


@pytest.fixture
def at_pc(app, browser):
    return to_803(browser, with_accident(app)[1]).send(button="QRコードを表示する")


@pytest.fixture
def address(app, at_pc):
    """What the QR code says, but for the host."""
    with app.app_context():
        held = passes.of_run(at_pc.url.split("/")[3], app.config["CLOCK"]())
        return f"/okyakusama/camera/{held.id}/{passes.secret_of(held.id)}"


@pytest.fixture
def phone(app):
    return Browser(app.test_client())


def put(phone, *files, **different):
    values = {"csrf_token": phone.values.get("csrf_token") or phone.form.select_one("[name=csrf_token]")["value"]}
    where = phone.form["data-upload"]
    return phone.client.post(where, data={**values, "files": list(files), **different})


def test_what_a_telephone_sends_is_there_at_the_pc(app, at_pc, phone, address):
    phone.open(address)
    assert (phone.number, phone.heading) == (806, "スマートフォンから画像を追加")
    phone.send(button=PRESS)
    assert phone.number == 806 and "secret" not in phone.url and phone.url.count("/") == 3
    phone.send({"files": [file("a.jpg"), file("b.jpg", 2)]}, button=CHOOSE)
    assert phone.notices == ["2枚の画像を登録しました。"]
    assert put(phone, file("c.jpg", 3)).json["state"] == "arrived"
    look(app)
    at_pc.open(at_pc.url)
    assert len(at_pc.page.select("img.pic__img")) == 3 and "スマートフォンとつながっています" in at_pc.text


def test_it_is_shown_nothing_of_it(app, at_pc, phone, address):
    at_pc.send({"files": [file("secret-name.jpg")]}, button=CHOOSE)
    look(app)
    pages = phone.open(address).response.text + phone.send(button=PRESS).response.text
    assert not re.search("髙|𠮷|J2026|C9000|secret-name|水濡れ|pictures/|img class", pages)
    [photo] = photos(app)
    for path in (f"pictures/{photo.id}/thumbnail", f"photos/{photo.run_id}/images", "accidents", "home"):
        assert phone.client.get(f"/okyakusama/{path}").status_code in (303, 403, 404, 410)


def test_opened_by_a_program_it_is_still_to_be_had(app, phone, another_browser, address):
    for _ in range(2):
        another_browser.open(address)
        another_browser.client.head(address)
    assert phone.open(address).send(button=PRESS).number == 806


def test_another_telephone_is_told_that_it_is_taken(app, phone, another_browser, address):
    another_browser.open(address)
    phone.open(address).send(button=PRESS)
    another_browser.send(button=PRESS, status=410)
    assert another_browser.number == 903 and camera.TAKEN_BY_ANOTHER in another_browser.text
    another_browser.open(address, 410)
    another_browser.open(phone.url, 410)
    assert phone.open(address).send(button=PRESS).number == 806


def test_after_ten_minutes_and_after_another_code_it_is_over(app, at_pc, phone, address, clock):
    phone.open(address).send(button=PRESS)
    clock.forward(minutes=10)
    answer = put(phone, file())
    assert (answer.status_code, answer.json["state"]) == (410, "gone")
    phone.send({"files": [file()]}, button=CHOOSE, status=410)
    assert phone.number == 902 and camera.OVER in phone.text
    for path in (address, phone.url):
        phone.open(path, 410)
    assert photos(app) == []


def test_once_it_was_sent_nothing_comes_to_it(app, at_pc, phone, address):
    phone.open(address).send(button=PRESS)
    at_pc.send({"files": [file()]}, button=CHOOSE)
    look(app)
    at_pc.open(at_pc.url).send(button="次へ").send(button="送信する")
    assert put(phone, file(number=2)).status_code == 410
    phone.send({"files": [file(number=3)]}, button=CHOOSE, status=410)
    assert len(photos(app)) == 1


def test_an_address_that_was_not_made_here_opens_nothing(app, phone, address):
    head, _, secret = address.rpartition("/")
    for wrong in (f"{head}/{secret[:-1]}x", f"{head}/x", f"{head}x/{secret}", head):
        phone.open(wrong, 410)
    phone.open(address.replace("okyakusama", "keiyakusha"), 404)


def test_without_a_file_it_says_so_and_what_is_refused_is_told(app, phone, address):
    phone.open(address).send(button=PRESS)
    phone.send(button=CHOOSE, status=422)
    assert phone.errors[-1] == "1. 写真を1枚以上選択してください。"
    assert put(phone, data(b"", "a.jpg")).json["message"].startswith("「a.jpg」は中身が空")


def test_a_lost_token_shows_the_page_again_and_takes_nothing(app, phone, address):
    spoil(phone.open(address)).send(button=PRESS, status=400)
    phone.send(button=PRESS)
    spoil(phone).send({"files": [file()]}, button=CHOOSE, status=400)
    assert phone.number == 806 and photos(app) == []
    answer = put(phone, file(), csrf_token="gone")
    assert (answer.status_code, answer.json["state"]) == (400, "token") and photos(app) == []


def test_it_may_bring_as_much_as_a_form_and_a_file_may(make_app, sqlite_url):
    app = make_app(sqlite_url, PHOTO_MEGABYTES=1, PHOTOS_AT_ONCE=2)
    pc = to_803(Browser(app.test_client()), with_accident(app)[1]).send(button="QRコードを表示する")
    with app.app_context():
        held = passes.of_run(pc.url.split("/")[3], app.config["CLOCK"]())
        phone = Browser(app.test_client()).open(f"/okyakusama/camera/{held.id}/{passes.secret_of(held.id)}")
    phone.send(button=PRESS)
    large = BytesIO(bytes(2**20 + 2**18))
    assert put(phone, (large, "a.jpg")).status_code == 413
    phone.send({"files": [data(bytes(2**21 + 2**18), "a.jpg")]}, button=CHOOSE, status=413)
    phone.open(f"/okyakusama/camera/{held.id}").send({"files": [data(bytes(2**20), "b.jpg")]}, button=CHOOSE)
    assert len(photos(app)) == 1


def test_what_the_plain_form_cannot_take_is_named(app, phone, address):
    phone.open(address).send(button=PRESS)
    phone.send({"files": [file("a.jpg"), data(b"", "b.jpg")]}, button=CHOOSE, status=422)
    assert any("「b.jpg」は中身が空" in line for line in phone.errors) and phone.notices == [
        "1枚の画像を登録しました。"
    ]


def test_in_the_pause_it_is_put_in_all_the_same(app, browser, phone, clock):
    clock.now = datetime(2026, 11, 29, 16, 59, tzinfo=UTC)
    to_803(browser, with_accident(app)[1]).send(button="QRコードを表示する")
    with app.app_context():
        held = passes.of_run(browser.url.split("/")[3], clock.now)
        phone.open(f"/okyakusama/camera/{held.id}/{passes.secret_of(held.id)}").send(button=PRESS)
    clock.forward(minutes=2)
    assert put(phone, file()).json["message"] == file_routes.PAUSED_AND_KEPT
    phone.send({"files": [file(number=2)]}, button=CHOOSE, status=503)
    assert phone.number == 906 and len(photos(app)) == 2


def test_it_is_over_when_its_customer_leaves(app, at_pc, phone, address):
    phone.open(address).send(button=PRESS)
    log_out(at_pc)
    assert put(phone, file()).status_code == 410 and photos(app) == []


def test_who_has_no_telephone_let_in_is_not_listened_to_for_long(app, phone, another_browser, address):
    phone.open(address).send(button=PRESS)
    another_browser.open("/okyakusama/login")
    large = {"csrf_token": "x", "files": [data(bytes(300 * 1024), "a.jpg")]}
    assert another_browser.client.post(phone.form["data-upload"], data=large).status_code == 413
