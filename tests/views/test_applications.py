"""Is an application taken back by who made it, once, and by nobody else, until it was handed over? 648."""

import factories
import pytest
from applying import kept, to_647
from browser import Browser
from sqlalchemy import update
from ways import at_once, letters, link_in, newest_link, pressed, tables, to_403, twin

from infra.database import write
from models import Application, Letter

TAKE_BACK = "このお申し込みを取り下げる"


def shown(browser):
    return browser.text.replace(" ", "")


@pytest.mark.parametrize("way", ["the complete screen", "the letter"])
def test_it_is_taken_back_by_the_screen_or_by_the_letter(app, browser, way):
    to_647(browser)
    if way == "the letter":
        browser = Browser(app.test_client()).open(link_in(letters(app)[0]))
    else:
        browser.follow(TAKE_BACK)
    [made] = kept(app)
    assert browser.number == 648 and made.receipt_number in shown(browser) and made.state == "accepted"
    assert not any(personal in browser.text for personal in ("髙﨑", "晴海", "1234-5678", "oshino"))
    browser.send()
    assert browser.number == 648 and "2026年11月24日 12:00" in browser.text
    assert browser.heading == "お申し込みを取り下げました" and made.receipt_number in shown(browser)
    [made] = kept(app)
    assert (made.state, made.sealed) == ("withdrawn", None)
    assert [letter.kind for letter in letters(app)] == ["application_accepted", "application_withdrawn"]
    assert made.receipt_number in letters(app)[1].text.replace(" ", "")


def test_being_opened_does_nothing(app, browser):
    """Row A6: mail scanners open links."""
    to_647(browser)
    link = link_in(letters(app)[0])
    before = tables(app)
    Browser(app.test_client()).open(link).open("/keiyakusha/application-withdrawal")
    assert tables(app) == before


def test_without_the_link_nobody_takes_anything_back(app, browser, another_browser):
    """Not by a receipt number, nor by another's or an invented link."""
    to_647(browser)
    another_browser.open("/keiyakusha/application-withdrawal", 404)
    another_browser.open(link_in(letters(app)[0])[:-4], 404)
    other = to_647(Browser(app.test_client())).follow(TAKE_BACK)
    other.send()
    assert [each.state for each in kept(app)] == ["accepted", "withdrawn"]


def test_a_link_to_something_else_takes_nothing_back(app, browser):
    with app.app_context():
        factories.owner(app, "keiyakusha")
    to_403(browser, "keiyakusha")
    browser.open(newest_link(app)).open("/keiyakusha/application-withdrawal", 404)


def test_a_link_opens_in_its_own_portal_only(app, browser, another_browser):
    to_647(browser)
    another_browser.open(link_in(letters(app)[0]).replace("/keiyakusha/", "/okyakusama/"), 404)


def test_it_is_taken_back_once_however_often_it_is_pressed(app, browser):
    to_647(browser).follow(TAKE_BACK)
    action, data = pressed(browser)
    twins = [twin(browser, app, "keiyakusha") for _ in range(4)]
    answers = at_once([lambda each=each: each.client.post(action, data=data) for each in twins])
    assert {(answer.status_code, answer.location) for answer in answers} == {
        (303, "/keiyakusha/application-withdrawal")
    }
    assert len(letters(app)) == 2


def test_a_later_press_and_the_link_itself_show_when_it_was_taken_back(app, browser, clock):
    to_647(browser).follow(TAKE_BACK)
    late = twin(browser, app, "keiyakusha")
    clock.forward(minutes=5)
    browser.send()
    clock.forward(minutes=90)
    elsewhere = Browser(app.test_client()).open(link_in(letters(app)[0]))
    for each in (late.send(), elsewhere):
        assert (each.number, each.heading) == (648, "お申し込みを取り下げました")
        assert each.summary["取り下げ日時"] == "2026年11月24日 12:05"


