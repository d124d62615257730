"""Is nothing committed but a whole path, also where no confirm screen stands at its end, and where does back lead?"""

from dataclasses import replace

import factories
import pytest
import trip
from ways import at_once, letters, log_in, pressed, tables, to_109, twin
from wtforms.validators import ValidationError

from forms.kit.fields import Text
from forms.kit.step import StepForm
from rules.refusal import Refused
from wizards.engine.definition import Input


class Judge:
    """What the tests' own question finds good, and whether the business says no."""

    refuses = True
    good = "よい"


def as_the_judge_says(form, field):
    if field.data != Judge.good:
        raise ValidationError("もうよくありません。")


class FirstForm(StepForm):
    first = Text("はじめ")


class LastForm(StepForm):
    last = Text("おわり", [as_the_judge_says])


def book(act):
    if Judge.refuses:
        raise Refused("今はできません。")
    return trip.book(replace(act, answers={**act.answers, "note": "booked"}))


@pytest.fixture
def without_confirm(app, monkeypatch):
    """Offered: two screens of questions, the last of which commits."""
    monkeypatch.setattr(Judge, "refuses", True)
    steps = (Input(951, "first", "はじめ", FirstForm), Input(952, "last", "おわり", LastForm))
    trip.offer(app, replace(trip.wizard(), steps=steps, commit=book), monkeypatch.setitem)


def test_the_last_answer_commits(app, browser, without_confirm, monkeypatch):
    monkeypatch.setattr(Judge, "refuses", False)
    browser.open("/okyakusama/trip/").send({"first": "い"})
    assert browser.send({"last": "よい"}).number == 955
    assert len(letters(app)) == 1


def test_an_answer_that_is_good_no_more_is_asked_again_before_the_commit(app, browser, without_confirm, monkeypatch):
    """Rows W2, W22: everything is judged anew, and what then is missing is not left out."""
    browser.open("/okyakusama/trip/").send({"first": "い"})
    first = browser.url.replace("/last", "/first")
    assert browser.send({"last": "よい"}, 409).number == 952
    monkeypatch.setattr(Judge, "refuses", False)
    monkeypatch.setattr(Judge, "good", "とてもよい")
    action, data = pressed(browser.open(first))
    answer = browser.client.post(action, data={**data, "first": "ろ"})
    assert (answer.status_code, answer.location.rpartition("/")[2]) == (303, "last")
    assert letters(app) == []
    assert browser.open(answer.location).send({"last": "とてもよい"}).number == 955
    assert len(letters(app)) == 1


def test_twenty_presses_that_log_in_are_one_login(app, browser, clock):
    """Whichever answer the browser keeps: 713 shows one device, and its login is told once."""
    action, data = pressed(to_109(browser, app))
    copies = [twin(browser, app) for _ in range(8)]
    answers = at_once([lambda copy=copy: copy.client.post(action, data=data) for copy in copies])
    assert {answer.status_code for answer in answers} == {303}
    assert len(tables(app)["logins"]) == 1
    assert {copy.open("/okyakusama/home").number for copy in copies} == {511}
    clock.forward(seconds=59)
    assert browser.client.post(action, data=data).status_code == 303
    assert len(tables(app)["logins"]) == 1


def test_two_browsers_are_two_logins(app, browser, another_browser):
    to_109(browser, app).send()
    for _ in range(2):
        another_browser.open("/okyakusama/login")
        another_browser.send({"user_id": "yoshino.t@example.jp", "password": "sakura7mado"})
    open_ones = [row for row in tables(app)["logins"] if "'ended_at': None" in row]
    assert len(open_ones) == 2


@pytest.mark.parametrize("which", ["補償", "備考"])
def test_who_changes_nothing_after_all_is_back_where_they_came_from(app, browser, monkeypatch, which):
    """W4; from the first screen too."""
    trip.offer(app, trip.wizard(), monkeypatch.setitem)
    browser.open("/okyakusama/trip/").send({"cover": "full", "new_car": "no"}).send({"note": "窓側の席"})
    confirm = browser.url
    browser.change(which).send(button="戻る")
    assert browser.url == confirm and "まだ送信していない変更" not in browser.text
    browser.send(button="戻る")
    assert browser.number == 953
    assert browser.send(button="戻る").number == 951


def test_back_from_the_first_screen_leads_where_it_came_from_and_begins_nothing(app, browser):
    browser.open("/okyakusama/registration/").send(button="戻る")
    assert (browser.number, tables(app)["runs"]) == (112, [])


def test_back_from_the_first_screen_keeps_what_was_typed(app, browser):
    with app.app_context():
        factories.account(app)
    log_in(browser).open("/okyakusama/addition/").send({"number": "C900000001"}, button="戻る")
    assert browser.number == 621
    assert browser.open("/okyakusama/home").follow("続きから").values["number"] == "C900000001"


def test_from_a_contract_back_leads_to_it_and_what_stood_there_already_begins_nothing(app, browser):
    with app.app_context():
        _, contract_id = factories.held(app)
    log_in(browser).open(f"/okyakusama/change/of/{contract_id}-insured/").send(button="戻る")
    assert (browser.number, browser.url, tables(app)["runs"]) == (603, f"/okyakusama/contracts/{contract_id}", [])
