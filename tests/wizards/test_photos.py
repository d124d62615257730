"""事故の画像: does what the customer saw reach the person in charge, once and whole? (画面 803–805)"""

import re
from datetime import UTC, datetime

import dying
import factories
import pytest
from browser import Browser
from picturing import NEXT, accident, choose, data, file, look, photos, run, to_803, to_804, with_accident
from ways import at_once, letters, log_in, log_out, pressed, run_id_of, spoil, twin

import models
from domain.accounts import audit_log
from domain.photos import arranging, uploads
from infra.database import read, write
from rules.states import PhotoState
from wizards.engine.access import OwnAccident
from wizards.engine.definition import Watched
from wizards.photos import CLOSED, NO_MORE, Damage, gather

SEND = "送信する"
# A minute before the weekly pause.
SUNDAY_NIGHT = datetime(2026, 11, 29, 16, 59, tzinfo=UTC)


@pytest.fixture
def accident_id(app):
    return with_accident(app)[1]


@pytest.fixture
def at_804(app, browser, accident_id):
    return to_804(browser, app, accident_id, file(), file("車の前.png", 2, "PNG"))


def sent(app):
    return [each for each in photos(app) if each.sent_at]


def events(app):
    with app.app_context(), read() as session:
        return session.query(models.Event).filter_by(kind=audit_log.Kind.PHOTOS_SENT).all()


def test_from_the_accident_to_the_receipt(app, browser, accident_id):
    to_803(browser, accident_id)
    assert (browser.number, browser.heading) == (803, "画像の登録")
    assert "J20269001" in browser.text and "20MBまで、一度に20枚まで" in browser.text
    choose(browser, file(), file("車の前.HEIC", 2, "HEIF"))
    assert browser.notices == ["2枚の画像を登録しました。"] and "2枚は確認中です" in browser.text
    look(app)
    browser.send({f"caption-{photos(app)[0].id}": "　前の凹み "}, button=NEXT)
    assert (browser.number, browser.heading) == (804, "送信する画像の確認")
    assert "1. 前の凹み" in browser.text and "2. （説明なし）" in browser.text
    browser.send(button=SEND)
    assert (browser.number, browser.heading) == (805, "画像の送信が完了しました")
    assert browser.summary == {"事故受付番号": "J20269001", "送信した画像": "2枚", "担当": "東京損害サービス課 森"}
    assert browser.follow("続けて画像を送信する").number == 802


def test_the_person_in_charge_gets_a_letter_with_a_link_and_nothing_else(app, at_804):
    app.config["STAFF_URL"] = "https://desk.example"
    at_804.send(button=SEND)
    [letter] = letters(app)
    number = sent(app)[0].receipt_number
    assert letter.address == "adjuster@example.jp"
    assert f"https://desk.example/staff/photos/{number}\n" in letter.text and "画像の枚数：2枚" in letter.text
    assert not re.search("髙﨑|𠮷乃|yoshino|IMG_1|車の前|C9000|<img", letter.subject + letter.text + letter.html)
    [event] = events(app)
    assert (event.receipt_number, event.screen) == (number, 805)
    assert "事故の画像を送信しました" in at_804.open("/okyakusama/history").text


def test_without_an_address_of_theirs_it_is_sent_all_the_same(app, browser):
    with app.app_context():
        _, contract_id = factories.held(app)
        made = accident(contract_id, adjuster_email="", adjuster="", department="").id
    done = to_804(browser, app, made).send(button=SEND)
    assert (done.number, done.summary["担当"], letters(app)) == (805, "確認中", [])


def test_pressed_again_and_by_many_at_once_it_is_sent_once(make_app, database_url):
    app = make_app(database_url)
    browser = to_804(Browser(app.test_client()), app, with_accident(app)[1])
    action, values = pressed(browser)
    copies = [twin(browser, app) for _ in range(8)]
    answers = at_once([lambda copy=copy: copy.client.post(action, data=values) for copy in copies])
    assert {(each.status_code, each.location) for each in answers} == {
        (303, f"/okyakusama/photos/{run_id_of(browser)}/complete")
    }
    assert len(sent(app)) == len(events(app)) == 1 and len(letters(app)) == 1


