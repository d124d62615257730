"""Where does the right password lead? In, to the wait for a call, or to what to do without a number."""

from dataclasses import replace

import factories
import pytest
from flask import g, get_flashed_messages, session
from ways import tables

from domain.accounts import credentials, logins
from infra.database import write
from models import Account
from views.wizard import call_first

HOME = "/keiyakusha/home"


@pytest.fixture
def portal(app):
    with app.test_request_context("/keiyakusha/login"):
        g.portal = app.extensions["portals"]["keiyakusha"]
        factories.agency()
        yield g.portal


def test_who_is_not_asked_may_come_in(app, portal):
    found = factories.caller(app, call_required=False)
    assert call_first.instead_of_login(portal, found, HOME) is None
    assert tables(app)["waiting_logins"] == tables(app)["runs"] == []


def test_who_is_asked_waits_as_nobody_yet(app, portal):
    answer = call_first.instead_of_login(portal, factories.caller(app), HOME)
    assert answer.status_code == 303 and answer.location.startswith("/keiyakusha/verification/")
    [waits], [run] = tables(app)["waiting_logins"], tables(app)["runs"]
    assert f"'onward': '{HOME}'" in waits
    assert "'account_id': None" in run
    assert "_user_id" not in session


def test_without_a_number_nothing_waits(app, portal):
    answer = call_first.instead_of_login(portal, factories.caller(app, phone="050-1234-5678"), HOME)
    assert answer.location == "/keiyakusha/no-number"
    [said] = get_flashed_messages()
    assert "050から始まる番号のため" in said and "5678" not in said
    assert tables(app)["waiting_logins"] == tables(app)["runs"] == []


def test_a_password_that_is_not_the_one_any_more_leads_nowhere(app, portal):
    found = factories.caller(app)
    with write() as database:
        credentials.set_password(database.get(Account, found.id), "another hash")
    with pytest.raises(logins.StaleCredentials):
        call_first.instead_of_login(portal, found, HOME)
    assert tables(app)["runs"] == []


def test_in_a_portal_that_calls_nobody_nobody_is_asked(app, portal):
    off = replace(portal, phone_verification=replace(portal.phone_verification, mode="off"))
    assert call_first.instead_of_login(off, factories.caller(app), HOME) is None
