"""Does a lock end where somebody lifts it, and only there?"""

from collections import defaultdict

import factories
import pytest
from ways import log_in, to_722

from domain.accounts import attempts
from infra.database import write
from ops import unlock
from wizards.registry import WIZARDS

CONTRACT = "C900000001"


@pytest.fixture
def customer(app):
    with app.app_context():
        factories.agency()
        factories.contract()
        return factories.account(app)


def run(app, *command):
    return app.test_cli_runner().invoke(args=["unlock", *command])


def test_a_locked_login_opens_again(app, browser, customer):
    for _ in range(5):
        browser.open("/okyakusama/login").send({"user_id": "yoshino.t@example.jp", "password": "wrong1"}, 422)
    log_in(browser, status=422)
    assert run(app, "login", "keiyakusha", "yoshino.t@example.jp").exit_code == 0
    log_in(browser, status=422)
    assert run(app, "login", "okyakusama", "Yoshino.T@example.jp").exit_code == 0
    assert log_in(browser).number == 511


def test_a_locked_contract_and_a_locked_customer_go_on(app, browser, customer):
    log_in(browser)
    for _ in range(5):
        to_722(browser, phone_end="0000").send(status=409)
    to_722(browser).send(status=409)
    assert run(app, "contract", "okyakusama", CONTRACT).exit_code == 0
    to_722(browser).send(status=409)
    assert run(app, "additions", "okyakusama", "yoshino.t@example.jp").exit_code == 0
    assert run(app, "contract", "okyakusama", "Ｃ９００－０００００１").exit_code == 0
    assert to_722(browser).send().number == 723


def test_every_lock_has_its_command(app):
    """Decision 36: what can be locked and by which commands it is unlocked."""
    commands = {"login": {"login"}, "easy": {"easy"}, "addition": {"contract", "additions"}}
    assert set(commands) == set(attempts.LOCKS)
    assert set().union(*commands.values()) == set(unlock.cli.commands)


def test_nothing_is_counted_that_nobody_could_unlock(app, context):
    guessed = {wizard.name for wizard in WIZARDS.values() if wizard.guesses(1, defaultdict(str))}
    assert guessed <= set(attempts.LOCKS)
    with write() as session, pytest.raises(AssertionError):
        attempts.count_wrong(session, app.extensions["keyring"], "something else", "key", factories.NOW)


def test_a_portal_that_is_not_there_is_named(app):
    said = run(app, "login", "nowhere", "somebody")
    assert said.exit_code == 2 and "nowhere" in said.output


def test_what_is_said_does_not_tell_who_exists(app, customer):
    assert (
        run(app, "login", "okyakusama", "nobody@example.jp").output
        == run(app, "login", "okyakusama", "yoshino.t@example.jp").output
    )
