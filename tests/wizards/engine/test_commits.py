"""Does a commit happen once, wholly or not at all? Twenty at once, two processes, and a kill at any point (row W10)."""

import itertools
import os
import signal
from contextlib import contextmanager

import factories
import pytest
from browser import Browser
from sqlalchemy import event
from sqlalchemy.engine import Engine
from ways import (
    NEW,
    apply_for,
    asked_on_402,
    at_once,
    counted,
    effects,
    letters,
    log_in,
    newest_link,
    plain,
    pressed,
    to_104,
    to_109,
    to_405,
    to_415,
    to_722,
    twin,
)

from domain.accounts import attempts, directory
from infra.database import engine, read
from infra.statements import Statement

TWENTY = 20


@pytest.fixture
def processes(make_app, database_url):
    """Two processes of one installation."""
    return [make_app(database_url), make_app(database_url)]


@pytest.fixture
def first(processes):
    return processes[0]


@pytest.fixture
def visitor(first):
    return Browser(first.test_client())


def press_at_once(browser, processes):
    """Twenty presses of this page's button at the same moment; give the pages that they lead to."""
    action, data = pressed(browser)
    clients = [twin(browser, processes[number % 2]).client for number in range(TWENTY)]
    return at_once([lambda client=client: client.post(action, data=data, follow_redirects=True) for client in clients])


def assert_equal_pages(answers, number):
    assert {answer.status_code for answer in answers} == {200}
    assert len({plain(answer.text) for answer in answers}) == 1
    assert f"（画面番号{number}）" in answers[0].text


def test_twenty_confirms_of_an_application_send_one_letter(processes, first, visitor):
    answers = press_at_once(to_104(visitor), processes)
    assert_equal_pages(answers, 105)
    assert counted(first) == {"accounts": 0, "letters": 1, "links": 1, "events": 1, "holdings": 0}


def test_twenty_confirms_of_a_registration_open_one_account(processes, first, visitor):
    with first.app_context():
        factories.agency()
        factories.contract()
    answers = press_at_once(to_109(visitor, first), processes)
    assert_equal_pages(answers, 110)
    assert len(set(effects(first)["accounts"])) == 1
    assert counted(first) == {"accounts": 1, "letters": 2, "links": 1, "events": 2, "holdings": 1}


def test_twenty_confirms_of_an_addition_add_one_contract_and_count_no_wrong_try(processes, first, visitor):
    customer_with_contract(first)
    answers = press_at_once(to_722(log_in(visitor)), processes)
    assert_equal_pages(answers, 723)
    assert counted(first) == {"accounts": 1, "letters": 1, "links": 0, "events": 2, "holdings": 1}
    assert effects(first)["attempts"] == []


def all_in(answers):
    """How many of the browsers that these answers went to are logged in."""
    return [answer for answer in answers if "髙﨑 𠮷乃 様" in answer.text]


@pytest.mark.parametrize(("ready", "number"), [("reset", 406), ("unlock", 416), ("password_change", 712)])
def test_twenty_presses_set_one_password_and_leave_each_answer_logged_in(processes, first, visitor, ready, number):
    """A15, W10: whichever of them the browser keeps."""
    customer_with_contract(first)
    known = prepared_owner(ready, first, visitor)
    answers = press_at_once(visitor, processes)
    assert_equal_pages(answers, number)
    assert len(all_in(answers)) == TWENTY
    rows = counted(first)
    assert (rows["letters"], rows["events"]) == (known["letters"] + 1, known["events"] + 1)
    with first.app_context(), read() as session:
        tried = directory.tries_key("okyakusama", "yoshino.t@example.jp")
        assert attempts.so_far(session, first.extensions["keyring"], "login", tried) == 0
    assert log_in(Browser(first.test_client()), password=NEW["password"]).number == 511


def prepared_owner(name, app, browser):
    """The browser one press before a new password; give how many rows there are."""
    if name == "reset":
        to_405(browser, app).send(NEW)
    elif name == "unlock":
        typed_in(to_415(browser, app), NEW)
    else:
        typed_in(log_in(browser).open("/okyakusama/password_change/"), {"current": factories.PASSWORD, **NEW})
    return counted(app)


def typed_in(browser, answers):
    """The form of this page filled in, not yet sent."""
    for name, value in answers.items():
        browser.form.select_one(f"[name={name}]")["value"] = value