def test_of_two_that_are_open_none_is_taken_back_in_place_of_the_other(app, browser):
    """Rows W13, W14: the second was opened in another tab, after the first."""
    to_647(browser).follow(TAKE_BACK)
    first = pressed(browser)
    to_647(browser).follow(TAKE_BACK)
    answer = browser.client.post(first[0], data=first[1])
    assert answer.status_code == 409 and "どのお申し込みも取り下げていません" in answer.text
    assert [each.state for each in kept(app)] == ["accepted", "accepted"]
    browser.send()
    assert [each.state for each in kept(app)] == ["accepted", "withdrawn"]


def test_a_portal_that_offers_no_application_has_none_to_take_back(browser):
    browser.open("/okyakusama/application-withdrawal", 404)
    assert "メールに記載のURL" not in browser.text
    listed = {portal: browser.open(f"/{portal}/screens").text for portal in ("keiyakusha", "okyakusama")}
    name = "新規のお申し込みの取り下げ"
    assert name in listed["keiyakusha"] and name not in listed["okyakusama"]


def test_who_does_not_want_to_finds_the_way_back(browser, app):
    to_647(browser).follow(TAKE_BACK).follow("取り下げずに")
    assert browser.number == 501 and [each.state for each in kept(app)] == ["accepted"]


def test_what_was_handed_over_is_not_taken_back_and_says_whom_to_call(app, browser, tmp_path):
    to_647(browser).follow(TAKE_BACK)
    waiting = twin(browser, app, "keiyakusha")
    done = app.test_cli_runner().invoke(args=["data", "export", "applications", str(tmp_path / "1.csv")])
    assert done.exit_code == 0
    for each in (waiting.send(status=409), browser.open("/keiyakusha/application-withdrawal", 409)):
        assert each.number == 608 and "すでにお手続きに入っているため" in each.text and "03-0000-0000" in each.text
        assert kept(app)[0].receipt_number in shown(each)
    assert [each.state for each in kept(app)] == ["accepted"] and len(letters(app)) == 1


def test_what_was_erased_meanwhile_is_too_old(app, browser, clock):
    to_647(browser).follow(TAKE_BACK)
    with app.app_context(), write() as session:
        session.delete(session.get_one(Application, 1))
    browser.send(status=409)
    assert "期間を過ぎています" in browser.text and "03-0000-0000" in browser.text
    clock.forward(days=123)
    browser.open("/keiyakusha/application-withdrawal", 409)


def test_after_the_day_that_was_told_its_link_takes_nothing_back(app, browser, clock):
    """As 647 and the letter say."""
    to_647(browser).follow(TAKE_BACK)
    clock.forward(days=122, seconds=-1)
    url = link_in(letters(app)[0])
    late = Browser(app.test_client()).open(url)
    assert late.number == 648
    token = late.form.select_one("[name=csrf_token]")["value"]
    clock.forward(seconds=1)
    late.send(status=409)
    assert late.number == 608 and "期間を過ぎています" in late.text
    assert late.open(url, 409).number == 608 and kept(app)[0].state == "accepted"
    assert late.client.post("/keiyakusha/keyword/again", data={"csrf_token": token}).status_code == 410


def test_without_an_address_or_without_its_key_no_letter_goes(app, browser):
    to_647(browser, email="").follow(TAKE_BACK).send()
    to_647(browser, email="a@example.jp").follow(TAKE_BACK)
    with app.app_context(), write() as session:
        session.execute(update(Application).values(sealed=b"of another key" * 4))
    browser.send()
    assert [each.state for each in kept(app)] == ["withdrawn", "withdrawn"]
    assert [letter.kind for letter in letters(app)] == ["application_accepted"]


def test_taking_back_again_and_again_fills_nobodys_letter_box(app):
    for _ in range(4):
        to_647(Browser(app.test_client())).follow(TAKE_BACK).send()
    with app.app_context(), write() as session:
        withheld = session.query(Letter).filter(Letter.masked_address == "").count()
    assert (len(letters(app)), withheld) == (5, 2)
