"""Does a customer find what they began, here and on another device? (rows W17, W18)"""

from pathlib import Path

import factories
import pytest
from ways import log_in, log_out, to_104, to_722

from rules import portals
from wizards.registry import WIZARDS

ROOT = Path(portals.__file__).parent.parent


@pytest.fixture
def customer(app):
    with app.app_context():
        factories.agency()
        factories.contract()
        return factories.account(app).id


def cards(browser):
    return [" ".join(card.get_text(" ").split()) for card in browser.page.select("#begun + .cases > li")]


def test_what_was_begun_stands_at_home_and_goes_on(app, browser, another_browser, customer, clock):
    to_722(log_in(browser))
    log_out(browser)
    clock.forward(days=2)
    log_in(another_browser)
    [card] = cards(another_browser)
    assert card.startswith("契約中の保険を追加する 次の画面： 722 入力内容の確認")
    assert "11月24日 12:00 に保存しました。 12月1日 12:00 まで、続きからお手続きいただけます。" in card
    assert another_browser.follow("続きから").number == 722
    assert another_browser.send().number == 723
    assert cards(another_browser.open("/okyakusama/home")) == []


def test_a_draft_goes_on_at_the_screen_it_belongs_to(app, browser, customer):
    browser = log_in(browser).open("/okyakusama/addition/").send({"number": "C900000001"}, button="次へ", status=422)
    assert cards(browser.open("/okyakusama/home")) == []


def test_it_is_gone_when_its_time_is_over(app, browser, customer, clock):
    to_722(log_in(browser))
    clock.forward(days=7)
    assert cards(log_in(browser)) == []


def test_of_one_sequence_about_one_thing_there_is_one_card(app, browser, another_browser, customer, clock):
    """The newest; and none once one of them was committed. The other window loses nothing."""
    to_722(log_in(browser))
    clock.forward(minutes=1)
    to_722(log_in(another_browser), number="C900000009")
    [_] = cards(another_browser.open("/okyakusama/home"))
    assert "C900000009" in another_browser.follow("続きから").text
    clock.forward(minutes=1)
    assert browser.open(browser.url).number == 722
    [_] = cards(another_browser.open("/okyakusama/home"))
    assert "C900000001" in another_browser.follow("続きから").text
    browser.send()
    assert browser.number == 723 and cards(browser.open("/okyakusama/home")) == []


def test_who_begins_anew_is_told_of_what_was_begun(browser, customer):
    """Nothing that was typed is in the boxes before they say so; another sequence's is not offered."""
    log_in(browser).open("/okyakusama/addition/")
    assert "途中まで入力された内容があります" not in browser.text
    to_722(browser)
    browser.open("/okyakusama/addition/")
    [note] = browser.page.select("main .head .note")
    assert "11月24日 12:00に保存しました。12月1日 12:00まで、続きから" in note.text and browser.values["number"] == ""
    assert browser.follow("続きから").number == 722
    assert "途中まで" not in browser.open("/okyakusama/address_change/").text


def test_nobody_elses_is_shown(app, browser, another_browser, customer):
    with app.app_context():
        factories.account(app, user_id="other@example.jp")
    to_722(log_in(browser))
    assert cards(log_in(another_browser, "other@example.jp")) == []


def test_what_was_begun_before_the_login_is_there_too(app, browser, customer):
    to_104(browser)
    [card] = cards(log_in(browser))
    assert card.startswith(WIZARDS["registration"].title)
    assert browser.follow("続きから").number == 104


def test_looking_at_home_changes_nothing(app, browser, customer, clock):
    to_722(log_in(browser))
    confirming = browser.url
    clock.forward(minutes=5)
    browser.open("/okyakusama/home")
    assert browser.open(confirming).number == 722


def test_what_the_portal_offers_no_more_is_not_shown(app, make_app, sqlite_url, tmp_path, browser, customer):
    to_722(log_in(browser))
    file = tmp_path / "portals.toml"
    file.write_text((ROOT / "portals.toml").read_text().replace('"address_change", "addition",', '"address_change",'))
    later = make_app(sqlite_url, PORTALS_FILE=str(file))
    assert cards(log_in(type(browser)(later.test_client()))) == []
    assert len(cards(browser.open("/okyakusama/home"))) == 1
