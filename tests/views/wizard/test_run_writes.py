"""Is a new run counted for who begins it, and one that is there not again?"""

import factories
import pytest
from ways import log_in, to_104

from infra import rate_limits
from views.wizard import run_writes
from views.wizard.current_run import CUSTOMERS


def test_it_counts_for_its_customer_or_for_where_it_comes_from():
    assert CUSTOMERS.whose(None) == []
    assert CUSTOMERS.whose(7) == [rate_limits.of_account(7)]


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_run_is_counted_once(app, browser, monkeypatch, logged_in):
    counted = []
    monkeypatch.setattr(run_writes.rate_limits, "hit", lambda *what: counted.append(what))
    if logged_in:
        with app.app_context():
            factories.account(app)
        log_in(browser)
    to_104(browser).follow("変更する").send({})
    assert [(action, by) for action, _, *by in counted if action == "begin"] == [
        ("begin", [rate_limits.of_account(1)] if logged_in else [])
    ]
