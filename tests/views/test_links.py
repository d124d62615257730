"""What happens with a link from a letter: fetched, cut, expired, replaced or spent? (rows A5–A10, A25, decision 32)"""

import functools
from datetime import UTC, datetime, timedelta

import factories
import pytest
import time_machine
from browser import Browser
from factories import ACCESS
from ways import apply_for, counted, effects, letters, link_in, newest_link, pressed, tables, to_108, to_109

from ops import purge

PERSONAL = ("髙﨑", "𠮷乃", "ヨシノ", "yoshino", "Himawari", "1960", "昭和35")


def nothing_personal(browser):
    assert not [word for word in PERSONAL if word.casefold() in browser.text.casefold()]
    assert browser.page.select("main a, main form"), "no way on"


@pytest.fixture
def path(app, browser):
    apply_for(browser)
    return newest_link(app)


def test_fetching_a_link_fifty_times_from_elsewhere_spends_nothing(app, path, another_browser):
    """A6."""
    before = tables(app)
    for _ in range(50):
        scanner = app.test_client()
        assert scanner.head(path).status_code == 303
        assert scanner.get(path).status_code == 303
        assert scanner.get(path, follow_redirects=True).status_code == 200
        scanner.head("/okyakusama/keyword")
    assert tables(app) == before
    assert another_browser.open(path).send({"keyword": "Himawari7"}).number == 108


def test_a_link_works_on_another_device(app, path, another_browser):
    """A9."""
    another_browser.open(path)
    assert another_browser.number == 107
    nothing_personal(another_browser)
    assert another_browser.send({"keyword": "Himawari7"}).number == 108
    assert another_browser.values["holder-family"] == "髙﨑"
    assert another_browser.send(ACCESS).send().number == 110


def test_the_link_leaves_the_address_at_once(app, path, another_browser):
    answer = another_browser.client.get(path)
    assert (answer.status_code, answer.location) == (303, "/okyakusama/keyword")
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")


@pytest.mark.parametrize("typed", ["himawari7", "ＨＩＭＡＷＡＲＩ７", " Hima wari7　"])
def test_width_case_and_spaces_of_the_keyword_do_not_count(app, path, another_browser, typed):
    """A25."""
    assert another_browser.open(path).send({"keyword": typed}).number == 108


def test_a_wrong_keyword_tells_how_many_tries_are_left_and_the_fifth_ends_it(app, path, another_browser):
    another_browser.open(path)
    for left in (4, 3, 2, 1):
        another_browser.send({"keyword": "wrong1"}, 422)
        assert f"あと{left}回" in another_browser.text
        nothing_personal(another_browser)
    another_browser.send({"keyword": "wrong1"}, 410)
    assert another_browser.number == 903
    nothing_personal(another_browser)
    assert "5回" in another_browser.text
    assert Browser(app.test_client()).open(path, 410).number == 903


def test_an_empty_keyword_is_no_try(app, path, another_browser):
    another_browser.open(path)
    for _ in range(6):
        another_browser.send({"keyword": ""}, 422)
    assert another_browser.send({"keyword": "Himawari7"}).number == 108


def test_a_spent_link_is_used_for_everybody_else(app, path, browser, another_browser):
    """Decision 32."""
    another_browser.open(path).send({"keyword": "Himawari7"})
    third = Browser(app.test_client()).open(path, 410)
    assert third.number == 903
    nothing_personal(third)


def test_the_browser_that_spent_it_comes_back_and_finds_its_form(app, path, another_browser, clock):
    """Decision 32."""
    another_browser.open(path).send({"keyword": "Himawari7"})
    clock.forward(hours=47)
    another_browser.open(path)
    assert another_browser.number == 107
    assert another_browser.send().number == 108
    assert another_browser.values["holder-given"] == "𠮷乃"
    assert another_browser.send(ACCESS).send().number == 110


def test_a_completed_link_is_used_for_its_browser_too(app, browser):
    to_109(browser, app)
    path = link_in(letters(app)[0])
    browser.send()
    browser.open(path, 410)
    assert browser.number == 903
    nothing_personal(browser)
    assert "そのままご利用ください" in browser.page.main.get_text()
    assert browser.follow("ホームへ").number == 511


def test_two_runs_of_one_link_open_one_account(app, path, another_browser):
    another_browser.open(path).send({"keyword": "Himawari7"}).send(ACCESS)
    first = pressed(another_browser)
    another_browser.open(path).send().send(ACCESS).send()
    assert another_browser.number == 110
    answer = another_browser.client.post(first[0], data=first[1], follow_redirects=True)
    assert answer.status_code in (400, 409, 410)
    assert counted(app)["accounts"] == 1


def test_an_expired_link_says_when_and_sends_again_in_one_press(app, path, another_browser, clock):
    """A10, decision 13."""
    another_browser.open(path).send({"keyword": "wrong1"}, 422)
    clock.forward(hours=48)
    another_browser.open(path, 410)
    assert another_browser.number == 902
    assert "2026年11月26日 12:00" in another_browser.text
    nothing_personal(another_browser)
    another_browser.send(button="もう一度送る")
    assert counted(app)["letters"] == 2
    assert another_browser.number == 912
    assert "新規利用登録の手続き案内メールを、2026年11月26日 12:00にお送りしました" in another_browser.text
    nothing_personal(another_browser)
    assert letters(app)[1].address == "Yoshino.T@example.jp"
    again = newest_link(app)
    assert again != path
    another_browser.open(again)
    another_browser.send({"keyword": "wrong1"}, 422)
    assert "あと3回" in another_browser.text
    assert another_browser.send({"keyword": "Himawari7"}).number == 108


