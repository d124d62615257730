"""Is a fault in the log and, where that can be, at the telephone under the same number?"""

import pytest
from bs4 import BeautifulSoup
from factories import PROFILE
from sqlalchemy import select, text

from domain.staff import incidents
from infra.database import read, write
from models import Incident


def told(app):
    with app.app_context(), read() as session:
        return session.scalars(select(Incident)).all()


def shown(answer):
    """The number as the customer reads it."""
    return BeautifulSoup(answer.text, "html.parser").select_one(".receipt-no dd").get_text().replace(" ", "")


def test_the_number_on_the_page_is_that_of_the_row_and_of_the_log(app, monkeypatch, caplog):
    monkeypatch.setitem(app.view_functions, "contracts.show", lambda **_: 1 / 0)
    answer = app.test_client().get("/okyakusama/contracts/7?word=secret")
    [row] = told(app)
    assert answer.status_code == 500 and row.number == shown(answer)
    assert f"request {row.number}: ZeroDivisionError" in caplog.text
    assert (row.portal, row.pattern) == ("okyakusama", "/<portal:portal>/contracts/<int(max=2147483647):contract_id>")
    assert row.screen is None and row.classes == "ZeroDivisionError"


@pytest.mark.parametrize(
    ("endpoint", "address", "screen"),
    [("wizard.begin", "/okyakusama/registration/", 103), ("wizard.show", "/okyakusama/registration/x/complete", 105)],
)
def test_of_a_sequence_the_screen_is_known(app, monkeypatch, endpoint, address, screen):
    monkeypatch.setitem(app.view_functions, endpoint, lambda **_: 1 / 0)
    app.test_client().get(address)
    assert [row.screen for row in told(app)] == [screen]


def test_what_fails_around_the_views_has_a_row_too(app, monkeypatch):
    monkeypatch.setattr(app, "wsgi_app", app.wsgi_app)
    app.teardown_request_funcs[None] = [lambda _: {}["yoshino.t@example.jp"]]
    answer = app.test_client().get("/okyakusama/terms")
    app.teardown_request_funcs.clear()
    assert answer.status_code == 500
    assert [(row.portal, row.pattern, row.classes) for row in told(app)] == [("", "", "KeyError")]


def test_while_the_database_is_what_fails_the_log_alone_has_it(app, browser, caplog):
    browser.open("/okyakusama/registration/")
    with app.app_context(), write() as session:
        session.execute(text("drop table runs"))
    browser.send(PROFILE, 500)
    assert told(app) == [] and "OperationalError" in caplog.text


def test_where_the_row_cannot_be_written_the_page_is_as_it_would_be(app, monkeypatch, caplog):
    monkeypatch.setitem(app.view_functions, "account.login", lambda **_: 1 / 0)
    monkeypatch.setattr(incidents, "note", lambda *_: {}["nothing"])
    answer = app.test_client().get("/okyakusama/login")
    assert answer.status_code == 500 and "（画面番号908）" in answer.text and len(shown(answer)) == 8
    assert [record.levelname for record in caplog.records] == ["ERROR"]
