"""Does the plain form of 803 put files in, take them out and put them in order, and lose nothing typed? (U2, U7)"""

from io import BytesIO

import pytest
from browser import Browser
from picturing import CHOOSE, NEXT, choose, data, file, look, photos, to_803, told, with_accident
from ways import run_id_of, twin

from domain.photos.storage import StorageFailed
from views.wizard import uploads


@pytest.fixture
def at_803(app, browser):
    return to_803(browser, with_accident(app)[1])


def names(browser):
    return [tag.find(string=True).strip() for tag in browser.page.select(".pic__name")]


def test_nothing_is_begun_by_a_press_without_a_file(app, at_803):
    for button in (NEXT, CHOOSE):
        at_803.send(button=button, status=422)
        assert at_803.errors[-1] == "1. 写真を1枚以上選択してください。" and at_803.url.endswith("/of/1/")


def test_several_at_once_and_those_that_are_refused_are_named_beside_them(app, at_803):
    choose(at_803, file("a.jpg"), data(b"MZ\x90 program", "b.jpg"), data(b"", "c.jpg"), file("d.png", 2, "PNG"))
    look(app)
    at_803.open(at_803.url)
    assert names(at_803) == ["a.jpg", "d.png"]
    assert [line.partition("は")[0] for line in at_803.errors if line.startswith("「")] == ["「b.jpg」", "「c.jpg」"]
    assert at_803.page.title.text.startswith("エラー：")


def test_more_than_may_be_sent_are_named_and_those_before_stay(make_app, sqlite_url):
    app = make_app(sqlite_url, PHOTOS_AT_ONCE=2)
    browser = to_803(Browser(app.test_client()), with_accident(app)[1])
    choose(browser, *(file(f"{number}.jpg", number) for number in range(4)))
    assert [line.partition("は登録")[0] for line in browser.errors if line.startswith("写真は2枚まで")] == [
        "写真は2枚まで選択できます。「2.jpg」",
        "写真は2枚まで選択できます。「3.jpg」",
    ]
    assert names(browser) == ["0.jpg", "1.jpg"] and "あと0枚" in browser.text
    answer = browser.client.post(browser.url, data={**browser.standing(browser.form), "dismiss": "1"})
    assert answer.status_code == 303 and not browser.open(browser.url).page.select(".errsum")


def test_what_cannot_be_stored_now_is_told_and_no_name_is_carried_in_a_cookie(app, at_803, monkeypatch):
    def full(*_):
        raise StorageFailed

    monkeypatch.setattr(app.extensions["photo storage"], "put", full)
    choose(at_803, file("a.jpg"))
    assert at_803.notices == [
        "ただいま画像を保存することができません。1枚は登録していません。時間をおいて、もう一度お試しください。"
    ]
    assert photos(app) == []


def test_what_was_typed_in_two_windows_is_told(app, at_803):
    choose(at_803, file("a.jpg"))
    look(app)
    at_803.open(at_803.url)
    other = twin(at_803, app).open(at_803.url)
    one = photos(app)[0].id
    other.send({f"caption-{one}": "左"}, button="次へ")
    at_803.send({f"caption-{one}": "右"}, button="次へ")
    assert "左／右" in at_803.text and at_803.notices == [uploads.BOTH]


def test_an_id_that_is_none_does_nothing(app, at_803):
    choose(at_803, file("a.jpg"))
    odd = "\x00" * 22
    for name in (f"caption-{odd}", "remove", "earlier"):
        value = odd if name != f"caption-{odd}" else "x"
        answer = at_803.client.post(at_803.url, data={**at_803.standing(at_803.form), name: value})
        assert answer.status_code in (303, 409, 422)
    assert len(photos(app)) == 1


def test_more_time_takes_what_is_chosen_and_typed_along(app, at_803):
    choose(at_803, file("a.jpg"))
    look(app)
    at_803.open(at_803.url)
    one = photos(app)[0].id
    at_803.send({"files": [file("b.jpg", 2)], f"caption-{one}": "前"}, button="時間を延長する")
    assert at_803.number == 803 and names(at_803) == ["a.jpg", "b.jpg"] and told(app)[0].caption == "前"