def test_twenty_uses_of_a_link_have_one_winner(processes, first, visitor):
    apply_for(visitor)
    path = newest_link(first)
    others = [Browser(processes[number % 2].test_client()).open(path) for number in range(TWENTY)]
    sent = [(other.client, *pressed(other)) for other in others]
    answers = at_once(
        [
            lambda client=client, action=action, data=data: client.post(action, data={**data, "keyword": "Himawari7"})
            for client, action, data in sent
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303] + [410] * (TWENTY - 1)
    [winner] = [other for other, answer in zip(others, answers, strict=True) if answer.status_code == 303]
    assert winner.open("/okyakusama/keyword").number == 107
    for other in others:
        if other is not winner:
            assert other.open("/okyakusama/keyword", 410).number == 903


def test_of_twenty_wrong_keywords_at_once_five_are_looked_at(processes, first, visitor):
    apply_for(visitor)
    other = Browser(first.test_client()).open(newest_link(first))
    action, data = pressed(other)
    clients = [twin(other, processes[number % 2]).client for number in range(TWENTY)]
    answers = at_once(
        [lambda client=client: client.post(action, data={**data, "keyword": "wrong1"}) for client in clients]
    )
    assert sorted(answer.status_code for answer in answers) == [410] * 16 + [422] * 4
    assert other.send({"keyword": "Himawari7"}, 410).number == 903


def test_twenty_first_posts_of_one_page_make_one_run(processes, first, visitor):
    visitor.open("/okyakusama/registration/")
    action, data = pressed(visitor)
    clients = [twin(visitor, processes[number % 2]).client for number in range(TWENTY)]
    filled = {**data, **factories.PROFILE}
    answers = at_once([lambda client=client: client.post(action, data=filled) for client in clients])
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert len(effects(first)["runs"]) == 1


def test_twenty_different_answers_at_once_keep_one_and_show_the_others_both(processes, first, visitor):
    to_104(visitor).change("キーワード")
    action, data = pressed(visitor)
    clients = [twin(visitor, processes[number % 2]).client for number in range(TWENTY)]
    words = [f"Himawari{number:02d}" for number in range(TWENTY)]
    answers = at_once(
        [
            lambda client=client, word=word: client.post(action, data={**data, "keyword": word})
            for client, word in zip(clients, words, strict=True)
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * (TWENTY - 1)
    [kept] = [word for word, answer in zip(words, answers, strict=True) if answer.status_code == 303]
    assert visitor.open(f"/{'/'.join(visitor.url.split('/')[1:4])}/confirm").summary["キーワード"] == kept


def customer_with_contract(app, **different):
    with app.app_context():
        factories.agency()
        factories.contract(**different)
        return factories.account(app).id


def prepared(name, app, browser):
    """A browser on the confirm screen of a wizard, and what all and nothing are there: counts of rows."""
    if name == "registration":
        return to_104(browser), {"letters": 1, "links": 1, "events": 1}
    if name == "activation":
        with app.app_context():
            factories.agency()
            factories.contract()
        return to_109(browser, app), {"accounts": 1, "letters": 1, "events": 1, "holdings": 1}
    customer_with_contract(app)
    if name == "addition":
        return to_722(log_in(browser)), {"letters": 1, "events": 1, "holdings": 1}
    if name == "forgotten":
        return browser.open("/okyakusama/forgotten/").send(asked_on_402()), {"letters": 1, "links": 1, "events": 1}
    return to_405(browser, app).send(NEW), {"letters": 1, "events": 1}


def press_and_die(make, browser, at):
    """Press the button in a process that is killed at its `at`-th statement or commit, or last of all before
    the answer has come; give whether it was."""
    action, data = pressed(browser)
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        ended = os.waitstatus_to_exitcode(status)
        assert ended in (0, -signal.SIGKILL), ended
        return ended != 0
    try:
        seen = itertools.count(1)

        def die(*_):
            if next(seen) == at:
                os.kill(os.getpid(), signal.SIGKILL)

        app = make()
        for moment in ("before_cursor_execute", "after_cursor_execute", "commit", "rollback"):
            event.listen(Engine, moment, die)
        by_the_driver = Statement._run

        @contextmanager
        def dying(statement, session, values):
            die()
            with by_the_driver(statement, session, values) as ran:
                die()
                yield ran

        Statement._run = dying
        answer = twin(browser, app).client.post(action, data=data)
        die()
        os._exit(0 if answer.status_code == 303 else 2)
    finally:
        os._exit(3)


@pytest.mark.parametrize("name", ["registration", "activation", "addition", "forgotten", "reset"])
def test_killed_at_any_point_it_is_all_or_nothing_and_the_retry_completes_it_once(make_app, database_url, name):
    app = make_app(database_url)
    browser, more = prepared(name, app, Browser(app.test_client()))
    before, rows = effects(app), counted(app)
    after = {table: rows[table] + more.get(table, 0) for table in rows}
    ended = {"nothing": 0, "all": 0}
    for at in itertools.count(1):
        with app.app_context():
            engine().dispose()
        was_killed = press_and_die(lambda: make_app(database_url), browser, at)
        found = effects(app)
        assert was_killed, "it came to its end"
        if found == before:
            ended["nothing"] += 1
        else:
            assert counted(app) == after, f"half a commit, killed at {at}"
            ended["all"] += 1
            break
    assert ended["nothing"] > 10
    browser.send()
    assert browser.url.endswith("/complete")
    assert counted(app) == after
    assert len(letters(app)) == after["letters"]
