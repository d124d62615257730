"""Is a page that waits told what has become of it, and nobody else anything?"""

import factories
import pytest
from sqlalchemy.exc import OperationalError
from ways import call, shown_on_503, tables, to_503

from domain.calls import waiting


@pytest.fixture
def waits(app, browser, clock):
    """Where a browser on 503 asks."""
    with app.app_context():
        factories.agency()
        factories.caller(app)
    to_503(browser)
    clock.forward(seconds=5)
    return browser.page.select_one("[data-wait]")["data-wait"]


def test_it_is_told_in_a_word_that_changes_with_what_is_heard(app, browser, waits):
    number = shown_on_503(browser)
    told = [browser.client.get(waits).text]
    for caller in (None, "09012345678"):
        call(app, caller, number)
        told.append(browser.client.get(waits).text)
    assert [each.split()[0] for each in told] == ["pending", "refused", "confirmed"]


def test_no_cookie_is_read_or_set_and_nothing_is_written(app, browser, waits, clock):
    before = tables(app)
    clock.forward(minutes=2)
    answer = app.test_client().get(waits)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "pending", "text/plain")
    assert "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert tables(app) == before


@pytest.mark.parametrize(
    "change", [lambda url: url[:-1] + "0f"[url[-1] == "0"], lambda url: url + "/", lambda url: url[:60]]
)
def test_an_address_that_is_not_ours_is_not_there(app, waits, change):
    assert app.test_client().get(change(waits)).status_code == 404


@pytest.mark.parametrize("path", ["/waits/", "/waits/a/b/c/d/e/é", "/waits/keiyakusha/verification/call/x/y/z"])
def test_nor_is_one_that_was_made_up(app, path):
    assert app.test_client().get(path).status_code == 404


def test_nothing_is_sent_there(app, waits):
    assert app.test_client().post(waits).status_code in (400, 404, 405)


def test_a_database_that_fails_is_our_fault_and_said_so(app, waits, monkeypatch):
    def fails(login):
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(waiting, "find", fails)
    answer = app.test_client().get(waits)
    assert answer.status_code == 500 and "（画面番号908）" in answer.text
