"""Does what was begun go with its owner, and does a commit log in nobody whom it should not?"""

import json
from dataclasses import replace
from datetime import timedelta

import factories
import pytest
from flask import current_app, g, request, session
from sqlalchemy import select, update

import models
from domain.accounts import credentials, logins
from domain.accounts.audit_log import Kind
from infra.clock import CAME_AT
from infra.database import read, write
from infra.encryption import Purpose
from views.shared import current_customer, web_session
from views.wizard import run_ownership
from wizards.engine import runs
from wizards.engine.receipt import Receipt
from wizards.engine.runs import Owner, Run, StepState

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def portal(app):
    with app.test_request_context("/okyakusama/trip/"):
        g.portal = app.extensions["portals"]["okyakusama"]
        yield g.portal


@pytest.fixture
def account(app, portal):
    return factories.account(app).id


def later(clock, by):
    """The browser asks again."""
    clock.now += by
    request.environ.pop(CAME_AT, None)


def begun(portal, account_id=None):
    """A run of this browser with an answer."""
    owner = Owner(web_session.mark(), web_session.halves(), account_id)
    run = Run("r" * 22, "trip", owner, account_id=account_id, steps={"note": StepState(1, {"note": ["あ"]})})
    runs.start(run, portal, factories.NOW)
    return owner


def found(portal, owner):
    run = runs.find("r" * 22, portal, "trip", owner, factories.NOW)
    return run and run.steps["note"].answer


def test_what_was_begun_before_the_login_is_the_customers_after_it(portal, account):
    """Decision 2: without the half of the cookie that it was sealed with."""
    begun(portal)
    run_ownership.log_in(account)
    assert found(portal, Owner("of another browser", bytes, account)) == {"note": ["あ"]}


def test_after_the_logout_it_is_found_by_the_login_and_not_by_the_old_cookie(portal, account):
    run_ownership.log_in(account)
    owner = begun(portal, account)
    cookie = dict(session)
    run_ownership.log_out()
    assert current_customer.current() is None
    session.update(cookie)
    assert found(portal, Owner(owner.mark, owner.half)) is None
    assert found(portal, owner) == {"note": ["あ"]}


def test_nobody_logs_out_in_vain(portal):
    run_ownership.log_out()
    assert current_customer.current() is None


def of(account_id, onward=""):
    """What a commit left that logs this account in."""
    with read() as database:
        account = database.get(models.Account, account_id) if account_id else None
    marked = credentials.mark(current_app.extensions["keyring"], account) if account else ""
    return Receipt(login=account_id, onward=onward, password=marked, event=Kind.LOGGED_IN)


def test_a_login_by_commit_is_sent_again_within_a_minute_and_not_later(portal, account, clock):
    receipt = of(account, "/okyakusama/home")
    later(clock, logins.REPEATED_WITHIN)
    assert run_ownership.still_logs_in(receipt, factories.NOW)
    later(clock, MOMENT)
    assert not run_ownership.still_logs_in(receipt, factories.NOW)


def test_a_commit_logs_in_for_ten_minutes(portal, account, clock):
    assert run_ownership.still_logs_in(of(account), factories.NOW)
    later(clock, run_ownership.LOGGED_IN_BY_COMMIT)
    assert run_ownership.still_logs_in(of(account), factories.NOW)
    later(clock, MOMENT)
    assert not run_ownership.still_logs_in(of(account), factories.NOW)
    run_ownership.log_in_after(of(account), factories.NOW)
    assert current_customer.looked_up_again() is None


@pytest.mark.parametrize(("account_id", "committed_at"), [(None, factories.NOW), (1, None), (None, None)])
def test_a_commit_that_opened_nothing_logs_nobody_in(portal, account_id, committed_at):
    run_ownership.log_in_after(of(account_id), committed_at)
    assert current_customer.looked_up_again() is None


def test_a_commit_logs_in_once_and_not_after_a_login_was_ended(portal, account, clock):
    run_ownership.log_in_after(of(account), factories.NOW)
    first = current_customer.present().login.id
    run_ownership.log_in_after(of(account), factories.NOW)
    assert current_customer.present().login.id == first
    later(clock, MOMENT)
    with write() as database:
        logins.end_of(database, account)
    run_ownership.log_in_after(of(account), factories.NOW)
    assert current_customer.looked_up_again() is None


def test_a_commit_logs_nobody_in_once_another_password_was_set(portal, account):
    """Also where no login was open that this would have ended."""
    receipt = of(account)
    with write() as database:
        credentials.set_password(database.get_one(models.Account, account), "another one")
    run_ownership.log_in_after(receipt, factories.NOW)
    assert current_customer.looked_up_again() is None


def test_nor_where_it_is_not_known_on_which_it_rests(portal, account):
    run_ownership.log_in_after(replace(of(account), password=""), factories.NOW)
    assert current_customer.looked_up_again() is None


@pytest.mark.parametrize(("whose", "is_theirs"), [("own", True), ("another's", False), ("nobody's", True)])
def test_a_receipt_that_logged_somebody_else_in_is_not_handed_over(app, portal, account, whose, is_theirs):
    another = factories.account(app, user_id="another@example.jp").id
    owner = begun(portal)
    login = {"own": account, "another's": another, "nobody's": None}[whose]
    keep_receipt(owner, of(login))
    run_ownership.log_in(account)
    assert (of_account(account) == ["r" * 22]) is is_theirs


def test_what_waits_stays_with_the_browser(portal, account):
    """Whoever logs in here next may be somebody else than the one who gave their password before."""
    owner = Owner(web_session.mark(), web_session.halves())
    runs.start(Run("r" * 22, "verification", owner, subject="a login"), portal, factories.NOW)
    run_ownership.log_in(account)
    assert of_account(account) == []


def of_account(account_id):
    with read() as database:
        return database.scalars(select(models.RunRow.id).where(models.RunRow.account_id == account_id)).all()


def keep_receipt(owner, receipt):
    keyring, run = current_app.extensions["keyring"], "r" * 22
    sealed = keyring.encrypt(Purpose.RECEIPT, run, json.dumps(receipt.to_keep()).encode(), owner.half(run))
    with write() as database:
        database.execute(update(models.RunRow).values(answers=None, receipt=sealed, committed_at=factories.NOW))


@pytest.mark.parametrize(("password", "is_in"), [(factories.PASSWORD, True), ("another7mado", False)])
def test_an_equal_press_is_let_in_by_the_password_that_it_bears(portal, account, password, is_in):
    receipt = Receipt(login=account, event=Kind.PASSWORD_CHANGED)
    run = Run("r" * 22, "password_change", Owner("somebody", bytes), receipt=receipt)
    run_ownership.log_in_by_password(portal, run, password)
    assert (current_customer.looked_up_again() == account) is is_in
