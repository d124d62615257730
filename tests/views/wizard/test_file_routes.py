"""Does a script put each file in by a request of its own, and learn what has become of it? (803)"""

from datetime import UTC, datetime
from io import BytesIO

import factories
import pytest
from browser import Browser
from picturing import choose, data, file, look, photos, to_803, to_804, with_accident
from ways import at_once, log_in, run_id_of, twin

from domain.photos.storage import StorageFailed
from infra import rate_limits
from views.wizard import file_routes


@pytest.fixture
def at_803(app, browser):
    return to_803(browser, with_accident(app)[1])


def url(browser):
    return browser.form["data-upload"]


def standing(browser):
    return {name: value for name, value in browser.standing(browser.form).items() if name != "files"}


def put(browser, *files, **different):
    values = {**standing(browser), "files": list(files), **different}
    return browser.client.post(url(browser), data=values, content_type="multipart/form-data")


def state_of(browser):
    return browser.client.get(browser.form["data-state"])


def test_a_file_makes_the_run_that_its_page_chose(app, at_803):
    answer = put(at_803, file())
    [photo] = photos(app)
    assert (answer.status_code, answer.json) == (200, {"state": "arrived", "id": photo.id, "message": ""})
    assert answer.headers["Cache-Control"] == "no-store"
    at_803.open("/okyakusama/photos/of/1/")
    assert run_id_of(at_803) == photo.run_id and len(at_803.page.select(".pic")) == 1


def test_many_at_once_make_one_run_and_nothing_is_lost(make_app, database_url):
    app = make_app(database_url)
    browser = to_803(Browser(app.test_client()), with_accident(app)[1])
    files = [file(f"{number}.jpg", number) for number in range(6)]
    copies = [twin(browser, app) for _ in files]
    calls = [lambda copy=copy, each=each: put(copy, each) for copy, each in zip(copies, files, strict=True)]
    assert {answer.status_code for answer in at_once(calls)} == {200}
    assert len(photos(app)) == 6 and len({photo.run_id for photo in photos(app)}) == 1


def test_what_is_sent_once_more_is_the_same_picture(app, at_803):
    same = file()[0].getvalue()
    first, second = (put(at_803, data(same, "a.jpg")).json for _ in range(2))
    assert first == second and len(photos(app)) == 1
    other = put(at_803, data(same, "copy.jpg"))
    assert (other.status_code, other.json["state"]) == (422, "same") and len(photos(app)) == 1
    assert other.json["message"] == "「copy.jpg」は、登録済みの「a.jpg」と同じ画像のため、登録していません。"


def test_they_stand_as_they_were_chosen_whichever_comes_first(app, at_803):
    assert at_803.form["data-next"] == "1"
    for place in ("2", "1", "x", "99999"):
        put(at_803, file(f"{place}.jpg", len(place)), place=place)
    put(at_803, file("last.jpg", 9))
    at_803.open("/okyakusama/photos/of/1/")
    shown = [tag.find(string=True).strip() for tag in at_803.page.select(".pic__name")]
    assert shown == ["1.jpg", "2.jpg", "x.jpg", "99999.jpg", "last.jpg"] and at_803.form["data-next"] == "6"


def test_what_is_refused_is_told_with_its_reason(app, at_803):
    answer = put(at_803, data(b"", "空.jpg"))
    assert (answer.status_code, answer.json["state"]) == (422, "refused")
    assert answer.json["message"] == "「空.jpg」は中身が空（0バイト）です。別の写真を選択してください。"


def test_two_files_or_none_are_not_one(app, at_803):
    for files in ((), (file(), file(number=2))):
        answer = put(at_803, *files)
        assert (answer.status_code, answer.json["state"]) == (422, "none")
    assert photos(app) == []


def test_too_many_and_what_cannot_be_stored_are_told(make_app, sqlite_url, monkeypatch):
    app = make_app(sqlite_url, PHOTOS_AT_ONCE=1)
    browser = to_803(Browser(app.test_client()), with_accident(app)[1])

    def full(*_):
        raise StorageFailed

    with monkeypatch.context() as for_now:
        for_now.setattr(app.extensions["photo storage"], "put", full)
        answer = put(browser, file())
        assert (answer.status_code, answer.json["message"]) == (503, file_routes.NOT_STORED)
    assert put(browser, file()).status_code == 200
    answer = put(browser, file("多い.jpg", 2))
    assert (answer.status_code, answer.json["state"]) == (422, "refused")
    assert answer.json["message"].startswith("写真は1枚まで選択できます。「多い.jpg」は登録していません。")


def test_what_is_longer_than_a_picture_may_be_is_not_read(make_app, sqlite_url):
    app = make_app(sqlite_url, PHOTO_MEGABYTES=1)
    browser = to_803(Browser(app.test_client()), with_accident(app)[1])
    assert put(browser, data(bytes(2**20), "a.jpg")).status_code == 200
    assert put(browser, data(bytes(2**20 + 1), "b.jpg")).json["message"].startswith("「b.jpg」は1.1MBあります。")
    assert put(browser, data(bytes(2**20 + file_routes.AROUND), "c.jpg")).status_code == 413
    assert len(photos(app)) == 2


