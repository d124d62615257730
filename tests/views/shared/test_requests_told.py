"""Is a customer told what they have under way, all of it in their words, and only theirs? 504, 511, 603, 610."""

from datetime import date

import factories
import pytest
from flask import g

from domain.contracts import ownership
from infra.database import read
from rules.states import RequestState
from views.shared import requests_told

PORTAL = "okyakusama"


@pytest.fixture
def customer(app):
    with app.app_context():
        return factories.held(app)


@pytest.fixture
def portal(app):
    return app.extensions["portals"][PORTAL]


def told(app, portal, account_id, many=20):
    with app.test_request_context("/"), read() as session:
        g.customer = None
        return requests_told.of_account(session, portal, account_id, many)


def test_what_is_accepted_is_told_the_newest_first(app, portal, customer):
    account_id, mine = customer
    with app.app_context():
        factories.request(account_id, mine)
        factories.request(account_id, mine, part="premises", receipt_number="2" * 12)
        factories.request(account_id, mine, part="holder", receipt_number="3" * 12, state=RequestState.WITHDRAWN)
        factories.request(account_id, mine, part="other", receipt_number="4" * 12, portal="keiyakusha")
    newest, first = told(app, portal, account_id)
    assert (newest.title, first.title) == ("契約内容の変更（保険の対象）", "契約内容の変更（被保険者）")
    assert (first.product, first.contract) == ("新規「すまいの保険」（火災保険）", "C900000001")
    assert first.facts == [("変更日", "2026年11月24日")] and first.changes[0].after == "080-8765-4321"
    assert len(told(app, portal, account_id, 1)) == 1 and told(app, portal, 99) == []


def test_only_its_owner_can_take_it_back_and_not_for_long(app, portal, customer):
    account_id, mine = customer
    with app.app_context():
        asked = factories.request(account_id, mine, day=date(2026, 12, 1))
        with read() as session:
            held = ownership.find(session, account_id, PORTAL, mine)
    with app.test_request_context("/"):
        g.customer = None
        assert requests_told.of_contract(portal, held)[0].withdraw_url is None
    assert asked.id