def test_what_came_after_the_customer_looked_is_not_sent(app, at_804, browser):
    """By a telephone: the page has to be looked at once more."""
    run_id = run_id_of(at_804)
    account_id, accident_id = photos(app)[0].account_id, photos(app)[0].accident_id
    with app.app_context():
        content, name = file("late.jpg", 5)
        into = uploads.Into("okyakusama", run_id, account_id, accident_id)
        uploads.take(into, content, name, app.config["CLOCK"]())
    at_804.send(button=SEND)
    assert at_804.number == 803, "one is looked at still"
    assert sent(app) == []
    look(app)
    at_804.open(at_804.url).send(button=NEXT)
    stale = at_804.page.select_one("[name=seal]")["value"]
    with app.app_context():
        arranging.move(run_id, photos(app)[0].id, 1)
    at_804.page.select_one("[name=seal]")["value"] = stale
    at_804.send(button=SEND, status=409)
    assert "内容が変わりました" in at_804.text and sent(app) == []
    at_804.send(button=SEND)
    assert at_804.number == 805 and len(sent(app)) == 3


def test_what_comes_between_the_look_and_the_commit_has_it_looked_at_once_more(app, at_804, monkeypatch):
    """By a telephone, in that very moment: it is neither lost nor sent unseen."""
    send = uploads.send

    def send_when_one_has_come(session, run_id, *more):
        monkeypatch.setattr(uploads, "send", send)
        photo = session.query(models.Photo).filter_by(place=1).one()
        photo.told = uploads.sealed(photo.id, uploads.Told("a.jpg", "変わった説明"))
        session.flush()
        return send(session, run_id, *more)

    monkeypatch.setattr(uploads, "send", send_when_one_has_come)
    at_804.send(button=SEND)
    assert at_804.number == 805 and len(sent(app)) == 2, "what failed was taken back with all of it, and tried again"


