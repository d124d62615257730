"""Does every answer carry the headers, once each, whatever it is? (ASVS 3.4, 14.3.2)"""

import pytest
from flask import request

from views.shared import security_headers
from views.shared.security_headers import CSP, CSP_IN_A_FRAME, EVERYWHERE

ANSWERS = {
    "a page": ("/okyakusama/login", 200),
    "a way on": ("/okyakusama/home", 303),
    "no page": ("/okyakusama/nothing/here", 404),
    "no slash": ("/okyakusama/registration", 308),
    "a file": ("/static/customers.css", 200),
    "no file": ("/static/nothing.css", 404),
}


@pytest.mark.parametrize(("address", "status"), ANSWERS.values(), ids=ANSWERS)
def test_every_answer_has_each_of_them_once(app, address, status):
    answer = app.test_client().get(address)
    assert answer.status_code == status
    for name, value in EVERYWHERE:
        assert answer.headers.getlist(name) == [value]
    kept = answer.headers.getlist("Cache-Control")
    assert kept == (["no-cache"] if answer.status_code == 200 and address.startswith("/static/") else ["no-store"])


def test_a_fault_has_them_too(app, monkeypatch):
    monkeypatch.setitem(app.view_functions, "account.login", lambda portal: 1 / 0)
    answer = app.test_client().get("/okyakusama/login")
    assert (answer.status_code, answer.headers["Content-Security-Policy"]) == (500, CSP)
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_where_a_view_says_so_is_anything_framed_and_nothing_else_is_let_in(app, monkeypatch):
    """The page in a frame runs no script, sends no form, and is ours to show."""

    def framed(portal):
        security_headers.stands_in_a_frame(request.environ)
        return "page"

    monkeypatch.setitem(app.view_functions, "account.login", framed)
    answer = app.test_client().get("/okyakusama/login")
    assert answer.headers.getlist("Content-Security-Policy") == [CSP_IN_A_FRAME]
    assert answer.headers.getlist("X-Frame-Options") == ["SAMEORIGIN"]
    for name, value in EVERYWHERE[1:]:
        assert name == "X-Frame-Options" or answer.headers.getlist(name) == [value]
    assert "script" not in CSP_IN_A_FRAME and "form-action 'none'" in CSP_IN_A_FRAME
    assert app.test_client().get("/okyakusama/terms").headers["Content-Security-Policy"] == CSP
