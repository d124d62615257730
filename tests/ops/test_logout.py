"""Does the company end a customer's logins, wherever they are? (ASVS 7.4.5)"""

import factories
import pytest
from ways import log_in


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.account(app).id


def run(app, *command):
    return app.test_cli_runner().invoke(args=["logout", *command])


def test_they_are_out_at_their_next_request(app, browser, another_browser, customer):
    log_in(browser)
    log_in(another_browser)
    said = run(app, "okyakusama", "Yoshino.T@example.jp")
    assert (said.exit_code, said.output) == (0, "Logins ended: 2.\n")
    for each in (browser, another_browser):
        assert each.open("/okyakusama/home").number == 102
    assert "お電話ですべての端末からログアウトしました" in log_in(browser).open("/okyakusama/devices").text


@pytest.mark.parametrize(("portal", "user_id"), [("nowhere", "a"), ("okyakusama", "nobody@example.jp")])
def test_who_is_not_there_is_named(app, customer, portal, user_id):
    assert run(app, portal, user_id).exit_code == 2