def test_a_body_that_breaks_off_or_comes_in_chunks_is_nothing(app, at_803):
    body = b"--x\r\nContent-Disposition: form-data; name=files; filename=a.jpg\r\n\r\nhalf"
    short = {"CONTENT_LENGTH": str(len(body) + 100)}
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = at_803.client.post(url(at_803), input_stream=BytesIO(body), headers=headers, environ_overrides=short)
    assert answer.status_code == 400
    chunked = {**headers, "Transfer-Encoding": "chunked"}
    answer = at_803.client.post(url(at_803), input_stream=BytesIO(body), headers=chunked)
    assert answer.status_code in (400, 411)
    assert photos(app) == []


def test_the_state_tells_when_something_has_become_of_one(app, at_803):
    assert state_of(at_803).status_code == 410
    put(at_803, file())
    at_803.open("/okyakusama/photos/of/1/")
    before = state_of(at_803).json
    assert (before["waiting"], before["good"], before["mark"]) == (1, 0, at_803.form["data-mark"])
    look(app)
    after = state_of(at_803).json
    assert (after["waiting"], after["good"]) == (0, 1) and after["mark"] != before["mark"]


def test_to_ask_is_no_sign_of_life(app, at_803, clock):
    choose(at_803, file())
    for _ in range(4):
        clock.forward(minutes=10)
        answer = state_of(at_803)
    assert (answer.status_code, answer.json["state"]) == (403, "login")


def test_a_login_that_ended_loses_no_file(app, at_803, clock):
    clock.forward(minutes=31)
    answer = put(at_803, file())
    assert (answer.status_code, answer.json) == (403, {"state": "login", "message": file_routes.LOGGED_OUT})
    look(app)
    at_803.open("/okyakusama/login").send({"user_id": "yoshino.t@example.jp", "password": factories.PASSWORD})
    assert len(at_803.open("/okyakusama/photos/of/1/").page.select("img.pic__img")) == 1


def test_what_is_not_kept_after_the_login_ended_is_not_told_to_be(app, at_803, clock, monkeypatch):
    def full(*_):
        raise StorageFailed

    clock.forward(minutes=31)
    monkeypatch.setattr(app.extensions["photo storage"], "put", full)
    assert put(at_803, file()).json["message"] == file_routes.LOGGED_OUT_BEFORE
    assert photos(app) == []


def test_what_comes_in_the_pause_is_kept_and_told_to_be(app, browser, clock):
    clock.now = datetime(2026, 11, 29, 16, 59, tzinfo=UTC)
    to_803(browser, with_accident(app)[1])
    clock.forward(minutes=2)
    answer = put(browser, file())
    assert (answer.status_code, answer.json) == (503, {"state": "paused", "message": file_routes.PAUSED_AND_KEPT})
    assert len(photos(app)) == 1


def test_who_was_never_logged_in_is_not_listened_to_for_long(app, at_803, another_browser):
    """Nothing is looked up for it: a cookie of a login, be it over, is enough."""
    another_browser.open("/okyakusama/login")
    for browser, status in ((another_browser, 413), (at_803, 200)):
        large = {**standing(at_803), "files": [data(bytes(300 * 1024), "a.jpg")]}
        assert browser.client.post(url(at_803), data=large).status_code == status


def test_who_has_nothing_to_do_with_it_puts_nothing_in(app, at_803):
    choose(at_803, file())
    with app.app_context():
        factories.account(app, user_id="hanako@example.jp")
    other = log_in(Browser(app.test_client()), "hanako@example.jp").open("/okyakusama/home")
    token = other.page.select_one("[name=csrf_token]")["value"]
    answer = other.client.post(url(at_803), data={"csrf_token": token, "files": [file()]})
    assert answer.status_code in (403, 404, 410) and len(photos(app)) == 1
    assert other.client.get(at_803.form["data-state"]).status_code == 410


@pytest.mark.parametrize("address", ["registration/{run}/account", "photos/{run}/confirm", "photos/short/images"])
def test_where_no_files_are_put_in_none_are(app, at_803, address):
    token = standing(at_803)["csrf_token"]
    where = f"/okyakusama/{address.format(run='r' * 22)}/files"
    answer = at_803.client.post(where, data={"csrf_token": token, "files": [file()]})
    assert answer.status_code == 410 and photos(app) == []


def test_after_it_was_sent_nothing_comes_to_it(app, browser):
    to_804(browser, app, with_accident(app)[1])
    there = browser.url.replace("confirm", "images")
    browser.open(there)
    values, where, state = standing(browser), url(browser), browser.form["data-state"]
    browser.open(there.replace("images", "confirm")).send(button="送信する")
    values["csrf_token"] = browser.page.select_one("[name=csrf_token]")["value"]
    answer = browser.client.post(where, data={**values, "files": [file(number=3)]})
    assert (answer.status_code, answer.json["state"]) == (410, "gone")
    assert browser.client.get(state).status_code == 410
    assert len(photos(app)) == 1


def test_without_its_token_nothing_is_looked_at(app, at_803):
    answer = put(at_803, file(), csrf_token="gone")
    assert (answer.status_code, answer.json) == (400, {"state": "token", "message": file_routes.AGAIN})
    assert photos(app) == []


def test_too_often_is_told_too(app, at_803, monkeypatch):
    limit = rate_limits.Limit("1 per hour", "9 per hour")
    monkeypatch.setitem(rate_limits.LIMITS, "picture", limit)
    assert put(at_803, file()).status_code == 200
    answer = put(at_803, file(number=2))
    assert (answer.status_code, answer.json["state"]) == (429, "often")
    assert "分ほど待ってから" in answer.json["message"]