def test_the_same_file_chosen_again_is_there_once(app, at_803):
    same = file()[0].getvalue()
    choose(at_803, data(same, "a.jpg"))
    choose(at_803, data(same, "b.jpg"))
    assert names(at_803) == ["a.jpg"]
    assert "1枚は、登録済みの画像と同じため、登録していません。" in at_803.notices


def test_whatever_button_is_pressed_captions_stay(app, at_803):
    choose(at_803, file("a.jpg"), file("b.jpg", 2))
    look(app)
    at_803.open(at_803.url)
    one, two = (photo.id for photo in photos(app))
    at_803.send({f"caption-{one}": "前", f"caption-{two}": "後ろ"}, button="後ろへ")
    assert names(at_803) == ["b.jpg", "a.jpg"] and [each.caption for each in told(app)] == ["後ろ", "前"]
    at_803.send({f"caption-{two}": "横"}, button="前へ")
    assert names(at_803) == ["a.jpg", "b.jpg"]
    at_803.send({f"caption-{two}": "斜め"}, button="削除する")
    assert names(at_803) == ["b.jpg"] and [each.caption for each in told(app)] == ["斜め"]
    choose(at_803, file("c.jpg", 3))
    assert at_803.values[f"caption-{two}"] == "斜め"


def test_the_return_key_takes_no_picture_away(app, at_803):
    choose(at_803, file())
    at_803.send()
    assert at_803.number == 803 and len(photos(app)) == 1


def test_with_files_chosen_onward_stays_to_show_them(app, at_803):
    at_803.send({"files": [file()]}, button=NEXT)
    assert at_803.number == 803 and at_803.notices == ["1枚の画像を登録しました。"]


def test_onward_waits_for_what_is_looked_at(app, at_803):
    choose(at_803, file())
    at_803.send(button=NEXT, status=409)
    assert at_803.errors == [uploads.STILL_READ]


def test_who_brings_a_file_waits_a_little_for_it_to_be_read(app, at_803, monkeypatch):
    monkeypatch.setitem(app.config, "PHOTOS_WAIT_SECONDS", 3)
    monkeypatch.setattr(uploads, "_is_waiting", lambda _: look(app) == 0)
    choose(at_803, file(), data(b"no picture", "b.jpg"))
    assert at_803.notices == ["1枚の画像を登録しました。"] and len(at_803.page.select("img.pic__img")) == 1


def test_no_more_than_a_few_wait(app, at_803, monkeypatch):
    monkeypatch.setitem(app.config, "PHOTOS_WAIT_SECONDS", 3600)
    taken = [uploads._waiting.acquire(blocking=False) for _ in range(4)]
    assert taken == [True] * 4
    choose(at_803, file())
    for _ in taken:
        uploads._waiting.release()
    assert "1枚は確認中です" in at_803.text


def test_the_qr_code_is_shown_and_for_how_long(app, at_803):
    at_803.send(button="QRコードを表示する")
    assert "12:10まで、1台の" in at_803.text and at_803.page.select_one(".phone__qr svg")
    assert at_803.send(button="送られた画像を表示する").number == 803


@pytest.mark.parametrize(("size", "status"), [(2**20, 200), (2**20 + 1, 200), (3 * 2**20, 413)])
def test_of_what_is_too_large_a_little_is_named_and_much_is_not_read(make_app, sqlite_url, size, status):
    app = make_app(sqlite_url, PHOTO_MEGABYTES=1, PHOTOS_AT_ONCE=2)
    browser = to_803(Browser(app.test_client()), with_accident(app)[1])
    choose(browser, data(bytes(size), "large.jpg"), status=status)
    look(app)
    if status == 413:
        assert browser.number == 909 and "1枚1MBまで、一度に2枚まで" in browser.text and photos(app) == []
    else:
        reason = "no picture" if size == 2**20 else "too large"
        assert [photo.reason for photo in photos(app)] == [reason]


def test_files_that_no_box_asks_for_are_not_taken(app, at_803):
    """A form elsewhere is as short as ever."""
    choose(at_803, file())
    confirm = at_803.url.replace("images", "confirm")
    answer = at_803.client.post(confirm, data={"files": (BytesIO(bytes(300 * 1024)), "a.jpg")})
    assert answer.status_code == 413
    assert len(photos(app)) == 1 and run_id_of(at_803)
