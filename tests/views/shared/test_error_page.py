"""Is it known what a request was to be told of, drawn or not?"""

import pytest
from flask import request
from markupsafe import escape

from views.shared import error_page
from views.shared.error_page import Problem
from views.shared.screens import Screen

PROBLEM = Problem(Screen(905, "しばらくお待ちください"), 429, ["一分ほど"], [("もどる", "/x", "get")], "AB12CD34", 60)


@pytest.fixture
def asked(app):
    with app.test_request_context("/okyakusama/login"):
        error_page.ask_nobody()
        yield request.environ


def test_its_page_says_it(asked):
    page, status = error_page.tell(PROBLEM)
    assert status == 429
    for said in ("（画面番号905）", "一分ほど", 'href="/x"', "AB12 CD34"):
        assert str(escape(said)) in page or said in page


def test_it_is_kept_also_where_it_cannot_be_drawn(asked, monkeypatch):
    assert error_page.kept(asked) is None
    monkeypatch.setattr(error_page, "page", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        error_page.tell(PROBLEM)
    assert error_page.kept(asked) == PROBLEM


def test_only_what_is_over_after_a_while_says_when(asked):
    assert PROBLEM.headers == {"Retry-After": "60"}
    assert Problem(PROBLEM.screen, 404, []).headers == {}
