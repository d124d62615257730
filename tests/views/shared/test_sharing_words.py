"""Is a page told what is new of a shared screen, and does its address tell nothing else?"""

import re

import pytest
from browser import Browser
from staffing import at_work, hire
from standing import begin, join, rows

from infra.encryption import Purpose
from views.shared import sharing_words


@pytest.fixture
def customer(app):
    return Browser(app.test_client())


@pytest.fixture
def shared(app, customer):
    begin(customer)
    return customer.page.select_one(".sharing")


def test_both_pages_ask_at_one_address_and_have_the_word_of_now(app, customer):
    hire(app)
    desk = at_work(app)
    join(desk, begin(customer))
    customer.open("/okyakusama/login")
    desk.open(desk.url)
    there, mirror = customer.page.select_one(".sharing"), desk.page.select_one(".mirror")
    assert there["data-sharing"] == mirror["data-word-url"]
    word = customer.client.get(there["data-sharing"]).text
    assert word == there["data-word"] == mirror["data-word"] and re.fullmatch(r"on \d+ 0", word)


def test_it_reads_no_cookie_and_says_nothing_but_a_word(app, shared):
    answer = app.test_client().get(shared["data-sharing"])
    assert answer.status_code == 200 and re.fullmatch(r"waiting \d+ 0", answer.text)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8" and "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.data) < 20


def test_once_it_has_ended_it_says_so(app, customer, shared, clock):
    clock.forward(minutes=31)
    assert app.test_client().get(shared["data-sharing"]).text == "ended"


def test_an_address_that_is_not_ours_is_not_there(app, shared):
    name = rows(app)[0].id
    with app.app_context():
        other = app.extensions["keyring"].fingerprint(Purpose.WAIT, name)
    mark = shared["data-sharing"].rpartition("/")[2]
    for path in (
        f"/sharing/{name}",
        f"/sharing/{name}/",
        f"/sharing/{name}/{other}",
        f"/sharing/x/{mark}",
        "/sharing/",
        "/sharing/é/é",
    ):
        assert app.test_client().get(path).status_code == 404, path
    assert app.test_client().post(shared["data-sharing"]).status_code in (400, 404, 405)


def test_the_address_is_of_one_sharing(app):
    with app.app_context():
        assert sharing_words.url("a") != sharing_words.url("b")