def test_a_commit_that_dies_leaves_nothing_half_sent(app, at_804, monkeypatch):
    def dies(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(audit_log, "record", dies)
    assert at_804.client.post(at_804.url, data=at_804.standing(at_804.form)).status_code == 500
    assert sent(app) == [] and letters(app) == []


def test_killed_anywhere_on_its_way_all_is_sent_or_nothing(make_app, sqlite_url):
    """And whoever presses again, not knowing, sends it once."""
    app = make_app(sqlite_url)
    browser = to_804(Browser(app.test_client()), app, with_accident(app)[1], file(), file(number=2))
    action, values = pressed(browser)

    def press(other):
        assert twin(browser, other).client.post(action, data=values).status_code == 303

    for point in range(1, 99):
        ended = dying.call_until(make_app, sqlite_url, press, point)
        assert len(sent(app)) == 2 * len(events(app)) == 2 * len(letters(app))
        if ended:
            break
    assert point > 8, "it was never killed"
    press(app)
    assert (len(sent(app)), len(events(app)), len(letters(app))) == (2, 1, 1)
    assert browser.open(action.replace("confirm", "complete")).number == 805


@pytest.mark.parametrize("closed", [{"online": False}, {"group_contract": True}])
def test_a_contract_that_is_closed_meanwhile_sends_nothing(app, at_804, closed):
    with app.app_context():
        factories.contract_now("C900000001", **closed)
    at_804.send(button=SEND, status=409)
    assert at_804.number == 608 and CLOSED in at_804.text and sent(app) == []


def test_a_contract_that_becomes_anothers_in_that_very_moment_sends_nothing(app, at_804, monkeypatch):
    monkeypatch.setattr(OwnAccident, "find", lambda *_: None)
    monkeypatch.setattr(OwnAccident, "__call__", lambda entrance, visit: about)
    about = Damage("J20269001", (("", ""),) * 3, "room")
    at_804.open(at_804.url).send(button=SEND, status=409)
    assert NO_MORE in at_804.text and sent(app) == []


def test_what_lies_in_a_run_is_found_again(app, browser, accident_id):
    """By a reload, by Back, by who begins anew, on another device, and after a login that ended (row U7)."""
    choose(to_803(browser, accident_id), file())
    there = browser.url
    look(app)
    for again in (there, f"/okyakusama/photos/of/{accident_id}/"):
        browser.open(again)
        assert (browser.number, browser.url, len(browser.page.select(".pic"))) == (803, there, 1)
    assert "事故の画像の送信事故受付番号 J20269001" in browser.open("/okyakusama/home").text
    other = log_in(Browser(app.test_client())).open(f"/okyakusama/photos/of/{accident_id}/")
    assert other.url == there
    browser.open(there).send(button=NEXT)
    assert browser.send(button="戻る").number == 803 and len(browser.page.select(".pic")) == 1


def test_what_was_sent_without_a_login_any_more_waits_for_it(app, browser, clock, accident_id):
    """Decision 25: the files outlive the login that they came with."""
    to_803(browser, accident_id)
    clock.forward(minutes=31)
    choose(browser, file(), status=403)
    assert browser.number == 901 and len(photos(app)) == 1
    look(app)
    browser.follow("ログインする").send({"user_id": "yoshino.t@example.jp", "password": factories.PASSWORD})
    assert browser.number == 803 and len(browser.page.select(".pic")) == 1


def test_what_comes_in_the_pause_is_kept_too(app, browser, clock, accident_id):
    clock.now = SUNDAY_NIGHT
    to_803(browser, accident_id)
    clock.forward(minutes=2)
    choose(browser, file(), status=503)
    assert browser.number == 906 and len(photos(app)) == 1


def test_a_form_whose_token_is_lost_takes_nothing_and_says_so(app, browser, accident_id):
    to_803(browser, accident_id)
    choose(spoil(browser), file(), status=400)
    assert browser.number == 803 and photos(app) == []
    choose(browser, file())
    assert len(photos(app)) == 1


def test_nothing_is_sent_of_another_accident_and_none_of_anothers(app, browser, accident_id):
    with app.app_context():
        factories.account(app, user_id="hanako@example.jp")
    other = log_in(Browser(app.test_client()), "hanako@example.jp")
    other.open(f"/okyakusama/photos/of/{accident_id}/", 404)
    to_804(browser, app, accident_id)
    for slug in ("images", "confirm"):
        other.open(f"/okyakusama/photos/{run_id_of(browser)}/{slug}", 410)
    browser.open(f"/okyakusama/photos/of/{accident_id}-x/", 404)
    browser.open("/okyakusama/photos/of/999/", 404)
    log_out(browser.open("/okyakusama/home"))
    browser.open(f"/okyakusama/photos/of/{accident_id}/")
    assert browser.number == 102


def test_804_is_not_reached_without_a_picture_that_can_be_sent(app, browser, accident_id):
    choose(to_803(browser, accident_id), data(b"%PDF", "a.jpg"))
    look(app)
    confirm = browser.url.replace("images", "confirm")
    browser.open(confirm)
    assert browser.number == 803 and "先にこちらの画面" in browser.text
    assert "「a.jpg」は写真として読み取れませんでした" in browser.text
    browser.send(button=NEXT, status=422)
    assert "1. 写真を1枚以上選択してください。" in browser.errors


def test_what_was_refused_is_told_of_until_one_goes_on(app, browser, accident_id):
    choose(to_803(browser, accident_id), file(), data(b"", "空.jpg"))
    look(app)
    browser.open(browser.url)
    assert "「空.jpg」は中身が空" in browser.text
    browser.send(button=NEXT)
    assert browser.number == 804
    browser.send(button="戻る")
    assert "空.jpg" not in browser.text and len(photos(app)) == 1


def test_only_what_is_ready_counts(app, accident_id):
    account_id = 1
    into = run(app, account_id)
    with app.app_context(), write() as session:
        for place, state in enumerate(PhotoState):
            session.add(
                models.Photo(
                    id=f"photo-{state}-{'x' * 10}",
                    digest=state,
                    told=uploads.sealed(f"photo-{state}-{'x' * 10}", uploads.Told(state)),
                    size=1,
                    state=state,
                    place=place,
                    reason="broken" if state == PhotoState.REFUSED else "",
                    arrived_at=app.config["CLOCK"](),
                    next_try_at=app.config["CLOCK"](),
                    **into._asdict(),
                )
            )
    with app.app_context():
        found = gather(Watched(None, into.run_id, "1", app.config["CLOCK"]()))
    assert (found.good, found.waiting, len(found.items)) == (1, 1, 3)