def test_a_link_lasts_exactly_48_hours(app, path, another_browser, clock):
    clock.forward(hours=47, minutes=59, seconds=59)
    assert another_browser.open(path).number == 107
    clock.forward(seconds=1)
    another_browser.send({"keyword": "Himawari7"}, 410)
    assert another_browser.number == 902


def test_send_again_writes_one_letter_however_often_it_is_pressed(app, path, another_browser, clock):
    clock.forward(hours=48)
    another_browser.open(path, 410)
    form = another_browser.form
    for _ in range(5):
        another_browser.client.post(form["action"], data=another_browser.standing(form))
    assert counted(app)["letters"] == 2


def test_a_newer_request_voids_the_older_link_and_says_when_it_was_sent(app, path, another_browser, clock):
    """A7."""
    clock.forward(minutes=5)
    apply_for(Browser(app.test_client()))
    another_browser.open(path, 410)
    assert another_browser.number == 903
    assert "12:05" in another_browser.text
    nothing_personal(another_browser)
    assert another_browser.open(newest_link(app)).number == 107


def test_after_a_newer_request_even_the_browser_that_opened_the_older_cannot_commit(app, path, another_browser):
    another_browser.open(path).send({"keyword": "Himawari7"}).send(ACCESS)
    apply_for(Browser(app.test_client()))
    another_browser.send(status=410)
    assert counted(app)["accounts"] == 0


def cut(path):
    return path[:-4]


@pytest.mark.parametrize(
    "spoil", [cut, lambda path: path[:-20], lambda path: path + "x", lambda path: path.replace("/link/", "/link/x")]
)
def test_a_cut_or_altered_link_says_so(app, path, another_browser, spoil):
    before = tables(app)
    another_browser.open(spoil(path), 404)
    assert another_browser.number == 907
    assert "すべてコピーして" in another_browser.text
    nothing_personal(another_browser)
    assert tables(app) == before


@pytest.mark.parametrize("mark", [".", ",", ">", ")", "」", "。", "%3E", "%E3%80%82", ">.", "%20", "'"])
def test_a_mark_that_a_mail_program_left_behind_does_no_harm(app, path, another_browser, mark):
    assert another_browser.open(path + mark).number == 107


def test_a_link_of_another_portal_is_not_known_here(app, path, another_browser):
    answer = another_browser.client.get(path.replace("okyakusama", "keiyakusha"), follow_redirects=True)
    assert answer.status_code in (404, 410)
    assert "（画面番号9" in answer.text
    another_browser.open("/keiyakusha/keyword", 404)
    nothing_personal(another_browser)


def test_the_keyword_screen_without_a_link_says_what_is_missing(app, browser):
    browser.open("/okyakusama/keyword", 404)
    assert browser.number == 907
    nothing_personal(browser)


def test_the_second_half_cannot_be_entered_without_its_link(app, browser):
    browser.open("/okyakusama/activation/", 404)
    nothing_personal(browser)


def test_a_lost_token_on_the_keyword_screen_is_no_try(app, path, another_browser):
    """W21."""
    action, data = pressed(another_browser.open(path))
    before = effects(app)
    answer = another_browser.client.post(action, data={**data, "keyword": "wrong1", "csrf_token": ""})
    another_browser._arrive(answer, 400)
    assert another_browser.number == 107
    assert effects(app) == before


def test_a_link_to_an_address_with_an_account_opens_for_nobody(app, browser):
    """Decision 14: its letter holds none, and the row's own secret is told to nobody."""
    with app.app_context():
        factories.account(app)
    apply_for(browser)
    [letter] = letters(app)
    assert "/link/" not in letter.text + letter.html


def test_the_host_of_a_request_is_in_no_letter_and_no_redirect(app, monkeypatch):
    """Links come from the settings alone."""
    client = app.test_client()
    monkeypatch.setattr(client, "open", functools.partial(client.open, base_url="http://evil.example"))
    client.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example"
    spoofed = Browser(client).open("/okyakusama/registration/")
    action, data = pressed(spoofed)
    answer = client.post(action, data={**data, **factories.PROFILE})
    assert answer.status_code == 303
    assert answer.location.startswith("/okyakusama/")
    spoofed.open(answer.location).send()
    assert spoofed.number == 105
    [letter] = letters(app)
    assert "evil" not in spoofed.response.text + letter.text + letter.html
    assert "https://mado.example/okyakusama/link/" in letter.text


def test_108_is_filled_in_by_the_link_and_not_by_whoever_asks(app, browser):
    to_108(browser, app)
    assert browser.values["email"] == browser.values["email-again"] == "Yoshino.T@example.jp"


def test_long_after_its_end_a_link_still_says_why(app, path, another_browser, clock):
    """A10: also when what it held has been erased."""
    clock.forward(hours=73)
    with app.app_context():
        purge.purge(clock.now)
    assert another_browser.open(path, 410).number == 902
    assert "もう一度はじめから" in another_browser.text
    assert "もう一度送る" not in another_browser.text


def test_the_browser_that_spent_a_link_comes_back_until_its_end(app, path, another_browser, clock):
    """Decision 32: for 48 hours, without a login, on the same cookie."""
    another_browser.open(path).send({"keyword": "himawari7"})
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=47), tick=False):
        clock.forward(hours=47)
        assert another_browser.open(path).number == 107
        assert another_browser.send().number == 108
